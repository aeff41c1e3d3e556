import type { Content } from './content';
import { firstAbove } from './history/search';
import type { Message } from './model';

export type OutgoingState = 'sending' | 'failed' | 'sent';

/** A bubble: a message of the server, or one that waits in the outbox. */
export interface Bubble {
  key: string;
  message: Message;
  own: boolean;
  state: OutgoingState | 'received';
  first: boolean;
  last: boolean;
  /** Starts a new day, or the messages that are new since the conversation was opened. */
  newDay: boolean;
  newSince: boolean;
}

export interface Outgoing {
  clientId: string;
  text: string;
  content?: Content;
  createdAt: number;
  state: OutgoingState;
}

const groupWithinMs = 5 * 60_000;

export const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** What of the outbox the server's messages do not show yet. */
export function waitingOf(messages: Message[], outgoing: Outgoing[], me: string): Outgoing[] {
  if (outgoing.length === 0) return outgoing;
  const arrived = new Set(messages.filter((m) => m.authorId === me).map((m) => m.clientId));
  return outgoing.filter((o) => !arrived.has(o.clientId));
}

/**
 * Server messages by offset, then what waits to be sent. Only the rows from `from` up to `to` are made: the cost is theirs,
 * not the conversation's.
 */
export function bubbles(messages: Message[], waiting: Outgoing[], me: string, newAfter: number, from = 0, to = Infinity): Bubble[] {
  const rowAt = (i: number) => {
    const message = messages[i];
    if (message) return received(message, me);
    const outgoing = waiting[i - messages.length];
    return outgoing && pending(outgoing, me);
  };
  const firstNew = newAfter < 0 ? -1 : firstOfOthers(messages, me, newAfter);
  const list: Bubble[] = [];
  let previous = rowAt(from - 1);
  for (let i = from; i <= Math.min(to, messages.length + waiting.length); i++) {
    const bubble = rowAt(i);
    if (bubble) begin(bubble, previous, i === firstNew);
    if (previous) previous.last = bubble?.first ?? true;
    if (bubble && i < to) list.push(bubble);
    previous = bubble;
  }
  return list;
}

function begin(bubble: Bubble, previous: Bubble | undefined, isFirstNew: boolean): void {
  bubble.newSince = isFirstNew;
  bubble.newDay = !previous || !sameDay(previous.message.sentAt, bubble.message.sentAt);
  bubble.first = bubble.newSince || bubble.newDay || !previous || !together(previous.message, bubble.message);
}

function firstOfOthers(messages: Message[], me: string, newAfter: number): number {
  const above = firstAbove(messages, newAfter);
  const beyond = messages.slice(above).findIndex((m) => m.authorId !== me);
  return beyond < 0 ? -1 : above + beyond;
}

const together = (a: Message, b: Message) =>
  a.authorId === b.authorId && Math.abs(b.sentAt - a.sentAt) < groupWithinMs && sameDay(a.sentAt, b.sentAt);

const received = (message: Message, me: string): Bubble => ({
  key: message.authorId === me ? `c${message.clientId}` : `o${message.offset}`,
  message,
  own: message.authorId === me,
  state: message.authorId === me ? 'sent' : 'received',
  first: false,
  last: false,
  newDay: false,
  newSince: false
});

const pending = (outgoing: Outgoing, me: string): Bubble => ({
  key: `c${outgoing.clientId}`,
  message: {
    offset: 0,
    authorId: me,
    clientId: outgoing.clientId,
    text: outgoing.text,
    sentAt: outgoing.createdAt,
    editedAt: 0,
    deletedAt: 0,
    ...(outgoing.content && { content: outgoing.content })
  },
  own: true,
  state: outgoing.state,
  first: false,
  last: false,
  newDay: false,
  newSince: false
});
