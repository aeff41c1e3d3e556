const gatePaths = ['/sign-in', '/sign-up', '/forgot', '/reset', '/confirm', '/goodbye'];

/** Pages that need no session. */
export const isGate = (path: string) => gatePaths.some((gate) => path === gate || path === `${gate}/`);

const newKey = 'wasl.new';

/** Where the visitor was going when the session was found missing. */
export const wanted = {
  path: '/messages',
  /**
   * Whoever has just signed up with this address, or confirmed it, goes on to what they came for, an invitation say; else they
   * are asked what they are interested in. Nobody else who signs in here does.
   */
  newcomer(email: string): void {
    const path = this.path === '/messages' ? (kept(email) ?? '/welcome') : this.path;
    try {
      localStorage.setItem(newKey, `${email.toLowerCase()}\n${path}`);
    } catch {
      // not allowed here: then /home asks
    }
  },
  take(email: string): string {
    const { path } = this;
    this.path = '/messages';
    if (path !== '/' && path !== '/messages') return path;
    const first = kept(email);
    if (first) localStorage.removeItem(newKey);
    return first ?? '/messages';
  }
};

function kept(email: string): string | undefined {
  try {
    const [owner, path] = localStorage.getItem(newKey)?.split('\n') ?? [];
    return owner && owner === email.toLowerCase() ? path : undefined;
  } catch {
    return undefined;
  }
}

/** What everyone may read of the page that was wanted: an organisation's; empty: nothing. */
export const publicPageOf = (path: string) => path.replace(/^\/directory\/(\d+)$|.*/, (_, id?: string) => (id ? `/o/${id}` : ''));

export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254;
export const shortestPassword = 10;

/** The token of a mailed link travels behind `#`, where no server log sees it. */
export const tokenIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';
