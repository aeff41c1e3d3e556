import { create } from '@bufbuild/protobuf';
import { ClientFrameSchema, Code, StreamKind, type Event, type ServerFrame, type Stream } from '$lib/gen/wasl/envelope_pb';
import type { Connection } from './connection';

export interface StreamName {
  kind: StreamKind;
  key: string;
}

export const person = (id: string): StreamName => ({ kind: StreamKind.STREAM_PERSON, key: id });
export const conversation = (id: string): StreamName => ({ kind: StreamKind.STREAM_CONVERSATION, key: id });

/** What the state says about the streams it follows: its `head` is the only memory of what was applied. */
export interface StreamHandlers {
  head(stream: StreamName): number | undefined;
  apply(stream: StreamName, event: Event): void;
  /** The gap cannot be replayed: reload the state; following goes on from the new head. */
  reload(stream: StreamName): Promise<void>;
  ended(stream: StreamName): void;
}

interface Following {
  stream: StreamName;
  /** 0 while nothing is asked; the answer to any older question is stale. */
  askId: number;
  live: boolean;
}

const retryMs = 2000;
const idOf = (stream: StreamName) => `${stream.kind}:${stream.key}`;

/** Follows streams over one connection: in order, each event once, whatever happens to the line. */
export class Streams {
  #following = new Map<string, Following>();

  constructor(
    private readonly line: Pick<Connection, 'send' | 'nextId' | 'state'>,
    private readonly handlers: StreamHandlers
  ) {}

  follow(stream: StreamName): void {
    if (this.#following.has(idOf(stream))) return;
    const following = { stream, askId: 0, live: false };
    this.#following.set(idOf(stream), following);
    this.#ask(following);
  }

  unfollow(stream: StreamName): void {
    if (!this.#following.delete(idOf(stream))) return;
    this.line.send(create(ClientFrameSchema, { kind: { case: 'unsubscribe', value: { stream } } }));
  }

  clear(): void {
    this.#following.clear();
  }

  /** After a (re)connection: every subscription is asked again, in one batch. */
  resume(): void {
    for (const following of this.#following.values()) this.#ask(following);
  }

  handle(frame: ServerFrame): void {
    const { kind } = frame;
    if (kind.case === 'event') this.#event(kind.value);
    else if (kind.case === 'subscribed') this.#subscribed(kind.value.id, kind.value.stream, kind.value.recovered);
    else if (kind.case === 'unsubscribed') this.#ended(kind.value.stream);
    else if (kind.case === 'reply' && kind.value.result.case === 'error') {
      this.#refused(kind.value.id, kind.value.result.value.code, kind.value.result.value.retryAfterMs);
    }
  }

  #ask(following: Following): void {
    following.live = false;
    if (this.line.state !== 'open') return;
    const since = this.handlers.head(following.stream);
    if (since === undefined) return;
    following.askId = this.line.nextId();
    const value = { id: following.askId, stream: following.stream, since: BigInt(since) };
    this.line.send(create(ClientFrameSchema, { kind: { case: 'subscribe', value } }));
  }

  #subscribed(id: number, stream: Stream | undefined, recovered: boolean): void {
    const following = this.#find(stream);
    if (!following || following.askId !== id) return;
    following.live = recovered;
    if (!recovered) void this.#reload(following);
  }

  async #reload(following: Following): Promise<void> {
    following.askId = 0;
    try {
      await this.handlers.reload(following.stream);
      if (following.askId === 0) this.#ask(following);
    } catch {
      this.#askLater(following, retryMs);
    }
  }

  #event(event: Event): void {
    const following = this.#find(event.stream);
    if (!following?.live) return;
    const head = this.handlers.head(following.stream) ?? 0;
    const offset = Number(event.offset);
    if (offset <= head) return;
    if (offset > head + 1) return this.#ask(following);
    this.handlers.apply(following.stream, event);
  }

  #refused(id: number, code: Code, retryAfterMs: number): void {
    const following = [...this.#following.values()].find((f) => f.askId === id);
    if (!following) return;
    if (code === Code.NOT_FOUND || code === Code.PERMISSION_DENIED) this.#ended(following.stream);
    else this.#askLater(following, Math.max(retryAfterMs, retryMs));
  }

  #askLater(following: Following, delayMs: number): void {
    following.askId = 0;
    setTimeout(() => {
      const wanted = this.#following.get(idOf(following.stream)) === following;
      if (wanted && following.askId === 0) this.#ask(following);
    }, delayMs);
  }

  #ended(stream: StreamName | undefined): void {
    const following = this.#find(stream);
    if (!following) return;
    this.#following.delete(idOf(following.stream));
    this.handlers.ended(following.stream);
  }

  #find(stream: StreamName | undefined): Following | undefined {
    return stream && this.#following.get(idOf(stream));
  }
}
