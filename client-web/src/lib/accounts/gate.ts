const gatePaths = ['/sign-in', '/sign-up', '/forgot', '/reset', '/confirm', '/goodbye'];

/** Pages that need no session. */
export const isGate = (path: string) => gatePaths.some((gate) => path === gate || path === `${gate}/`);

const newKey = 'wasl.new';

/** Where the visitor was going when the session was found missing. */
export const wanted = {
  path: '/messages',
  /** Whoever has just signed up, or confirmed it, is first asked what they are interested in. */
  newcomer(): void {
    try {
      localStorage.setItem(newKey, '1');
    } catch {
      // not allowed here: then /home asks
    }
  },
  take(): string {
    const { path } = this;
    this.path = '/messages';
    if (path !== '/' && path !== '/messages') return path;
    return isNew() ? '/welcome' : '/messages';
  }
};

function isNew(): boolean {
  try {
    const is = localStorage.getItem(newKey) !== null;
    localStorage.removeItem(newKey);
    return is;
  } catch {
    return false;
  }
}

/** What everyone may read of the page that was wanted: an organisation's; empty: nothing. */
export const publicPageOf = (path: string) => path.replace(/^\/directory\/(\d+)$|.*/, (_, id?: string) => (id ? `/o/${id}` : ''));

export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254;
export const shortestPassword = 10;

/** The token of a mailed link travels behind `#`, where no server log sees it. */
export const tokenIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';
