import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { newClientId, Outbox, type OutboxEntry } from '$lib/messaging/outbox';
import { MemoryStore } from '$lib/storage/store';
import { lineLost, WireError } from '$lib/wire/status';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function scene(store = new MemoryStore()) {
  const sent: OutboxEntry[] = [];
  const control = { ready: true, answer: async (_: OutboxEntry): Promise<void> => undefined };
  let entries: OutboxEntry[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  const outbox = new Outbox({
    store,
    ready: () => control.ready,
    send: async (entry) => {
      sent.push(entry);
      await control.answer(entry);
    },
    exclusive: (run) => {
      const turn = queue.then(run);
      queue = turn.catch(() => undefined);
      return turn;
    },
    changed: (list) => (entries = list),
    sent: () => undefined
  });
  const texts = () => sent.map((e) => e.text);
  const states = () => entries.map((e) => `${e.text} ${e.state}`);
  return { outbox, store, sent, control, texts, states };
}

const settle = () => vi.advanceTimersByTimeAsync(0);

describe('the outbox', () => {
  it('makes client ids that are never 0 and differ', () => {
    const ids = new Set(Array.from({ length: 500 }, newClientId));
    expect(ids.size).toBe(500);
    for (const id of ids) expect(BigInt(id) > 0n && BigInt(id) < 2n ** 64n).toBe(true);
  });

  it('writes a message down before it shows it', async () => {
    const s = scene();
    s.control.ready = false;
    const put = vi.spyOn(s.store, 'put').mockImplementation(() => new Promise(() => undefined));
    void s.outbox.add('7', 'a');
    await settle();
    expect(put).toHaveBeenCalled();
    expect(s.states()).toEqual([]);
  });

  it('sends in order within a conversation, one at a time', async () => {
    const s = scene();
    const waiting: (() => void)[] = [];
    s.control.answer = () => new Promise((resolve) => waiting.push(resolve));
    for (const text of ['a', 'b', 'c']) await s.outbox.add('7', text);
    await settle();
    expect(s.texts()).toEqual(['a']);
    waiting.shift()?.();
    await settle();
    expect(s.texts()).toEqual(['a', 'b']);
  });

  it('does not let one conversation hold another', async () => {
    const s = scene();
    s.control.ready = false;
    await s.outbox.add('7', 'a');
    await s.outbox.add('8', 'b');
    s.control.ready = true;
    s.control.answer = (e) => (e.text === 'a' ? new Promise(() => undefined) : Promise.resolve());
    void s.outbox.drain();
    await settle();
    expect(s.texts()).toEqual(['a', 'b']);
  });

  it('retries with the same client id, and does not overtake', async () => {
    const s = scene();
    let failures = 2;
    s.control.answer = async () => {
      if (failures-- > 0) throw lineLost();
    };
    await s.outbox.add('7', 'a');
    await s.outbox.add('7', 'b');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(s.texts()).toEqual(['a', 'a', 'a', 'b']);
    expect(new Set(s.sent.filter((e) => e.text === 'a').map((e) => e.clientId)).size).toBe(1);
    expect(await s.store.all('outbox')).toEqual([]);
  });

  it('waits as long as the server asks', async () => {
    const s = scene();
    s.control.answer = async () => {
      if (s.sent.length === 1) throw new WireError(Code.RESOURCE_EXHAUSTED, 'rate', '', '', 8000);
    };
    await s.outbox.add('7', 'a');
    await vi.advanceTimersByTimeAsync(7900);
    expect(s.sent.length).toBe(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(s.sent.length).toBe(2);
  });

  it.each([Code.INVALID_ARGUMENT, Code.NOT_FOUND, Code.PERMISSION_DENIED])('gives up on a refusal for good (%i), goes on with the next', async (code) => {
    const s = scene();
    s.control.answer = async (e) => {
      if (e.text === 'a') throw new WireError(code, 'no');
    };
    await s.outbox.add('7', 'a');
    await s.outbox.add('7', 'b');
    await settle();
    expect(s.states()).toEqual(['a failed', 'b sent']);
    s.control.answer = async () => undefined;
    await s.outbox.retry(s.sent[0]?.clientId ?? '');
    await settle();
    expect(s.states()).toEqual(['a sent', 'b sent']);
    expect(s.sent[2]?.clientId).toBe(s.sent[0]?.clientId);
  });

  it('forgets what is discarded', async () => {
    const s = scene();
    s.control.answer = async () => {
      throw new WireError(Code.NOT_FOUND);
    };
    const { clientId } = await s.outbox.add('7', 'a');
    await settle();
    await s.outbox.discard(clientId);
    expect(s.states()).toEqual([]);
    expect(await s.store.all('outbox')).toEqual([]);
  });

  it('survives a reload with the same ids and order', async () => {
    const first = scene();
    first.control.ready = false;
    for (const text of ['a', 'b']) await first.outbox.add('7', text);
    first.outbox.close();
    const second = scene(first.store);
    await second.outbox.load();
    expect(second.states()).toEqual(['a sending', 'b sending']);
    void second.outbox.drain();
    await settle();
    expect(second.texts()).toEqual(['a', 'b']);
  });

  it('sends once when two tabs share the store', async () => {
    const one = scene();
    one.control.ready = false;
    await one.outbox.add('7', 'a');
    const two = scene(one.store);
    await two.outbox.load();
    await two.outbox.drain();
    one.control.ready = true;
    await one.outbox.drain();
    expect([...one.texts(), ...two.texts()]).toEqual(['a']);
    expect(one.states()).toEqual(['a sent']);
  });

  it('is settled by the message’s own event, even before the answer', async () => {
    const s = scene();
    let answer = () => undefined as void;
    s.control.answer = () => new Promise<void>((resolve) => (answer = resolve));
    const { clientId } = await s.outbox.add('7', 'a');
    await settle();
    await s.outbox.settle(clientId);
    answer();
    await settle();
    expect(s.states()).toEqual([]);
    expect(s.sent.length).toBe(1);
  });
});
