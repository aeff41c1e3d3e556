import type { LocalText, PersonCard } from '$lib/gen/wasl/common_pb';
import {
  Conversation_Request,
  ConversationKind,
  type Conversation as WireConversation,
  type Message as WireMessage
} from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { toContent, type Content } from './content';
import { toTally, type Tally } from './polls/model';
import { toReaction, type Reaction } from './marks/reactions';
import { toNote, toStanding, type Note, type Standing } from './groups/model';

/** Plain values: they can be kept in IndexedDB and compared in tests. */
export interface Message {
  offset: number;
  authorId: string;
  clientId: string;
  text: string;
  sentAt: number;
  editedAt: number;
  deletedAt: number;
  content?: Content;
  reactions?: Reaction[];
  /** 0 or absent: not pinned. */
  pinnedAt?: number;
  deletedBy?: string;
  editCount?: number;
  /** Then nobody typed this. */
  note?: Note;
  /** Of its poll, and what the reader has chosen. */
  tally?: Tally;
  vote?: number[];
}

export interface Text {
  ar: string;
  fr: string;
  en: string;
}

export interface Person {
  id: string;
  name: string;
  organisationId: string;
  organisation: Text;
  /** The account is deleted: there is no name. */
  former?: true;
  /** A file. */
  picture?: string;
}

export interface Conversation extends Standing {
  id: string;
  kind: 'direct' | 'group' | 'organisation' | 'channel' | 'question';
  title: string;
  creatorId: string;
  createdAt: number;
  /** The last offset of the stream that was applied. */
  head: number;
  lastMessage: Message | null;
  readOffset: number;
  unread: number;
  /** How many of the unread ones name the reader, or everyone. */
  mentioned: number;
  memberCount: number;
  memberIds: string[];
  /** Grows with every change of who is in it, or as what. */
  membersVersion: number;
  /** A run of messages, by offset and without holes; `loaded` says that `older` and `newer` are known. */
  messages: Message[];
  loaded: boolean;
  older: boolean;
  /** The reader has jumped: newer messages exist that are not in the run. */
  newer: boolean;
  /** What messages of the run answer, as far as it is not in the run itself. */
  answered: Record<number, Message>;
  mayWrite: boolean;
  /** A stranger's first message waits for an answer: the reader's own, or one that the reader has to give. */
  request: 'none' | 'from-me' | 'to-answer';
  /** An event touched something that is not known here: the summary has to be asked again. */
  stale: boolean;
  pinnedCount: number;
  /** Grows with every change of what is pinned. */
  pinChange: number;
}

export interface MessagingState {
  me: string;
  personHead: number;
  conversations: Record<string, Conversation>;
  people: Record<string, Person>;
}

export const emptyState = (me: string): MessagingState => ({ me, personHead: 0, conversations: {}, people: {} });

export const unreadCap = 100;

export const isUnread = (c: Conversation): boolean => c.unread > 0 || c.markedUnread;
export const isMuted = (c: Conversation): boolean => c.mutedUntil < 0 || c.mutedUntil > Date.now();

const plainText = (text?: LocalText): Text => ({ ar: text?.ar ?? '', fr: text?.fr ?? '', en: text?.en ?? '' });

export const toPerson = (card: PersonCard): Person => ({
  id: card.id,
  name: card.name,
  organisationId: card.organisationId,
  organisation: plainText(card.organisationName),
  ...(card.former && { former: true }),
  ...(card.pictureId !== '0' && { picture: card.pictureId })
});

export function toMessage(message: WireMessage): Message {
  const content = toContent(message.content);
  return {
    offset: Number(message.offset),
    authorId: message.authorId,
    clientId: String(message.clientId),
    text: message.text,
    sentAt: Number(message.sentAtMs),
    editedAt: Number(message.editedAtMs),
    deletedAt: Number(message.deletedAtMs),
    ...(content && { content }),
    ...(message.content?.note && { note: toNote(message.content.note) }),
    ...(message.reactions.length > 0 && { reactions: message.reactions.map((r) => toReaction(r, false)) }),
    ...(message.pinnedAtMs && { pinnedAt: Number(message.pinnedAtMs) }),
    ...(message.deletedAtMs && { deletedBy: message.deletedById }),
    ...(message.tally && { tally: toTally(message.tally) }),
    ...(message.editCount && { editCount: message.editCount })
  };
}

/** With the emoji that the reader has put on it. */
export const withOwn = (message: Message, own: ReadonlySet<string> | undefined): Message =>
  own && message.reactions ? { ...message, reactions: message.reactions.map((r) => ({ ...r, mine: own.has(r.emoji) })) } : message;

export const withVote = (message: Message, vote: number[] | undefined): Message => (vote ? { ...message, vote } : message);

const requests = {
  [Conversation_Request.NONE]: 'none',
  [Conversation_Request.FROM_ME]: 'from-me',
  [Conversation_Request.TO_ANSWER]: 'to-answer'
} as const;
const kinds: Partial<Record<ConversationKind, Conversation['kind']>> = {
  [ConversationKind.CONVERSATION_DIRECT]: 'direct',
  [ConversationKind.CONVERSATION_ORGANISATION]: 'organisation',
  [ConversationKind.CONVERSATION_CHANNEL]: 'channel',
  [ConversationKind.CONVERSATION_QUESTION]: 'question'
};

export function toConversation(wire: WireConversation): Conversation {
  return {
    id: wire.id,
    kind: kinds[wire.kind] ?? 'group',
    title: wire.title,
    creatorId: wire.creatorId,
    createdAt: Number(wire.createdAtMs),
    head: Number(wire.head),
    lastMessage: wire.lastMessage ? toMessage(wire.lastMessage) : null,
    readOffset: Number(wire.readOffset),
    unread: wire.unreadCount,
    mentioned: wire.mentionCount,
    memberCount: wire.memberCount,
    memberIds: [...wire.memberIds],
    membersVersion: 0,
    ...toStanding(wire),
    messages: [],
    mayWrite: wire.mayWrite,
    request: requests[wire.request],
    loaded: false,
    older: true,
    newer: false,
    answered: {},
    stale: false,
    pinnedCount: wire.pinnedCount,
    pinChange: 0
  };
}
