const gatePaths = ['/sign-in', '/sign-up', '/forgot', '/reset', '/confirm', '/goodbye'];

/** Pages that need no session. */
export const isGate = (path: string) => gatePaths.some((gate) => path === gate || path === `${gate}/`);

const newKey = 'wasl.new';

/** Where the visitor was going when the session was found missing. */
export const wanted = {
  path: '/messages',
  /** Whoever has just signed up, or confirmed it, goes on to what they came for, an invitation say; else they are asked what they are interested in. */
  newcomer(): void {
    try {
      const { path } = this;
      if (path !== '/messages' || !localStorage.getItem(newKey)) localStorage.setItem(newKey, path === '/messages' ? '/welcome' : path);
    } catch {
      // not allowed here: then /home asks
    }
  },
  take(): string {
    const { path } = this;
    this.path = '/messages';
    if (path !== '/' && path !== '/messages') return path;
    return takeNew() ?? '/messages';
  }
};

function takeNew(): string | null {
  try {
    const path = localStorage.getItem(newKey);
    localStorage.removeItem(newKey);
    return path;
  } catch {
    return null;
  }
}

/** What everyone may read of the page that was wanted: an organisation's; empty: nothing. */
export const publicPageOf = (path: string) => path.replace(/^\/directory\/(\d+)$|.*/, (_, id?: string) => (id ? `/o/${id}` : ''));

export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254;
export const shortestPassword = 10;

/** The token of a mailed link travels behind `#`, where no server log sees it. */
export const tokenIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';
