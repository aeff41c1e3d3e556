import { readdirSync, readFileSync } from 'node:fs';
import { create, toBinary } from '@bufbuild/protobuf';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { MarkReadResponseSchema, MessagingService } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { backoffMs, hintedMs } from '$lib/wire/backoff';
import { reading } from '$lib/wire/connection';
import { fromConnectError, WireError } from '$lib/wire/status';
import { fakeLine, microtasks } from './fakes';

const markRead = MessagingService.method.markRead;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('backoff', () => {
  it('is full jitter over a capped exponential', () => {
    expect(backoffMs(0, () => 1)).toBe(500);
    expect(backoffMs(3, () => 1)).toBe(4000);
    expect(backoffMs(50, () => 1)).toBe(30_000);
    expect(backoffMs(5, () => 0)).toBe(0);
  });
  it('never returns before the hint', () => {
    expect(hintedMs(3000, () => 0)).toBe(3000);
    expect(hintedMs(3000, () => 0.99)).toBeGreaterThan(3000);
  });
});

describe('what is asked again', () => {
  const folder = new URL('../../proto/', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.proto'));
  const methods = files.flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/\brpc (\w+)\(.*?\n {2}\}/gs)]);

  it('is only what the protocol declares as reading', () => {
    const again = methods.filter(([, name]) => reading.test(name ?? ''));
    expect(again.length).toBeGreaterThan(50);
    expect(again.filter(([text]) => !/RATE_(READ|SEARCH)/.test(text)).map(([, name]) => name)).toEqual([]);
  });
});

