import { describe, expect, it } from 'vitest';
import { keptAhead, readAhead } from '$lib/messaging/ahead';
import type { Conversation } from '$lib/messaging/model';

const conversations = (count: number, loaded = (_: number) => false) =>
  Array.from({ length: count }, (_, i) => ({ id: String(i), loaded: loaded(i) }) as Conversation);

describe('reading ahead', () => {
  it('loads the latest conversations once, and those that are loaded not again', async () => {
    const list = conversations(40, (i) => i === 2);
    const asked: string[] = [];
    await readAhead(() => list, async (id) => void asked.push(id), () => true);
    expect(asked).toEqual(list.slice(0, keptAhead).map((c) => c.id).filter((id) => id !== '2'));
  });
  it('ends when the line is lost or the person leaves', async () => {
    const asked: string[] = [];
    await readAhead(() => conversations(5), async (id) => void asked.push(id), () => asked.length < 2);
    expect(asked).toEqual(['0', '1']);
    await readAhead(() => conversations(5), async () => Promise.reject(new Error('lost')), () => true);
  });
});
