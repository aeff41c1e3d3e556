import { describe, expect, it } from 'vitest';
import { bubbles as bubblesOf, waitingOf } from '$lib/messaging/grouping';
import type { Message } from '$lib/messaging/model';

const noon = new Date(2026, 10, 21, 12).getTime();
const minute = 60_000;
const message = (offset: number, authorId: string, atMinutes: number, clientId = String(offset)): Message => ({
  offset, authorId, clientId, text: 'x', sentAt: noon + atMinutes * minute, editedAt: 0, deletedAt: 0
});
const bubbles = (messages: Message[], outgoing: Parameters<typeof waitingOf>[1], me: string, newAfter: number) =>
  bubblesOf(messages, waitingOf(messages, outgoing, me), me, newAfter);
const shape = (list: ReturnType<typeof bubbles>) => list.map((b) => `${b.first ? '[' : ' '}${b.message.offset}${b.last ? ']' : ' '}`).join('');

describe('bubbles', () => {
  it('groups one author’s messages within five minutes', () => {
    const list = bubbles([message(1, 'a', 0), message(2, 'a', 4), message(3, 'a', 10), message(4, 'b', 11), message(5, 'a', 12)], [], 'me', -1);
    expect(shape(list)).toBe('[1  2][3][4][5]');
  });
  it('starts again with each day and with the new messages', () => {
    const list = bubbles([message(1, 'a', -1440), message(2, 'a', 0), message(3, 'a', 1)], [], 'me', 2);
    expect(list.map((b) => [b.newDay, b.newSince])).toEqual([[true, false], [true, false], [false, true]]);
    expect(shape(list)).toBe('[1][2][3]');
  });
  it('shows what waits after what arrived, and never a message twice', () => {
    const waits = (clientId: string) => ({ clientId, text: 'x', createdAt: noon, state: 'sending' as const });
    const list = bubbles([message(7, 'me', 0, '70')], [waits('70'), waits('80')], 'me', -1);
    expect(list.map((b) => [b.key, b.state])).toEqual([['c70', 'sent'], ['c80', 'sending']]);
  });
  it('does not take another’s client id for its own', () => {
    const waits = { clientId: '70', text: 'x', createdAt: noon, state: 'sending' as const };
    expect(bubbles([message(7, 'a', 0, '70')], [waits], 'me', -1).length).toBe(2);
  });
  it('makes any part as it makes the whole', () => {
    const messages = Array.from({ length: 40 }, (_, i) => message(i + 1, i % 7 < 3 ? 'a' : 'b', i * i));
    const waits = [{ clientId: '90', text: 'x', createdAt: noon + 2000 * minute, state: 'sending' as const }];
    const all = bubblesOf(messages, waits, 'b', 20);
    for (let from = 0; from <= 41; from++) {
      for (let to = from; to <= 41; to++) expect(bubblesOf(messages, waits, 'b', 20, from, to)).toEqual(all.slice(from, to));
    }
  });
});
