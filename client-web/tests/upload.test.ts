import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waveOf } from '$lib/media/recorder';
import { metadata, upload, type Answer, type Send } from '$lib/media/upload';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { lineLost, WireError } from '$lib/wire/status';

vi.mock('$lib/wire/http', () => ({ callHttp: async () => ({ attachment: { id: '7', name: 'a', type: 'text/plain', size: 5n, waveform: new Uint8Array() } }) }));
vi.mock('$lib/media/words.svelte', () => ({}));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const answer = (status: number, headers: Record<string, string> = {}, reason = ''): Answer => ({
  status,
  header: (name) => headers[name] ?? null,
  error: () => new WireError(status === 413 ? Code.INVALID_ARGUMENT : Code.UNAVAILABLE, reason)
});

/** A server of one upload, which may be made to fail. */
function server(fail: (method: string, call: number) => Answer | Error | undefined = () => undefined) {
  let bytes = '';
  const calls: string[] = [];
  const send: Send = async (method, _url, headers, body) => {
    calls.push(method);
    const failure = fail(method, calls.length);
    if (failure instanceof Error) {
      if (method === 'PATCH') bytes += (await body?.text())?.slice(0, 2) ?? '';
      throw failure;
    }
    if (failure) return failure;
    if (method === 'POST') return answer(201, { Location: '/media/uploads/7' });
    if (method === 'HEAD') return answer(200, { 'Upload-Offset': String(bytes.length) });
    if (method === 'DELETE') return answer(204);
    if (Number(headers['Upload-Offset']) !== bytes.length) return answer(409);
    bytes += (await body?.text()) ?? '';
    return answer(204, { 'Upload-Offset': String(bytes.length) });
  };
  return { send, calls, bytes: () => bytes };
}

const run = async (s: ReturnType<typeof server>, signal = new AbortController().signal) => {
  const shares: number[] = [];
  const result = upload(new Blob(['hello']), undefined, (share) => shares.push(share), signal, s.send).catch((error: unknown) => error);
  await vi.runAllTimersAsync();
  return { result: await result, shares };
};

describe('an upload', () => {
  it('is made, sent and asked for', async () => {
    const s = server();
    const { result, shares } = await run(s);
    expect(result).toMatchObject({ id: '7', size: 5 });
    expect(s.calls).toEqual(['POST', 'PATCH']);
    expect(shares.at(-1)).toBe(1);
  });

  it('goes on from where the line was lost', async () => {
    const s = server((method, call) => (method === 'PATCH' && call === 2 ? lineLost() : undefined));
    await run(s);
    expect(s.calls).toEqual(['POST', 'PATCH', 'HEAD', 'PATCH']);
    expect(s.bytes()).toBe('hello');
  });

  it('asks where it stands when the server says: elsewhere, or busy', async () => {
    const s = server((_, call) => (call === 2 ? answer(409) : call === 4 ? answer(423) : undefined));
    await run(s);
    expect(s.bytes()).toBe('hello');
  });

  it('ends at once when it can never succeed', async () => {
    const s = server(() => answer(413, {}, 'media.too_large'));
    const { result } = await run(s);
    expect(result).toMatchObject({ reason: 'media.too_large' });
    expect(s.calls).toEqual(['POST']);
  });

  it('gives up after some tries', async () => {
    const s = server((method) => (method === 'POST' ? lineLost() : undefined));
    const { result } = await run(s);
    expect(result).toBeInstanceOf(WireError);
    expect(s.calls.length).toBeGreaterThan(3);
    expect(s.calls.length).toBeLessThan(20);
  });

  it('is forgotten on the server too when it is cancelled', async () => {
    const abort = new AbortController();
    const s = server((method) => {
      if (method !== 'PATCH') return undefined;
      abort.abort();
      return lineLost();
    });
    await run(s, abort.signal);
    expect(s.calls).toEqual(['POST', 'PATCH', 'DELETE']);
  });

  it('says what it is called and how it sounds', () => {
    expect(metadata('é')).toBe('filename w6k=');
    expect(metadata('v', { durationMs: 4200.4, waveform: [0, 0.5, 2] })).toBe('filename dg==,voice,duration NDIwMA==,waveform AID/');
  });
});

describe('a wave', () => {
  it('has as many bars as are wanted, the loudest at the top', () => {
    expect(waveOf([])).toEqual([]);
    expect(waveOf([0.1, 0.2], 48)).toEqual([0.5, 1]);
    expect(waveOf(Array.from({ length: 1000 }, (_, i) => i / 1000), 10)).toHaveLength(10);
    expect(Math.max(...waveOf([0.001, 0.0005], 2))).toBeCloseTo(0.1);
  });
});
