import * as api from './api';
import { known as knownMessage, merge, withConversation } from './events';
import type { Conversation, Message, MessagingState, Person } from './model';

/** Who keeps the conversations whose messages come in runs. */
export interface RunKeeper {
  conversation(id: string): Conversation | undefined;
  put(conversation: Conversation): void;
  know(people: Person[]): void;
}

/**
 * The messages of a conversation that are known lie in one run without gaps: usually the newest, after a jump those around a message.
 * Answers that come late never tear it.
 */
export class Runs {
  readonly #keeper: RunKeeper;
  readonly #loading = new Set<string>();
  /** The latest asking for a run, by conversation: what was asked for before it does not replace its answer. */
  readonly #asking = new Map<string, symbol>();

  constructor(keeper: RunKeeper) {
    this.#keeper = keeper;
  }

  async newest(id: string): Promise<void> {
    this.#leaveRun(id);
    const latest = this.#ask(id);
    const page = await api.listMessages(id, 'newest');
    const known = this.#keeper.conversation(id);
    if (!known || !latest()) return;
    this.#keeper.know(page.people);
    const after = known.messages.filter((m) => m.offset > page.head);
    const same = known.messages.filter((m) => m.offset <= page.head && page.messages.some((p) => p.offset === m.offset));
    // Of two versions of a message, the one that has seen more events comes last.
    const fresher = !known.loaded || page.head >= known.head;
    const messages = fresher ? merge([...same, ...after], page.messages) : merge(page.messages, [...same, ...after]);
    this.#setRun(known, page, { messages, older: page.older, newer: false, loaded: true });
  }

  #ask(id: string): () => boolean {
    const asking = Symbol();
    this.#asking.set(id, asking);
    return () => this.#asking.get(id) === asking;
  }

  /** A run that is not the newest is forgotten: from now on live messages are part of what is shown. */
  #leaveRun(id: string): void {
    const known = this.#keeper.conversation(id);
    if (known?.newer) this.#keeper.put({ ...known, messages: [], newer: false, loaded: false });
  }

  #setRun(known: Conversation, page: { answered: Message[] }, run: Partial<Conversation>): void {
    const answered = { ...known.answered, ...Object.fromEntries(page.answered.map((m) => [m.offset, m])) };
    this.#keeper.put({ ...known, ...run, answered });
  }

  async older(id: string): Promise<void> {
    const first = this.#keeper.conversation(id)?.messages[0];
    const busy = `older:${id}`;
    if (!first || this.#loading.has(busy)) return;
    this.#loading.add(busy);
    try {
      const page = await api.listMessages(id, { before: first.offset }, api.olderPage);
      const known = this.#keeper.conversation(id);
      if (known?.messages[0]?.offset !== first.offset) return;
      this.#keeper.know(page.people);
      const messages = merge(known.messages, page.messages);
      this.#setRun(known, page, { messages, older: page.older });
    } finally {
      this.#loading.delete(busy);
    }
  }

  /** Below a run that is not the newest. */
  async newer(id: string): Promise<void> {
    const last = this.#keeper.conversation(id)?.messages.at(-1);
    const busy = `newer:${id}`;
    if (!last || !this.#keeper.conversation(id)?.newer || this.#loading.has(busy)) return;
    this.#loading.add(busy);
    try {
      const page = await api.listMessages(id, { after: last.offset });
      const known = this.#keeper.conversation(id);
      if (known?.messages.at(-1)?.offset !== last.offset) return;
      this.#keeper.know(page.people);
      const messages = merge(known.messages, page.messages);
      this.#setRun(known, page, { messages, newer: page.newer || page.head < known.head });
    } finally {
      this.#loading.delete(busy);
    }
  }

  /**
   * Makes the run hold a message, or the first one of a moment, wherever it is; answers its offset. False: there is none.
   * Undefined: another was asked for meanwhile.
   */
  async jump(id: string, to: { around: number } | { atMs: number }): Promise<number | false | undefined> {
    const latest = this.#ask(id);
    const here = this.#keeper.conversation(id);
    if ('around' in to && here?.loaded && here.messages.some((m) => m.offset === to.around)) return to.around;
    const page = await api.listMessages(id, to);
    if (!latest()) return undefined;
    const known = this.#keeper.conversation(id);
    const offset = 'around' in to ? to.around : page.found;
    if (!known || !page.messages.some((m) => m.offset === offset)) return false;
    this.#keeper.know(page.people);
    const { messages, older } = page;
    this.#setRun(known, page, { messages, older, newer: page.newer || page.head < known.head, loaded: true });
    return offset;
  }

  /** Finds what a live message answers, when that is too far up to be known. */
  async answered(id: string, offset: number): Promise<void> {
    const conversation = this.#keeper.conversation(id);
    const busy = `answered:${id}:${offset}`;
    if (!conversation || knownMessage(conversation, offset) || this.#loading.has(busy)) return;
    this.#loading.add(busy);
    const page = await api.listMessages(id, { around: offset }, 1).catch(() => undefined);
    const known = this.#keeper.conversation(id);
    if (known && page) {
      this.#keeper.know(page.people);
      this.#setRun(known, { answered: page.messages.filter((m) => m.offset === offset) }, {});
    }
    this.#loading.delete(busy);
  }

  /** Keeps messages that are not in the run up to date beside it. */
  holdBeside(id: string, messages: Message[]): void {
    const known = this.#keeper.conversation(id);
    if (known) this.#setRun(known, { answered: messages }, {});
  }
}

/** A snapshot replaces what is older; messages stay only when nothing lies between. */
export function installed(state: MessagingState, snapshot: Conversation): MessagingState {
  const known = state.conversations[snapshot.id];
  if (known && known.head > snapshot.head) return state;
  const contiguous = known?.loaded === true && known.head === snapshot.head;
  const messages = known?.messages ?? [];
  return withConversation(state, {
    ...snapshot,
    messages,
    answered: known?.answered ?? {},
    pinChange: (known?.pinChange ?? 0) + 1,
    loaded: contiguous,
    older: contiguous ? known.older : true,
    newer: known?.newer ?? false
  });
}
