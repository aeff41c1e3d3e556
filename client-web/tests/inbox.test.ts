import { create, toBinary } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { EventSchema, StreamKind, type Event } from '$lib/gen/wasl/envelope_pb';
import { InboxChangedSchema, InboxEventType, InboxStateSchema } from '$lib/gen/wasl/messaging/v1/inbox_pb';
import { ConversationKind, ConversationSchema, MessageSchema, MessageContentSchema } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { decodeEvent, readyToDecode } from '$lib/messaging/decode';
import { apply } from '$lib/messaging/events';
import { signature, toState } from '$lib/messaging/inbox/model';
import { emptyState, toConversation, toMessage, type Conversation } from '$lib/messaging/model';
import { mayPin } from '$lib/messaging/rights';

const me = '1';
const id = '9';

const conversation = (inName: boolean): Conversation =>
  toConversation(create(ConversationSchema, { id, kind: ConversationKind.CONVERSATION_ORGANISATION, creatorId: '2', organisationId: '7', inName, head: 3n, mayWrite: true }));

const changed = (offset: number): Event =>
  create(EventSchema, {
    stream: { kind: StreamKind.STREAM_CONVERSATION, key: id },
    offset: BigInt(offset),
    type: InboxEventType.EVENT_INBOX_CHANGED,
    body: toBinary(InboxChangedSchema, create(InboxChangedSchema))
  });

describe('the inbox of an organisation', () => {
  beforeAll(readyToDecode);

  it('moves with every event, and changes nothing else', () => {
    const before = { ...emptyState(me), conversations: { [id]: conversation(true) } };
    const decoded = decodeEvent({ kind: StreamKind.STREAM_CONVERSATION, key: id }, changed(4));
    const once = apply(before, decoded);
    expect(once.conversations[id]).toMatchObject({ head: 4, unread: 0, lastMessage: null });
    expect(apply(once, decoded)).toBe(once);
    const twice = apply(once, decodeEvent({ kind: StreamKind.STREAM_CONVERSATION, key: id }, changed(5)));
    expect(signature(Object.values(twice.conversations))).not.toBe(signature(Object.values(once.conversations)));
  });

  it('is of no interest to the person outside', () => {
    expect(signature([conversation(false)])).toBe(0);
    expect(signature([conversation(true)])).toBeGreaterThan(0);
    expect(mayPin(conversation(false))).toBe(false);
    expect(mayPin(conversation(true))).toBe(true);
  });

  it('keeps in whose name a message was written', () => {
    const message = toMessage(create(MessageSchema, { offset: 2n, authorId: '3', content: create(MessageContentSchema, { organisationId: '7' }) }));
    expect(message.content?.organisationId).toBe('7');
    expect(toMessage(create(MessageSchema, { offset: 3n, authorId: '3', content: create(MessageContentSchema) })).content?.organisationId).toBeUndefined();
  });

  it('has nobody in charge until somebody takes it on', () => {
    expect(toState(create(InboxStateSchema, { waiting: true }))).toEqual({ waiting: true, doneOffset: 0, assigneeId: '' });
    expect(toState(create(InboxStateSchema, { assigneeId: '5', doneOffset: 4n }))).toEqual({ waiting: false, doneOffset: 4, assigneeId: '5' });
  });
});
