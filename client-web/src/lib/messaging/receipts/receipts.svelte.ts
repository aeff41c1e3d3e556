import { hideReceipts, listReceipts } from '../personal';

/** Of somebody new, or of one who hides: the server knows. Not for every signal. */
const againAfterMs = 1000;

/** How far others have read in the conversation that is shown. */
class Receipts {
  #shown = '';
  #again: ReturnType<typeof setTimeout> | undefined;
  #read = $state.raw<Record<string, number>>({});

  /** Asks now; until the answer is called, signals keep it up to date. */
  look(conversationId: string): () => void {
    this.#shown = conversationId;
    this.#read = {};
    void this.refresh();
    return () => {
      if (this.#shown === conversationId) this.#shown = '';
    };
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#again);
    this.#again = undefined;
    const asked = this.#shown;
    if (!asked) return;
    const known = await listReceipts(asked).catch(() => undefined);
    if (known && asked === this.#shown) this.#read = known;
  }

  /** A signal: only ever forward. */
  heard(conversationId: string, personId: string, offset: number): void {
    if (conversationId !== this.#shown) return;
    if (!(personId in this.#read)) this.#again ??= setTimeout(() => void this.refresh(), againAfterMs);
    else if (offset > (this.#read[personId] ?? 0)) this.#read = { ...this.#read, [personId]: offset };
  }

  /** Who has read up to this message. */
  readers(conversationId: string, offset: number): string[] {
    if (conversationId !== this.#shown) return [];
    return Object.keys(this.#read).filter((id) => (this.#read[id] ?? 0) >= offset);
  }

  async hide(hidden: boolean): Promise<void> {
    await hideReceipts(hidden);
    this.#read = {};
    await this.refresh();
  }
}

export const receipts = new Receipts();
