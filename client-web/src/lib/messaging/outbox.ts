import { backoffMs } from '$lib/wire/backoff';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { hasCode, isPermanent, WireError } from '$lib/wire/status';
import type { Store } from '$lib/storage/store';
import type { Content } from './content';

export interface OutboxEntry {
  clientId: string;
  conversationId: string;
  text: string;
  content?: Content;
  /** The message elsewhere whose text this is. */
  forward?: { conversationId: string; offset: number };
  createdAt: number;
  /** Grows with every entry of a device: the order of sending within a conversation. */
  order: number;
  state: 'sending' | 'failed' | 'sent';
  code: number;
  reason: string;
}

export interface OutboxParts {
  store: Store;
  /** The line is open: a send has a chance. */
  ready(): boolean;
  send(entry: OutboxEntry): Promise<unknown>;
  /** Runs alone among the tabs of this browser. */
  exclusive(run: () => Promise<void>): Promise<void>;
  changed(entries: OutboxEntry[]): void;
  /** The server has asked to wait until then. */
  slowed?(until: number): void;
  sent(entry: OutboxEntry): void;
}

/** 64 random bits, never 0. */
export function newClientId(): string {
  const [id = 0n] = crypto.getRandomValues(new BigUint64Array(1));
  return id === 0n ? newClientId() : String(id);
}

/**
 * Messages on their way. Each is written down before it is shown, keeps its client_id over every retry and reload
 * (the server answers a repeated one with its first answer), and leaves in order within its conversation.
 */
export class Outbox {
  #entries: OutboxEntry[] = [];
  #lastOrder = 0;
  #running = false;
  #again = false;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(private readonly parts: OutboxParts) {}

  async load(): Promise<void> {
    await this.#refresh();
    this.#changed();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async add(conversationId: string, text: string, content?: Content, forward?: OutboxEntry['forward']): Promise<OutboxEntry> {
    const createdAt = Date.now();
    this.#lastOrder = Math.max(createdAt, this.#lastOrder + 1);
    const entry: OutboxEntry = {
      clientId: newClientId(),
      conversationId,
      text,
      ...(content && { content }),
      ...(forward && { forward }),
      createdAt,
      order: this.#lastOrder,
      state: 'sending',
      code: 0,
      reason: ''
    };
    await this.parts.store.put('outbox', entry.clientId, entry);
    this.#entries = [...this.#entries, entry];
    this.#changed();
    void this.drain();
    return entry;
  }

  async retry(clientId: string): Promise<void> {
    const entry = this.#entries.find((e) => e.clientId === clientId && e.state === 'failed');
    if (!entry) return;
    await this.#save({ ...entry, state: 'sending', code: 0, reason: '' });
    void this.drain();
  }

  async discard(clientId: string): Promise<void> {
    await this.#forget(clientId);
  }

  /** The message's own event has arrived. */
  async settle(clientId: string): Promise<void> {
    if (this.#entries.some((e) => e.clientId === clientId)) await this.#forget(clientId);
  }

  /** Sends what waits; call it whenever the line opens. */
  async drain(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    clearTimeout(this.#timer);
    try {
      while (this.#again && !this.#closed && this.parts.ready()) {
        this.#again = false;
        await this.parts.exclusive(() => this.#pass());
      }
    } catch (error) {
      if (!this.#closed) throw error; // the store goes with the person
    } finally {
      this.#running = false;
    }
  }

  async #pass(): Promise<void> {
    if (this.#closed) return;
    await this.#refresh();
    this.#changed();
    const waiting = this.#entries.filter((e) => e.state === 'sending').sort((a, b) => a.order - b.order);
    const conversations = new Set(waiting.map((e) => e.conversationId));
    await Promise.all([...conversations].map((id) => this.#sendInOrder(waiting.filter((e) => e.conversationId === id))));
  }

  async #sendInOrder(entries: OutboxEntry[]): Promise<void> {
    for (const entry of entries) {
      if (this.#closed) return;
      try {
        await this.parts.send(entry);
      } catch (error) {
        if (!isPermanent(error)) return this.#later(error);
        await this.#save({ ...entry, state: 'failed', ...described(error) });
        continue;
      }
      this.#attempt = 0;
      await this.#accepted(entry);
    }
  }

  async #accepted(entry: OutboxEntry): Promise<void> {
    await this.parts.store.delete('outbox', entry.clientId);
    const shown = this.#entries.some((e) => e.clientId === entry.clientId);
    if (shown) this.#replace({ ...entry, state: 'sent' });
    this.parts.sent(entry);
  }

  #later(error: unknown): void {
    const hint = error instanceof WireError ? error.retryAfterMs : 0;
    const delay = Math.max(hint, 500 + backoffMs(this.#attempt++));
    clearTimeout(this.#timer);
    if (hint > 0 && hasCode(error, Code.RESOURCE_EXHAUSTED)) this.parts.slowed?.(Date.now() + delay);
    if (!this.#closed) this.#timer = setTimeout(() => void this.drain(), delay);
  }

  /** The store is shared by all tabs: it is the truth about what still has to be sent. */
  async #refresh(): Promise<void> {
    const stored = await this.parts.store.all<OutboxEntry>('outbox');
    const known = new Set(stored.map((e) => e.clientId));
    const sentElsewhere = this.#entries
      .filter((e) => !known.has(e.clientId) && e.state !== 'failed')
      .map((e): OutboxEntry => ({ ...e, state: 'sent' }));
    this.#entries = [...sentElsewhere, ...stored].sort((a, b) => a.order - b.order);
    this.#lastOrder = Math.max(this.#lastOrder, ...stored.map((e) => e.order));
  }

  async #save(entry: OutboxEntry): Promise<void> {
    await this.parts.store.put('outbox', entry.clientId, entry);
    this.#replace(entry);
  }

  async #forget(clientId: string): Promise<void> {
    this.#entries = this.#entries.filter((e) => e.clientId !== clientId);
    this.#changed();
    await this.parts.store.delete('outbox', clientId);
  }

  #replace(entry: OutboxEntry): void {
    this.#entries = this.#entries.map((e) => (e.clientId === entry.clientId ? entry : e));
    this.#changed();
  }

  #changed(): void {
    this.parts.changed(this.#entries);
  }
}

const described = (error: unknown) =>
  error instanceof WireError ? { code: error.code, reason: error.reason } : { code: 0, reason: '' };
