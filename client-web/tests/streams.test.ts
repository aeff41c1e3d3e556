import { describe, expect, it, vi, beforeEach, afterEach } from 'vitest';
import { Code, StreamKind, type ClientFrame } from '$lib/gen/wasl/envelope_pb';
import type { LineState } from '$lib/wire/connection';
import { conversation, person, Streams } from '$lib/wire/streams';
import { microtasks } from './fakes';

function scene() {
  const heads = new Map<string, number>([['7', 10], ['8', 3], ['1', 5]]);
  const sent: ClientFrame[] = [];
  const applied: number[] = [];
  const reloads: string[] = [];
  const ended: string[] = [];
  let id = 0;
  const line = { state: 'open' as LineState, nextId: () => (id += 1), send: (frame: ClientFrame) => void sent.push(frame) };
  const streams = new Streams(line, {
    head: (stream) => heads.get(stream.key),
    apply: (stream, event) => {
      heads.set(stream.key, Number(event.offset));
      applied.push(Number(event.offset));
    },
    reload: async (stream) => {
      reloads.push(stream.key);
      heads.set(stream.key, 50);
    },
    ended: (stream) => ended.push(stream.key)
  });
  const asks = () => sent.flatMap((f) => (f.kind.case === 'subscribe' ? [f.kind.value] : []));
  const stream = { kind: StreamKind.STREAM_CONVERSATION, key: '7' };
  const frame = (kind: object) => streams.handle({ kind } as never);
  const subscribed = (askId: number, recovered = true) => frame({ case: 'subscribed', value: { id: askId, stream, head: 12n, recovered } });
  const event = (offset: number) => frame({ case: 'event', value: { stream, offset: BigInt(offset), type: 101, body: new Uint8Array() } });
  const refuse = (askId: number, code: Code) => frame({ case: 'reply', value: { id: askId, result: { case: 'error', value: { code, retryAfterMs: 0 } } } });
  return { streams, line, sent, asks, applied, reloads, ended, heads, subscribed, event, refuse };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('streams', () => {
  it('subscribes since what was applied and delivers in order', () => {
    const s = scene();
    s.streams.follow(conversation('7'));
    expect(s.asks()[0]).toMatchObject({ since: 10n, stream: { key: '7' } });
    s.subscribed(1);
    [11, 12, 13].forEach(s.event);
    expect(s.applied).toEqual([11, 12, 13]);
  });

  it('drops what was applied before', () => {
    const s = scene();
    s.streams.follow(conversation('7'));
    s.subscribed(1);
    [9, 10, 11, 11, 10, 12].forEach(s.event);
    expect(s.applied).toEqual([11, 12]);
  });

  it('asks again since the last applied event when one is missing', () => {
    const s = scene();
    s.streams.follow(conversation('7'));
    s.subscribed(1);
    s.event(11);
    s.event(13);
    s.event(14);
    expect(s.applied).toEqual([11]);
    expect(s.asks().map((a) => a.since)).toEqual([10n, 11n]);
    s.subscribed(2);
    [12, 13, 14].forEach(s.event);
    expect(s.applied).toEqual([11, 12, 13, 14]);
  });

  it('ignores events between a question and its own answer', () => {
    const s = scene();
    s.streams.follow(conversation('7'));
    s.event(11);
    s.subscribed(99);
    s.event(11);
    expect(s.applied).toEqual([]);
  });

  it('reloads what cannot be replayed, then follows from the new head', async () => {
    const s = scene();
    s.streams.follow(conversation('7'));
    s.subscribed(1, false);
    s.event(13);
    await microtasks();
    expect(s.reloads).toEqual(['7']);
    expect(s.applied).toEqual([]);
    expect(s.asks().at(-1)?.since).toBe(50n);
  });

  it('asks for everything again after a reconnection', () => {
    const s = scene();
    s.line.state = 'waiting';
    s.streams.follow(person('1'));
    s.streams.follow(conversation('7'));
    s.streams.follow(conversation('8'));
    expect(s.sent).toEqual([]);
    s.line.state = 'open';
    s.streams.resume();
    expect(s.asks().map((a) => a.since)).toEqual([5n, 10n, 3n]);
  });

  it('ends with the right to follow, and retries when the server is busy', () => {
    const s = scene();
    s.streams.follow(conversation('7'));
    s.refuse(1, Code.UNAVAILABLE);
    vi.advanceTimersByTime(2000);
    expect(s.asks().length).toBe(2);
    s.refuse(2, Code.NOT_FOUND);
    expect(s.ended).toEqual(['7']);
  });
});
