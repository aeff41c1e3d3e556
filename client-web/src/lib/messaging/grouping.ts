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
  createdAt: number;
  state: OutgoingState;
}

const groupWithinMs = 5 * 60_000;

export const sameDay = (a: number, b: number) => new Date(a).toDateString() === new Date(b).toDateString();

/** Server messages by offset, then what waits to be sent; an outgoing message gives way to its own event. */
export function bubbles(messages: Message[], outgoing: Outgoing[], me: string, newAfter: number): Bubble[] {
  const arrived = new Set(messages.filter((m) => m.authorId === me).map((m) => m.clientId));
  const waiting = outgoing.filter((o) => !arrived.has(o.clientId));
  const list = [...messages.map((m) => received(m, me)), ...waiting.map((o) => pending(o, me))];
  const firstNew = newAfter < 0 ? undefined : list.find((b) => !b.own && b.message.offset > newAfter);
  for (const [i, bubble] of list.entries()) {
    const previous = list[i - 1];
    bubble.newSince = bubble === firstNew;
    bubble.newDay = !previous || !sameDay(previous.message.sentAt, bubble.message.sentAt);
    bubble.first = bubble.newSince || bubble.newDay || !previous || !together(previous.message, bubble.message);
    if (previous) previous.last = bubble.first;
  }
  const end = list.at(-1);
  if (end) end.last = true;
  return list;
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
    deletedAt: 0
  },
  own: true,
  state: outgoing.state,
  first: false,
  last: false,
  newDay: false,
  newSince: false
});
