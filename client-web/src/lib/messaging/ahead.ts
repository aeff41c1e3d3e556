import type { Conversation } from './model';

/** As many of the latest conversations can be read without a line, whether they were opened before or not. */
export const keptAhead = 12;

const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 5000 });
    else setTimeout(resolve, 200);
  });

/** One after the other, while there is nothing better to do; ends at the first that fails. */
export async function readAhead(latest: () => Conversation[], load: (id: string) => Promise<void>, goesOn: () => boolean): Promise<void> {
  const tried = new Set<string>();
  for (;;) {
    await idle();
    const next = latest().slice(0, keptAhead).find((c) => !c.loaded && !tried.has(c.id));
    if (!next || !goesOn()) return;
    tried.add(next.id);
    try {
      await load(next.id);
    } catch {
      return;
    }
  }
}
