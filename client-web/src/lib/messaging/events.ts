import { applyToGroup, withFormer, withoutConversation, type GroupEvent, type MembershipEvent } from './groups/events';
import { withReaction, type Reaction } from './marks/reactions';
import type { Tally } from './polls/model';
import type { Named } from './text/markdown';
import { type Conversation, type Message, type MessagingState, unreadCap } from './model';

/** What the two streams announce, decoded. Live, replayed and own events all pass through `apply`. */
export type ConversationEvent =
  | { type: 'created'; creatorId: string; title: string; createdAt: number }
  | { type: 'sent'; message: Message }
  | { type: 'edited'; offset: number; text: string; editedAt: number; editCount: number; mentions: Named[] }
  | { type: 'deleted'; offset: number; deletedAt: number; deletedBy: string; pinnedCount?: number }
  | { type: 'reacted'; offset: number; personId: string; removed: boolean; reaction: Reaction }
  | { type: 'voted'; offset: number; tally: Tally; voterId: string; options: number[] }
  | { type: 'pinned'; offset: number; pinnedAt: number; pinnedCount: number }
  | { type: 'rights-changed' }
  | GroupEvent
  | { type: 'unknown' };

export type PersonEvent =
  | { type: 'conversation-added'; conversationId: string }
  | { type: 'read-marker-moved'; conversationId: string; readOffset: number }
  | MembershipEvent
  | { type: 'unknown' };

export type MessagingEvent =
  | { stream: 'conversation'; conversationId: string; offset: number; event: ConversationEvent }
  | { stream: 'person'; offset: number; event: PersonEvent };

/** Pure. An event that was applied before changes nothing. */
export function apply(state: MessagingState, incoming: MessagingEvent): MessagingState {
  if (incoming.stream === 'person') return applyToPerson(state, incoming.offset, incoming.event);
  const before = state.conversations[incoming.conversationId];
  if (!before || incoming.offset <= before.head) return state;
  const { event } = incoming;
  const next = event.type === 'person-deleted' ? withFormer(state, event.personId) : state;
  return withConversation(next, { ...applyToConversation(before, event, state.me), head: incoming.offset });
}

export const withConversation = (state: MessagingState, conversation: Conversation): MessagingState => ({
  ...state,
  conversations: { ...state.conversations, [conversation.id]: conversation }
});

function applyToPerson(state: MessagingState, offset: number, event: PersonEvent): MessagingState {
  if (offset <= state.personHead) return state;
  const next = { ...state, personHead: offset };
  if (event.type === 'conversation-removed') return withoutConversation(next, event.conversationId);
  if (!('conversationId' in event)) return next;
  const conversation = next.conversations[event.conversationId];
  if (!conversation) return next;
  if (event.type === 'settings-changed') return withConversation(next, { ...conversation, ...event.settings });
  if (event.type === 'requests-changed') return withConversation(next, { ...conversation, requestCount: event.count });
  return event.type === 'read-marker-moved' ? withConversation(next, moveMarker(conversation, event.readOffset, state.me)) : next;
}

function applyToConversation(before: Conversation, event: ConversationEvent, me: string): Conversation {
  switch (event.type) {
    case 'created':
      return { ...before, creatorId: event.creatorId, title: event.title, createdAt: event.createdAt };
    case 'sent':
      return receive(before, event.message, me);
    case 'edited':
      return renamed(before, change(before, event.offset, (m) => edited(m, event)), event, me);
    case 'deleted':
      return pinned(remove(before, event, me), event.pinnedCount);
    case 'reacted':
      return change(before, event.offset, (m) => reacted(m, event, me));
    case 'voted':
      return change(before, event.offset, (m) => voted(m, event, me));
    case 'pinned':
      return pinned(change(before, event.offset, (m) => withPin(m, event.pinnedAt)), event.pinnedCount);
    case 'rights-changed':
      return { ...before, stale: true };
    case 'group-changed':
    case 'members-changed':
      return applyToGroup(before, event, me);
    case 'person-deleted':
    case 'unknown':
      return before;
  }
}

type EventOf<T extends ConversationEvent['type']> = Extract<ConversationEvent, { type: T }>;

function edited(message: Message, { text, editedAt, editCount, mentions }: EventOf<'edited'>): Message {
  if (message.deletedAt || editedAt < message.editedAt) return message;
  const { content, ...rest } = message;
  const { mentions: _before, ...others } = content ?? {};
  const now = mentions.length > 0 ? { ...others, mentions } : others;
  return { ...rest, ...(Object.keys(now).length > 0 && { content: now }), text, editedAt, editCount };
}

/** An edit may name the reader, or no longer. */
function renamed(before: Conversation, after: Conversation, { offset, mentions }: EventOf<'edited'>, me: string): Conversation {
  if (offset <= before.readOffset) return after;
  const was = find(before, offset);
  if (!was) return mentions.length > 0 || before.mentioned > 0 ? { ...after, stale: true } : after;
  const now = find(after, offset) ?? was;
  const change = Number(namesUnread(now, before.readOffset, me)) - Number(namesUnread(was, before.readOffset, me));
  return { ...after, mentioned: Math.max(0, before.mentioned + change) };
}

function reacted(message: Message, { personId, removed, reaction }: EventOf<'reacted'>, me: string): Message {
  if (message.deletedAt) return message;
  const { reactions: before = [], ...rest } = message;
  const mine = personId === me ? !removed : (before.find((r) => r.emoji === reaction.emoji)?.mine ?? false);
  const reactions = withReaction(before, { ...reaction, mine });
  return reactions.length > 0 ? { ...rest, reactions } : rest;
}

