import type { Store } from '$lib/storage/store';
import type { Draft } from '../personal';

const tellAfterMs = 1500;

export interface DraftHome {
  store: Store;
  draft(conversationId: string): string;
  useDraft(conversationId: string, text: string): void;
  /** The offset of what the draft answers; 0: nothing. */
  replyTo(conversationId: string): number;
  useReply(conversationId: string, offset: number): void;
}

/** The server's side of it. */
export interface DraftLine {
  list(): Promise<Draft[]>;
  set(conversationId: string, text: string, replyTo: number): Promise<number>;
}

/**
 * Keeps the drafts of all devices alike: the latest wins, and what is being written here is not taken away. What the server
 * has not been told is remembered over a reload.
 */
export class DraftSync {
  /** Conversations whose draft has yet to be told; undefined: it is on its way, or waits for the line. */
  #untold = new Map<string, ReturnType<typeof setTimeout> | undefined>();
  #times = new Map<string, number>();
  #ready: Promise<void>;

  constructor(
    private readonly home: DraftHome,
    private readonly line: DraftLine
  ) {
    this.#ready = this.#load();
  }

  async #load(): Promise<void> {
    const kept = await this.home.store.get<string[]>('drafts', 'untold').catch(() => undefined);
    for (const id of kept ?? []) if (!this.#untold.has(id)) this.#untold.set(id, undefined);
  }

  #keep(): void {
    void this.home.store.put('drafts', 'untold', [...this.#untold.keys()]).catch(() => undefined);
  }

  tellLater(conversationId: string): void {
    clearTimeout(this.#untold.get(conversationId));
    const known = this.#untold.has(conversationId);
    this.#untold.set(conversationId, setTimeout(() => void this.#tell(conversationId), tellAfterMs));
    if (!known) this.#keep();
  }

  async #tell(conversationId: string): Promise<void> {
    clearTimeout(this.#untold.get(conversationId));
    const text = this.home.draft(conversationId);
    const replyTo = this.home.replyTo(conversationId);
    try {
      const at = await this.line.set(conversationId, text, replyTo);
      this.#times.set(conversationId, Math.max(at, this.#times.get(conversationId) ?? 0));
      if (this.home.draft(conversationId) !== text || this.home.replyTo(conversationId) !== replyTo) return; // its own timer is running
      this.#untold.delete(conversationId);
      this.#keep();
    } catch {
      // Told when the line opens again.
    }
  }

  /** At once: the page may be about to go. */
  tellAll(): void {
    for (const id of this.#untold.keys()) void this.#tell(id);
  }

  elsewhere({ conversationId, text, replyTo, updatedAt }: Draft): void {
    if (this.#untold.has(conversationId) || updatedAt <= (this.#times.get(conversationId) ?? 0)) return;
    this.#times.set(conversationId, updatedAt);
    if (text !== this.home.draft(conversationId)) this.home.useDraft(conversationId, text);
    if (replyTo !== this.home.replyTo(conversationId)) this.home.useReply(conversationId, replyTo);
  }

  async sync(): Promise<void> {
    await this.#ready;
    this.tellAll();
    for (const draft of await this.line.list().catch(() => [])) this.elsewhere(draft);
  }

  close(): void {
    for (const timer of this.#untold.values()) clearTimeout(timer);
    this.#untold.clear();
    this.#times.clear();
  }
}
