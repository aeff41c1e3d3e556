const gatePaths = ['/sign-in', '/sign-up', '/forgot', '/reset', '/confirm', '/goodbye'];

/** Pages that need no session. */
export const isGate = (path: string) => gatePaths.some((gate) => path === gate || path === `${gate}/`);

/** Where the visitor was going when the session was found missing. */
export const wanted = {
  path: '/messages',
  take(): string {
    const { path } = this;
    this.path = '/messages';
    return path === '/' ? '/messages' : path;
  }
};

/** What everyone may read of the page that was wanted: an organisation's; empty: nothing. */
export const publicPageOf = (path: string) => path.replace(/^\/directory\/(\d+)$|.*/, (_, id?: string) => (id ? `/o/${id}` : ''));

export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) && text.length <= 254;
export const shortestPassword = 10;

/** The token of a mailed link travels behind `#`, where no server log sees it. */
export const tokenIn = (hash: string) => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? '';
