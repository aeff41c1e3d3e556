import { describe, expect, it } from 'vitest';
import { plainStanding } from '$lib/messaging/groups/model';
import { apply, known, moveMarker, type ConversationEvent } from '$lib/messaging/events';
import { chosen, isClosed, share } from '$lib/messaging/polls/model';
import { emptyState, type Conversation, type Message } from '$lib/messaging/model';

const message = (offset: number, more: Partial<Message> = {}): Message => ({
  offset, authorId: '2', clientId: String(offset), text: `m${offset}`, sentAt: offset, editedAt: 0, deletedAt: 0, ...more
});

const conversation = (more: Partial<Conversation> = {}): Conversation => ({
  id: '7', kind: 'group', title: '', creatorId: '2', createdAt: 0, head: 10, lastMessage: message(10), readOffset: 10, unread: 0, mentioned: 0,
  memberCount: 2, memberIds: ['1', '2'], messages: [message(9), message(10)], loaded: true, older: true, newer: false, answered: {}, stale: false,
  pinnedCount: 0, pinChange: 0, mayWrite: true, request: 'none', membersVersion: 0, ...plainStanding, role: 'owner',
  ...more
});

/** Applies the events one after the other; each twice, since that must not matter. */
function after(before: Conversation, ...events: ConversationEvent[]): Conversation {
  let state = { ...emptyState('1'), conversations: { [before.id]: before } };
  for (const [i, event] of events.entries()) {
    const incoming = { stream: 'conversation' as const, conversationId: before.id, offset: before.head + 1 + i, event };
    state = apply(state, incoming);
    expect(apply(state, incoming)).toBe(state);
  }
  return state.conversations[before.id] as Conversation;
}

describe('a run of messages that is not the newest', () => {
  it('gets no live messages, but their edits and the summary', () => {
    const far = conversation({ messages: [message(2), message(3)], newer: true });
    const now = after(far, { type: 'sent', message: message(11) }, { type: 'edited', offset: 3, text: 'x', editedAt: 5, editCount: 1, mentions: [] });
    expect(now.messages.map((m) => m.text)).toEqual(['m2', 'x']);
    expect(now.lastMessage?.offset).toBe(11);
    expect(now.unread).toBe(1);
  });
});

describe('an answered message', () => {
  it('is found in the run or beside it', () => {
    const held = conversation({ answered: { 3: message(3) } });
    expect(known(held, 9)?.text).toBe('m9');
    expect(known(held, 3)?.text).toBe('m3');
    expect(known(held, 4)).toBeUndefined();
  });
  it('follows its edits and its deletion', () => {
    const held = conversation({ answered: { 3: message(3) } });
    expect(known(after(held, { type: 'edited', offset: 3, text: 'x', editedAt: 5, editCount: 1, mentions: [] }), 3)?.text).toBe('x');
    expect(known(after(held, { type: 'deleted', offset: 3, deletedAt: 5, deletedBy: '2' }), 3)).toMatchObject({ text: '', deletedAt: 5, deletedBy: '2' });
  });
  it('leaves what it answered with its own deletion', () => {
    const held = conversation({ messages: [message(9, { content: { replyTo: { offset: 3, authorId: '2' } } })] });
    expect(after(held, { type: 'deleted', offset: 9, deletedAt: 5, deletedBy: '2' }).messages[0]?.content).toBeUndefined();
  });
});

describe('reactions', () => {
  const of = (emoji: string, count: number, since: number) => ({ emoji, count, since, mine: false });
  const reacted = (personId: string, reaction: ReturnType<typeof of>, removed = false) =>
    ({ type: 'reacted', offset: 9, personId, removed, reaction }) as const;
  const shown = (c: Conversation) => c.messages[0]?.reactions?.map((r) => `${r.emoji}${r.count}${r.mine ? '*' : ''}`).join(' ');

  it('stand as the server counts them, by their age; one’s own are marked', () => {
    let now = after(conversation(), reacted('2', of('👍', 1, 50)), reacted('1', of('👍', 2, 50)), reacted('3', of('😀', 1, 40)));
    expect(shown(now)).toBe('😀1 👍2*');
    now = after(now, reacted('2', of('👍', 1, 50), true));
    expect(shown(now)).toBe('😀1 👍1*');
    now = after(now, reacted('1', of('👍', 0, 50), true), reacted('3', of('😀', 0, 40), true));
    expect(now.messages[0]).toEqual(message(9));
  });
  it('come out the same when a page was ahead of the events', () => {
    const events = [reacted('2', of('👍', 1, 50)), reacted('2', of('👍', 0, 50), true), reacted('3', of('😀', 1, 60)), reacted('2', of('👍', 1, 70))];
    const fresh = after(conversation(), ...events);
    const ahead = { ...conversation(), messages: fresh.messages };
    expect(after(ahead, ...events).messages).toEqual(fresh.messages);
  });
  it('go with the message', () => {
    const now = after(conversation(), reacted('1', of('👍', 1, 50)), { type: 'deleted', offset: 9, deletedAt: 60, deletedBy: '2' }, reacted('2', of('👍', 2, 50)));
    expect(now.messages[0]).toEqual(message(9, { text: '', deletedAt: 60, deletedBy: '2' }));
  });
});

