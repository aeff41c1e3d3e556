import { create, toBinary } from '@bufbuild/protobuf';
import { LocalTextSchema, PersonCardSchema, type PersonCard } from '../src/lib/gen/wasl/common_pb';
import { EventSchema, StreamKind, type Event } from '../src/lib/gen/wasl/envelope_pb';
import {
  ConversationAddedSchema,
  ConversationCreatedSchema,
  ConversationKind,
  ConversationSchema,
  EventType,
  MessageDeletedSchema,
  MessageEditedSchema,
  MessageSchema,
  ReadMarkerMovedSchema,
  type Conversation,
  type Message
} from '../src/lib/gen/wasl/messaging/v1/messaging_pb';

export interface FakePerson {
  id: string;
  name: string;
  email: string;
  language: number;
  organisationId: string;
}

export interface FakeOrganisation {
  id: string;
  kind: number;
  ar: string;
  fr: string;
  region: string;
  localityAr: string;
  localityFr: string;
  sectors: string[];
  verified: boolean;
}

export interface FakeConversation {
  id: string;
  kind: ConversationKind;
  title: string;
  creatorId: string;
  createdAt: number;
  members: string[];
  messages: Message[];
  read: Map<string, number>;
}

const streamId = (kind: StreamKind, key: string) => `${kind}:${key}`;

/** The state of a server, in memory, with the rules of the real one that clients depend on. For development and tests only. */
export class World {
  people = new Map<string, FakePerson>();
  organisations = new Map<string, FakeOrganisation>();
  conversations = new Map<string, FakeConversation>();
  streams = new Map<string, Event[]>();
  listeners = new Set<(event: Event) => void>();
  now: () => number = () => Date.now();
  #nextId = 100n;

  newId = () => String((this.#nextId += 1n));

  events(kind: StreamKind, key: string): Event[] {
    const id = streamId(kind, key);
    const list = this.streams.get(id) ?? [];
    this.streams.set(id, list);
    return list;
  }

  head = (kind: StreamKind, key: string) => this.events(kind, key).length;

  append(kind: StreamKind, key: string, type: number, body: Uint8Array): number {
    const list = this.events(kind, key);
    const event = create(EventSchema, { stream: { kind, key }, offset: BigInt(list.length + 1), type, body });
    list.push(event);
    for (const listener of this.listeners) listener(event);
    return list.length;
  }

  card(id: string): PersonCard {
    const person = this.people.get(id);
    const organisation = this.organisations.get(person?.organisationId ?? '');
    return create(PersonCardSchema, {
      id,
      name: person?.name ?? '',
      organisationId: organisation?.id ?? '0',
      organisationName: create(LocalTextSchema, { ar: organisation?.ar ?? '', fr: organisation?.fr ?? '' })
    });
  }

  found(kind: ConversationKind, title: string, creatorId: string, others: string[], at = this.now()): FakeConversation {
    const id = this.newId();
    const members = [creatorId, ...others];
    const made: FakeConversation = { id, kind, title, creatorId, createdAt: at, members, messages: [], read: new Map() };
    this.conversations.set(id, made);
    const body = toBinary(ConversationCreatedSchema, create(ConversationCreatedSchema, { creatorId, title, createdAtMs: BigInt(at) }));
    this.append(StreamKind.STREAM_CONVERSATION, id, EventType.EVENT_CONVERSATION_CREATED, body);
    const added = toBinary(ConversationAddedSchema, create(ConversationAddedSchema, { conversationId: id }));
    for (const member of members) this.append(StreamKind.STREAM_PERSON, member, EventType.EVENT_CONVERSATION_ADDED, added);
    return made;
  }

  direct(a: string, b: string): FakeConversation {
    const known = [...this.conversations.values()].find(
      (c) => c.kind === ConversationKind.CONVERSATION_DIRECT && c.members.includes(a) && c.members.includes(b)
    );
    return known ?? this.found(ConversationKind.CONVERSATION_DIRECT, '', a, [b]);
  }

  /** A repeated client_id returns the first answer. */
  say(conversation: FakeConversation, authorId: string, clientId: bigint, text: string, at = this.now()): Message {
    const known = conversation.messages.find((m) => m.authorId === authorId && m.clientId === clientId);
    if (known) return known;
    const offset = BigInt(this.head(StreamKind.STREAM_CONVERSATION, conversation.id) + 1);
    const message = create(MessageSchema, { offset, authorId, clientId, text, sentAtMs: BigInt(at) });
    conversation.messages.push(message);
    this.append(StreamKind.STREAM_CONVERSATION, conversation.id, EventType.EVENT_MESSAGE_SENT, toBinary(MessageSchema, message));
    return message;
  }

  edit(conversation: FakeConversation, message: Message, text: string): void {
    if (message.text === text || message.deletedAtMs) return;
    message.text = text;
    message.editedAtMs = BigInt(this.now());
    message.editCount += 1;
    const { offset, editedAtMs, editCount } = message;
    const event = create(MessageEditedSchema, { offset, text, editedAtMs, editCount });
    this.append(StreamKind.STREAM_CONVERSATION, conversation.id, EventType.EVENT_MESSAGE_EDITED, toBinary(MessageEditedSchema, event));
  }

  remove(conversation: FakeConversation, message: Message): void {
    if (message.deletedAtMs) return;
    message.text = '';
    message.deletedAtMs = BigInt(this.now());
    message.deletedById = message.authorId;
    const { offset, deletedAtMs, deletedById } = message;
    const event = create(MessageDeletedSchema, { offset, deletedAtMs, deletedById });
    this.append(StreamKind.STREAM_CONVERSATION, conversation.id, EventType.EVENT_MESSAGE_DELETED, toBinary(MessageDeletedSchema, event));
  }

  markRead(conversation: FakeConversation, personId: string, offset: number): number {
    const before = conversation.read.get(personId) ?? 0;
    if (offset <= before) return before;
    conversation.read.set(personId, offset);
    const event = create(ReadMarkerMovedSchema, { conversationId: conversation.id, readOffset: BigInt(offset) });
    this.append(StreamKind.STREAM_PERSON, personId, EventType.EVENT_READ_MARKER_MOVED, toBinary(ReadMarkerMovedSchema, event));
    return offset;
  }

  snapshot(conversation: FakeConversation, viewer: string): Conversation {
    const read = conversation.read.get(viewer) ?? 0;
    const unread = conversation.messages.filter((m) => m.authorId !== viewer && !m.deletedAtMs && Number(m.offset) > read);
    return create(ConversationSchema, {
      id: conversation.id,
      kind: conversation.kind,
      title: conversation.title,
      creatorId: conversation.creatorId,
      createdAtMs: BigInt(conversation.createdAt),
      head: BigInt(this.head(StreamKind.STREAM_CONVERSATION, conversation.id)),
      lastMessage: conversation.messages.at(-1),
      readOffset: BigInt(read),
      unreadCount: Math.min(100, unread.length),
      memberCount: conversation.members.length,
      mayWrite: true,
      memberIds: conversation.members.slice(0, 8)
    });
  }

  of(viewer: string): FakeConversation[] {
    const activity = (c: FakeConversation) => Number(c.messages.at(-1)?.sentAtMs ?? c.createdAt);
    return [...this.conversations.values()].filter((c) => c.members.includes(viewer)).sort((a, b) => activity(b) - activity(a));
  }
}
