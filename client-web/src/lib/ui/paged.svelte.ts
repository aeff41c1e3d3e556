import { untrack } from 'svelte';

const typingMs = 250;

/** A list that comes page by page. Of several questions under way only the latest is answered here. */
export class Paged<Item> {
  /** null: not yet known. */
  items = $state.raw<Item[] | null>(null);
  more = $state(false);
  busy = $state(false);
  failure = $state.raw<unknown>(null);
  #turn = 0;

  /** `ask`: the items that follow `after`, from the first one when that is undefined. */
  constructor(private readonly ask: (after: Item | undefined) => Promise<{ items: Item[]; more: boolean }>) {}

  look = (): Promise<void> => this.#load();
  next = (): Promise<void> => this.#load(this.items?.at(-1));

  /** For an effect on what is asked for: at once the first time, then when nobody has typed for a moment. */
  follow(): () => void {
    const timer = setTimeout(() => void this.look(), untrack(() => this.items) === null ? 0 : typingMs);
    return () => clearTimeout(timer);
  }

  /** What is asked for is another thing: what was found goes. */
  again(): void {
    this.items = null;
    void this.look();
  }

  replace(change: (item: Item) => Item): void {
    this.items = this.items?.map(change) ?? null;
  }

  async #load(after?: Item): Promise<void> {
    const turn = ++this.#turn;
    this.busy = true;
    try {
      const page = await this.ask(after);
      if (turn !== this.#turn) return;
      this.items = after ? [...(this.items ?? []), ...page.items] : page.items;
      this.more = page.more;
      this.failure = null;
    } catch (error) {
      if (turn === this.#turn) this.failure = error;
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}