describe('pins', () => {
  it('mark the message and count', () => {
    const pinned = after(conversation(), { type: 'pinned', offset: 9, pinnedAt: 70, pinnedCount: 1 });
    expect(pinned).toMatchObject({ pinnedCount: 1, messages: [{ pinnedAt: 70 }, {}] });
    const gone = after(pinned, { type: 'deleted', offset: 9, deletedAt: 80, deletedBy: '2', pinnedCount: 0 });
    expect(gone.pinnedCount).toBe(0);
    expect(gone.pinChange).toBeGreaterThan(pinned.pinChange);
    expect(after(pinned, { type: 'pinned', offset: 9, pinnedAt: 0, pinnedCount: 0 }).messages[0]).toEqual(message(9));
  });
});

describe('messages that name the reader', () => {
  const named = [{ personId: '1', label: 'x' }];
  const naming = (offset: number): Message => message(offset, { content: { mentions: named } });
  const counted = after(conversation(), { type: 'sent', message: naming(11) });

  it('are counted while they are unread', () => {
    expect(counted.mentioned).toBe(1);
    expect(after(conversation(), { type: 'sent', message: { ...naming(11), authorId: '1' } }).mentioned).toBe(0);
    expect(after(conversation(), { type: 'sent', message: { ...naming(11), content: { mentions: [{ personId: '0', label: 'x' }] } } }).mentioned).toBe(1);
    expect(after(counted, { type: 'deleted', offset: 11, deletedAt: 5, deletedBy: '2' }).mentioned).toBe(0);
    expect(moveMarker(counted, 11, '1').mentioned).toBe(0);
  });
  it('are counted anew by edits', () => {
    const edit = (mentions: typeof named) => ({ type: 'edited' as const, offset: 11, text: 'y', editedAt: 5, editCount: 1, mentions });
    expect(after(counted, edit([])).mentioned).toBe(0);
    expect(after(counted, edit([]), edit(named)).mentioned).toBe(1);
    expect(after(counted, edit([])).messages.at(-1)?.content).toBeUndefined();
    expect(after(conversation({ readOffset: 1 }), { ...edit(named), offset: 2 }).stale).toBe(true);
  });
});

describe('polls', () => {
  const poll = { options: ['a', 'b', 'c'], several: false, closesAt: 0 };
  const asked = conversation({ messages: [message(9, { content: { poll } }), message(10)] });
  const voted = (voterId: string, options: number[], counts: number[]) =>
    ({ type: 'voted' as const, offset: 9, voterId, options, tally: { counts, voters: 2, closedAt: 0 } });

  it('stand as the server counts them; one’s own vote is kept', () => {
    const now = after(asked, voted('1', [1], [0, 1, 0]), voted('2', [0], [1, 1, 0]));
    expect(now.messages[0]).toMatchObject({ tally: { counts: [1, 1, 0] }, vote: [1] });
    expect(after(now, voted('1', [], [1, 0, 0])).messages[0]?.vote).toEqual([]);
  });
  it('go with the message', () => {
    const now = after(asked, voted('1', [1], [0, 1, 0]), { type: 'deleted', offset: 9, deletedAt: 60, deletedBy: '2' }, voted('2', [0], [1, 1, 0]));
    expect(now.messages[0]).toEqual(message(9, { text: '', deletedAt: 60, deletedBy: '2' }));
  });
  it('take one choice or several', () => {
    expect(chosen([1], 2, false)).toEqual([2]);
    expect(chosen([2], 2, false)).toEqual([]);
    expect(chosen([2], 0, true)).toEqual([0, 2]);
    expect(chosen([0, 2], 0, true)).toEqual([2]);
    expect(isClosed(poll, undefined, 5)).toBe(false);
    expect(isClosed({ ...poll, closesAt: 5 }, undefined, 5)).toBe(true);
    expect(share({ counts: [1, 2], voters: 3, closedAt: 0 }, 1)).toBe(67);
    expect(share(undefined, 1)).toBe(0);
  });
});
