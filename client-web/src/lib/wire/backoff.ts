const baseMs = 500;
const capMs = 30_000;

/** Full jitter: uniform over the exponential ceiling, so that many clients do not return together. */
export function backoffMs(attempt: number, random: () => number = Math.random): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16)));
}

/** The server's hint, plus jitter. */
export function hintedMs(hintMs: number, random: () => number = Math.random): number {
  return hintMs + Math.floor(random() * Math.max(baseMs, hintMs / 2));
}
