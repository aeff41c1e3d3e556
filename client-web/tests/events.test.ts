import { describe, expect, it } from 'vitest';
import { StreamKind, type Event } from '$lib/gen/wasl/envelope_pb';
import { ConversationKind } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { decodeEvent } from '$lib/messaging/decode';
import { apply, merge, moveMarker } from '$lib/messaging/events';
import { emptyState, toConversation, toMessage, type Conversation, type MessagingState } from '$lib/messaging/model';
import { World, type FakeConversation } from '../testing/world';

const me = '1';

function random(seed: number) {
  let x = seed;
  return (below: number) => {
    x = (x * 1103515245 + 12345) % 2147483648;
    return Math.floor((x / 2147483648) * below);
  };
}

const fresh = (world: World, c: FakeConversation, loaded = true): Conversation => ({
  ...toConversation(world.snapshot(c, me)),
  messages: loaded ? c.messages.map(toMessage) : [],
  loaded,
  older: false
});

const stateOf = (world: World, c: FakeConversation, loaded = true): MessagingState => ({
  ...emptyState(me),
  personHead: world.head(StreamKind.STREAM_PERSON, me),
  conversations: { [c.id]: fresh(world, c, loaded) }
});

const decode = (event: Event) => decodeEvent({ kind: event.stream?.kind ?? 0, key: event.stream?.key ?? '' }, event);

function play(world: World, c: FakeConversation, next: (below: number) => number, client: bigint): void {
  const author = ['1', '2', '3'][next(3)] as string;
  const target = c.messages[next(c.messages.length)];
  const act = next(5);
  if (act < 2 || !target) world.say(c, author, client, `رسالة ${client}`);
  else if (act === 2) world.edit(c, target, `edit ${client}`);
  else if (act === 3) world.remove(c, target);
  else world.markRead(c, me, next(world.head(StreamKind.STREAM_CONVERSATION, c.id) + 1));
}

function newWorld() {
  const world = new World();
  let clock = 1000;
  world.now = () => (clock += 1);
  const conversation = world.found(ConversationKind.CONVERSATION_GROUP, 'ورشة', '2', ['1', '3']);
  return { world, conversation };
}

describe('the reducer', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('old state and events give the fresh state (seed %i)', (seed) => {
    const { world, conversation } = newWorld();
    const next = random(seed);
    for (let i = 1; i <= 30; i++) play(world, conversation, next, BigInt(i));
    let state = stateOf(world, conversation);
    const mine = (e: Event) => e.stream?.key === conversation.id || (e.stream?.kind === StreamKind.STREAM_PERSON && e.stream.key === me);
    const delivered: Event[] = [];
    world.listeners.add((event) => {
      if (!mine(event)) return;
      state = apply(state, decode(event));
      delivered.push(event);
      expect(apply(state, decode(event))).toBe(state);
    });
    for (let i = 31; i <= 150; i++) play(world, conversation, next, BigInt(i));
    const expected = stateOf(world, conversation);
    const known = state.conversations[conversation.id] as Conversation;
    expect(known.stale || known.unread === expected.conversations[conversation.id]?.unread).toBe(true);
    expect({ ...known, stale: false, unread: 0 }).toEqual({ ...expected.conversations[conversation.id], unread: 0 });
    expect(state.personHead).toBe(expected.personHead);
    for (const event of delivered) state = apply(state, decode(event));
    expect(state.conversations[conversation.id]).toBe(known);
  });

  it('a page that is newer than the events it meets stays as it is, and the counter is asked again', () => {
    const { world, conversation } = newWorld();
    const m = world.say(conversation, '2', 1n, 'a');
    const before = stateOf(world, conversation);
    const events: Event[] = [];
    world.listeners.add((e) => events.push(e));
    world.edit(conversation, m, 'b');
    world.edit(conversation, m, 'c');
    world.say(conversation, '3', 2n, 'd');
    world.remove(conversation, m);
    const known = before.conversations[conversation.id] as Conversation;
    let state: MessagingState = { ...before, conversations: { [conversation.id]: { ...known, messages: conversation.messages.map(toMessage) } } };
    for (const event of events) state = apply(state, decode(event));
    const after = state.conversations[conversation.id] as Conversation;
    expect(after.stale).toBe(true);
    expect({ ...after, stale: false, unread: 1 }).toEqual(fresh(world, conversation));
  });

  it('counts others’ messages above the marker, once, and only up to the cap', () => {
    const { world, conversation } = newWorld();
    let state = stateOf(world, conversation, false);
    world.listeners.add((e) => e.stream?.key === conversation.id && (state = apply(state, decode(e))));
    for (let i = 1n; i <= 120n; i++) world.say(conversation, i % 2n ? '2' : '1', i, 'x');
    expect(state.conversations[conversation.id]?.unread).toBe(60);
    for (let i = 121n; i <= 300n; i++) world.say(conversation, '2', i, 'x');
    expect(state.conversations[conversation.id]?.unread).toBe(100);
  });

  it('the marker never goes back, and clears the counter at the newest message', () => {
    const { world, conversation } = newWorld();
    for (let i = 1n; i <= 4n; i++) world.say(conversation, '2', i, 'x');
    const known = fresh(world, conversation);
    const halfway = moveMarker(known, 3, me);
    expect(halfway).toMatchObject({ readOffset: 3, unread: 2 });
    expect(moveMarker(halfway, 2, me)).toBe(halfway);
    expect(moveMarker(halfway, 5, me).unread).toBe(0);
    expect(moveMarker({ ...known, loaded: false, messages: [] }, 3, me).stale).toBe(true);
  });

  it('asks again when a deletion touches what is not known', () => {
    const { world, conversation } = newWorld();
    const old = world.say(conversation, '2', 1n, 'x');
    world.say(conversation, '2', 2n, 'y');
    let state = stateOf(world, conversation, false);
    world.listeners.add((e) => (state = apply(state, decode(e))));
    world.remove(conversation, old);
    expect(state.conversations[conversation.id]?.stale).toBe(true);
  });

  it('keeps the state for streams and types it does not know', () => {
    const state = emptyState(me);
    expect(apply(state, { stream: 'conversation', conversationId: '9', offset: 1, event: { type: 'unknown' } })).toBe(state);
    const after = apply(state, { stream: 'person', offset: 1, event: { type: 'unknown' } });
    expect(after).toEqual({ ...state, personHead: 1 });
  });

  it('merges pages by offset, each message once', () => {
    const m = (offset: number, text: string, editedAt = 0) => ({ offset, authorId: '2', clientId: '1', text, sentAt: 0, editedAt, deletedAt: 0 });
    expect(merge([m(5, 'a', 2), m(9, 'b')], [m(2, 'c'), m(5, 'old', 1)]).map((x) => x.text)).toEqual(['c', 'a', 'b']);
  });
});