describe('connection', () => {
  it('sends all frames of one turn in one message', async () => {
    const { line, last } = fakeLine();
    line.start();
    last().hello();
    for (const offset of [1n, 2n, 3n]) line.call(markRead, { conversationId: '7', offset }).catch(() => undefined);
    await microtasks();
    expect(last().batches.map((b) => b.length)).toEqual([3]);
  });

  it('keeps calls until the line opens, then answers each by its id', async () => {
    const { line, last } = fakeLine();
    line.start();
    const first = line.call(markRead, { conversationId: '7', offset: 1n });
    const second = line.call(markRead, { conversationId: '7', offset: 2n });
    expect(last().batches).toEqual([]);
    last().hello();
    await microtasks();
    const ids = last().frames.map((f) => (f.kind.case === 'call' ? f.kind.value.id : 0));
    const body = (readOffset: bigint) => toBinary(MarkReadResponseSchema, create(MarkReadResponseSchema, { readOffset }));
    last().receive(
      { kind: { case: 'reply', value: { id: ids[1], result: { case: 'body', value: body(2n) } } } },
      { kind: { case: 'reply', value: { id: ids[0], result: { case: 'body', value: body(1n) } } } }
    );
    expect((await first).readOffset).toBe(1n);
    expect((await second).readOffset).toBe(2n);
  });

  it('fails a call with the server’s reason', async () => {
    const { line, last } = fakeLine();
    line.start();
    last().hello();
    const call = line.call(markRead, { conversationId: '7' });
    await microtasks();
    last().receive({ kind: { case: 'reply', value: { id: 1, result: { case: 'error', value: { code: Code.NOT_FOUND, reason: 'messaging.x' } } } } });
    await expect(call).rejects.toMatchObject({ code: Code.NOT_FOUND, reason: 'messaging.x' });
  });

  it('times a call out', async () => {
    const { line } = fakeLine();
    line.start();
    const call = line.call(markRead, { conversationId: '7' }, 1000);
    vi.advanceTimersByTime(1000);
    await expect(call).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });

  it('doubts the line after a call without an answer, and leaves it when nothing at all is heard', async () => {
    const { line, sockets, last } = fakeLine();
    line.start();
    last().hello();
    line.call(markRead, { conversationId: '7' }, 1000).catch(() => undefined);
    await vi.advanceTimersByTimeAsync(1000);
    expect(last().frames.at(-1)?.kind.case).toBe('ping');
    expect(line.state).toBe('open');
    await vi.advanceTimersByTimeAsync(5000);
    expect(line.state).toBe('waiting');
    expect(sockets.length).toBe(1);
  });

  it('fails sent calls when the line is lost and comes back by itself', async () => {
    const { line, sockets, last, seen } = fakeLine();
    line.start();
    last().hello();
    const call = line.call(markRead, { conversationId: '7' });
    await microtasks();
    last().end();
    await expect(call).rejects.toMatchObject({ reason: 'client.lost' });
    expect(sockets.length).toBe(1);
    vi.advanceTimersByTime(250);
    expect(sockets.length).toBe(2);
    last().hello();
    expect(seen.states).toEqual(['connecting', 'open', 'waiting', 'connecting', 'open']);
  });

  it('asks again what changes nothing when the line was lost before the answer', async () => {
    const { line, last } = fakeLine();
    line.start();
    last().hello();
    const call = line.call(MessagingService.method.getConversation, { conversationId: '7' }, 5000);
    await microtasks();
    const asked = last().frames.at(-1)?.kind.value;
    last().end();
    vi.advanceTimersByTime(250);
    last().hello();
    await microtasks();
    expect(last().frames.map((f) => f.kind.value)).toEqual([asked]);
    last().end();
    vi.advanceTimersByTime(5000);
    await expect(call).rejects.toMatchObject({ code: Code.DEADLINE_EXCEEDED });
  });

  it('waits longer after each failure, and not at all when woken', () => {
    const { line, sockets, last, seen } = fakeLine();
    line.start();
    last().end();
    vi.advanceTimersByTime(250);
    last().end();
    vi.advanceTimersByTime(499);
    expect(sockets.length).toBe(2);
    line.wake();
    expect(sockets.length).toBe(3);
    expect(seen.failed).toBe(2);
  });

  it('closes the old socket before it opens the next', () => {
    const { line, sockets, last } = fakeLine();
    line.start();
    last().hello();
    last().end();
    line.wake();
    expect(sockets[0]?.closed).toBe(true);
    expect(sockets[0]?.onmessage).toBeNull();
  });

  it('asks when nothing is heard, and takes silence for death', async () => {
    const { line, sockets, last } = fakeLine();
    line.start();
    last().hello(5000);
    vi.advanceTimersByTime(5000);
    await microtasks();
    expect(last().frames.at(-1)?.kind.case).toBe('ping');
    last().receive({ kind: { case: 'pong', value: { id: 1 } } });
    vi.advanceTimersByTime(5000);
    expect(sockets.length).toBe(1);
    vi.advanceTimersByTime(10_000);
    vi.advanceTimersByTime(1000);
    expect(sockets.length).toBe(2);
    expect(sockets[0]?.closed).toBe(true);
  });

  it('comes back after the server’s hint', () => {
    const { line, sockets, last } = fakeLine();
    line.start();
    last().hello();
    last().receive({ kind: { case: 'bye', value: { code: 4000, reconnectAfterMs: 4000 } } });
    vi.advanceTimersByTime(3999);
    expect(sockets.length).toBe(1);
    vi.advanceTimersByTime(1200);
    expect(sockets.length).toBe(2);
  });

  it.each([4100, 4150, 4199])('does not come back after %i', (code) => {
    const { line, sockets, last, seen } = fakeLine();
    line.start();
    last().hello();
    last().receive({ kind: { case: 'bye', value: { code } } });
    vi.advanceTimersByTime(120_000);
    expect(sockets.length).toBe(1);
    expect(seen.refused).toEqual([code]);
    expect(line.state).toBe('refused');
  });

  it('obeys the close code even without a bye', () => {
    const { line, last, seen } = fakeLine();
    line.start();
    last().hello();
    last().end(4100);
    expect(seen.refused).toEqual([4100]);
  });
});

describe('Connect errors', () => {
  it('reads the status in the details, else the code, else the HTTP status', () => {
    expect(fromConnectError({ code: 'not_found', message: 'x' }, 404)).toMatchObject({ code: Code.NOT_FOUND });
    expect(fromConnectError({}, 401)).toMatchObject({ code: Code.UNAUTHENTICATED });
    expect(fromConnectError({}, 502)).toMatchObject({ code: Code.UNAVAILABLE });
    expect(fromConnectError({ details: [{ type: 'wasl.v1.Status', value: 'CBASBWEuYi5j' }] }, 401)).toEqual(
      new WireError(Code.UNAUTHENTICATED, 'a.b.c')
    );
  });
});