function voted(message: Message, { tally, voterId, options }: EventOf<'voted'>, me: string): Message {
  if (message.deletedAt) return message;
  return { ...message, tally, ...(voterId === me && { vote: options }) };
}

function withPin(message: Message, pinnedAt: number): Message {
  const { pinnedAt: _before, ...rest } = message;
  return message.deletedAt || !pinnedAt ? rest : { ...rest, pinnedAt };
}

const pinned = (conversation: Conversation, count: number | undefined): Conversation =>
  count === undefined ? conversation : { ...conversation, pinnedCount: count, pinChange: conversation.pinChange + 1 };

const countsAsUnread = (message: Message, readOffset: number, me: string) =>
  message.authorId !== me && !message.deletedAt && !message.note && message.offset > readOffset;

const namesUnread = (message: Message, readOffset: number, me: string) =>
  countsAsUnread(message, readOffset, me) && (message.content?.mentions ?? []).some((x) => x.personId === me || x.personId === '0');

function receive(before: Conversation, message: Message, me: string): Conversation {
  const isNew = countsAsUnread(message, before.readOffset, me);
  return {
    ...before,
    messages: before.newer ? before.messages : merge(before.messages, [message]),
    lastMessage: newest(before.lastMessage, message),
    unread: Math.min(unreadCap, before.unread + (isNew ? 1 : 0)),
    mentioned: before.mentioned + (namesUnread(message, before.readOffset, me) ? 1 : 0),
    // A stranger's request is one message: then it waits for an answer.
    mayWrite: before.mayWrite && !(before.request === 'from-me' && message.authorId === me)
  };
}

function change(before: Conversation, offset: number, how: (message: Message) => Message): Conversation {
  const { lastMessage } = before;
  const answered = before.answered[offset];
  return {
    ...before,
    answered: answered ? { ...before.answered, [offset]: how(answered) } : before.answered,
    messages: before.messages.map((m) => (m.offset === offset ? how(m) : m)),
    lastMessage: lastMessage?.offset === offset ? how(lastMessage) : lastMessage
  };
}

function remove(before: Conversation, { offset, deletedAt, deletedBy }: EventOf<'deleted'>, me: string): Conversation {
  const known = find(before, offset);
  const after = change(before, offset, (m) => emptied(m, deletedAt, deletedBy));
  if (offset <= before.readOffset) return after;
  const ahead = known !== undefined && known.deletedAt > 0 && known.authorId !== me; // a page told it first: counted or not?
  if (!known || ahead || before.unread >= unreadCap) return { ...after, stale: true };
  if (!countsAsUnread(known, before.readOffset, me)) return after;
  const mentioned = before.mentioned - Number(namesUnread(known, before.readOffset, me));
  return { ...after, unread: Math.max(0, before.unread - 1), mentioned: Math.max(0, mentioned) };
}

const emptied = ({ content: _c, reactions: _r, pinnedAt: _p, tally: _t, vote: _v, ...message }: Message, deletedAt: number, deletedBy: string): Message => ({
  ...message,
  text: '',
  deletedAt: message.deletedAt || deletedAt,
  deletedBy: message.deletedBy || deletedBy
});

const find = (conversation: Conversation, offset: number) =>
  conversation.messages.find((m) => m.offset === offset) ??
  (conversation.lastMessage?.offset === offset ? conversation.lastMessage : undefined);

/** A message that is in the run, or answered by one of it. */
export const known = (conversation: Conversation, offset: number) => find(conversation, offset) ?? conversation.answered[offset];

/** Monotonic: a lower marker is ignored. */
export function moveMarker(before: Conversation, readOffset: number, me: string): Conversation {
  if (readOffset <= before.readOffset) return before;
  const after = { ...before, readOffset };
  if (readOffset >= (before.lastMessage?.offset ?? 0)) return { ...after, unread: 0, mentioned: 0 };
  if (!coversAbove(before, readOffset)) return { ...after, stale: true };
  const unread = before.messages.filter((m) => countsAsUnread(m, readOffset, me)).length;
  const mentioned = before.messages.filter((m) => namesUnread(m, readOffset, me)).length;
  return { ...after, unread: Math.min(unreadCap, unread), mentioned };
}

function coversAbove(conversation: Conversation, offset: number): boolean {
  const first = conversation.messages[0];
  return conversation.loaded && !conversation.newer && (!conversation.older || (first !== undefined && first.offset <= offset + 1));
}

const newest = (a: Message | null, b: Message) => (a && a.offset > b.offset ? a : a?.offset === b.offset ? fresher(a, b) : b);

/** Of two versions of one message, the later: deletion is final, edits are ordered by their time. */
const fresher = (a: Message, b: Message) => {
  if (a.deletedAt || b.deletedAt) return a.deletedAt ? a : b;
  return a.editedAt > b.editedAt ? a : b;
};

/** By offset, each once, in the later of its versions. */
export function merge(known: Message[], incoming: Message[]): Message[] {
  const last = known.at(-1);
  const [only] = incoming;
  if (incoming.length === 1 && only && (!last || only.offset > last.offset)) return [...known, only];
  const [first] = known;
  if (first && incoming.every((m, i) => m.offset < (incoming[i + 1] ?? first).offset)) return [...incoming, ...known];
  const byOffset = new Map(known.map((m) => [m.offset, m]));
  for (const message of incoming) {
    const other = byOffset.get(message.offset);
    byOffset.set(message.offset, other ? fresher(other, message) : message);
  }
  return [...byOffset.values()].sort((a, b) => a.offset - b.offset);
}
