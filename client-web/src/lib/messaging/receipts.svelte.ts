import { listReceipts } from './personal';

/** How far others have read in the conversation that is shown. */
class Receipts {
  #shown = '';
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
    const asked = this.#shown;
    if (!asked) return;
    const known = await listReceipts(asked).catch(() => undefined);
    if (known && asked === this.#shown) this.#read = known;
  }

  /** A signal: only ever forward. */
  heard(conversationId: string, personId: string, offset: number): void {
    if (conversationId !== this.#shown || offset <= (this.#read[personId] ?? 0)) return;
    this.#read = { ...this.#read, [personId]: offset };
  }

  /** Who has read up to this message. */
  readers(conversationId: string, offset: number): string[] {
    if (conversationId !== this.#shown) return [];
    return Object.keys(this.#read).filter((id) => (this.#read[id] ?? 0) >= offset);
  }
}

export const receipts = new Receipts();
