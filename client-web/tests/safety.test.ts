import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { create, toBinary } from '@bufbuild/protobuf';
import { Code, EventSchema, StreamKind } from '$lib/gen/wasl/envelope_pb';
import { ConversationKind, ConversationSchema, Conversation_Request, EventType } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { RightsChangedSchema } from '$lib/gen/wasl/messaging/v1/safety_pb';
import { decodeEvent } from '$lib/messaging/decode';
import { apply, type ConversationEvent } from '$lib/messaging/events';
import { emptyState, toConversation, type Conversation, type Message } from '$lib/messaging/model';
import { Outbox } from '$lib/messaging/outbox';
import { MemoryStore } from '$lib/storage/store';
import { WireError } from '$lib/wire/status';

const me = '1';
const wire = (request: Conversation_Request, mayWrite: boolean) =>
  toConversation(create(ConversationSchema, { id: '7', kind: ConversationKind.CONVERSATION_DIRECT, head: 1n, memberCount: 2, memberIds: ['1', '2'], request, mayWrite }));

const message = (offset: number, authorId: string): Message => ({
  offset, authorId, clientId: String(offset), text: 'سلام', sentAt: offset, editedAt: 0, deletedAt: 0
});

/** Applies one event, twice. */
function after(before: Conversation, event: ConversationEvent): Conversation {
  const incoming = { stream: 'conversation' as const, conversationId: before.id, offset: before.head + 1, event };
  const state = apply({ ...emptyState(me), conversations: { [before.id]: before } }, incoming);
  expect(apply(state, incoming)).toBe(state);
  return state.conversations[before.id] as Conversation;
}

describe('a request', () => {
  it('is one message: then the stranger waits', () => {
    const asked = wire(Conversation_Request.FROM_ME, true);
    expect(asked).toMatchObject({ request: 'from-me', mayWrite: true });
    expect(after(asked, { type: 'sent', message: message(2, me) }).mayWrite).toBe(false);
  });

  it('of somebody else, or of acquaintances, takes no right away', () => {
    expect(after(wire(Conversation_Request.NONE, true), { type: 'sent', message: message(2, me) }).mayWrite).toBe(true);
    expect(after(wire(Conversation_Request.FROM_ME, true), { type: 'sent', message: message(2, '2') }).mayWrite).toBe(true);
    expect(wire(Conversation_Request.TO_ANSWER, false)).toMatchObject({ request: 'to-answer', mayWrite: false });
  });

  it('or a block that changes makes the conversation ask again', () => {
    const stream = { kind: StreamKind.STREAM_CONVERSATION, key: '7' };
    const body = toBinary(RightsChangedSchema, create(RightsChangedSchema));
    const event = create(EventSchema, { stream, offset: 2n, type: EventType.EVENT_RIGHTS_CHANGED, body });
    const decoded = decodeEvent(stream, event);
    expect(decoded).toMatchObject({ offset: 2, event: { type: 'rights-changed' } });
    expect(after(wire(Conversation_Request.NONE, true), { type: 'rights-changed' }).stale).toBe(true);
  });
});

describe('patience', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('asked for by the server is told once for what waits, and what waits leaves by itself', async () => {
    const slowed: number[] = [];
    let refuse = true;
    const sent: string[] = [];
    const outbox = new Outbox({
      store: new MemoryStore(),
      ready: () => true,
      send: async ({ text }) => {
        if (refuse) throw new WireError(Code.RESOURCE_EXHAUSTED, 'rate_limited', '', '', 4000);
        sent.push(text);
      },
      exclusive: (run) => run(),
      changed: () => undefined,
      sent: () => undefined,
      slowed: (until) => slowed.push(until)
    });
    await outbox.add('7', 'a');
    await outbox.add('7', 'b');
    await vi.advanceTimersByTimeAsync(0);
    expect(slowed.length).toBeGreaterThan(0);
    expect(slowed.every((until) => until >= Date.now() + 4000)).toBe(true);
    refuse = false;
    await vi.advanceTimersByTimeAsync((slowed.at(-1) ?? 0) - Date.now() - 1);
    expect(sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sent).toEqual(['a', 'b']);
    outbox.close();
  });

  it('is not what a lost line asks for', async () => {
    const slowed: number[] = [];
    const outbox = new Outbox({
      store: new MemoryStore(),
      ready: () => true,
      send: async () => Promise.reject(new WireError(Code.UNAVAILABLE, 'busy', '', '', 4000)),
      exclusive: (run) => run(),
      changed: () => undefined,
      sent: () => undefined,
      slowed: (until) => slowed.push(until)
    });
    await outbox.add('7', 'a');
    await vi.advanceTimersByTimeAsync(0);
    expect(slowed).toEqual([]);
    outbox.close();
  });
});
