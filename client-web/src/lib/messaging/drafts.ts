import { listDrafts, setDraft } from './personal';

const tellAfterMs = 1500;

export interface DraftHome {
  draft(conversationId: string): string;
  useDraft(conversationId: string, text: string): void;
}

/** Keeps the drafts of all devices alike: the latest wins, and what is being written here is not taken away. */
export class DraftSync {
  #home: DraftHome;
  /** Conversations whose draft has yet to be told. */
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #times = new Map<string, number>();

  constructor(home: DraftHome) {
    this.#home = home;
  }

  tellLater(conversationId: string): void {
    clearTimeout(this.#timers.get(conversationId));
    this.#timers.set(conversationId, setTimeout(() => void this.#tell(conversationId), tellAfterMs));
  }

  async #tell(conversationId: string): Promise<void> {
    const text = this.#home.draft(conversationId);
    try {
      const at = await setDraft(conversationId, text);
      if (this.#home.draft(conversationId) !== text) return;
      this.#times.set(conversationId, Math.max(at, this.#times.get(conversationId) ?? 0));
      this.#timers.delete(conversationId);
    } catch {
      // Told when the line opens again.
    }
  }

  elsewhere(conversationId: string, text: string, updatedAt: number): void {
    if (this.#timers.has(conversationId) || updatedAt <= (this.#times.get(conversationId) ?? 0)) return;
    this.#times.set(conversationId, updatedAt);
    this.#home.useDraft(conversationId, text);
  }

  async sync(): Promise<void> {
    for (const id of this.#timers.keys()) void this.#tell(id);
    for (const d of await listDrafts().catch(() => [])) this.elsewhere(d.conversationId, d.text, d.updatedAt);
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#times.clear();
  }
}
