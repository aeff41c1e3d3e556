import { describe, expect, it } from 'vitest';
import { doubled, hasName, percentOf, type Job } from '$lib/directory/imports/model';
import { partSize, upload } from '$lib/directory/imports/upload';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { WireError } from '$lib/wire/status';

const job = (some: Partial<Job>): Job => ({
  id: '1', name: 'a.csv', state: 'running', size: 0, received: 0, encoding: '', header: [], fields: [], publish: false, dryRun: false,
  rows: 0, done: 0, made: 0, skipped: 0, failed: 0, failure: '', createdAt: 0, ...some
});

describe('an import', () => {
  it('tells how far it is', () => {
    expect(percentOf(job({ state: 'uploading', size: 300, received: 100 }))).toBe(33);
    expect(percentOf(job({ rows: 1000, done: 999 }))).toBe(99);
    expect(percentOf(job({ rows: 0 }))).toBe(0);
  });

  it('needs a name, and each field once', () => {
    expect(hasName(['region', '', 'name.ar'])).toBe(true);
    expect(hasName(['region', ''])).toBe(false);
    expect(doubled(['name.fr', '', '', 'region', 'name.fr', 'region'])).toEqual(['name.fr', 'region']);
  });
});

describe('sending a file in parts', () => {
  const bytes = new Uint8Array(2 * partSize + 7).map((_, i) => i % 251);
  const file = new Blob([bytes]);

  /** A server that keeps what it gets where it belongs, and fails as it is told. */
  function server(failures: (Error | undefined)[] = []) {
    const kept: number[] = [];
    const send = (at: number, data: Uint8Array) => {
      const failure = failures.shift();
      if (at === kept.length) for (const byte of data) kept.push(byte);
      return failure ? Promise.reject(failure) : Promise.resolve(kept.length);
    };
    return { kept, send };
  }
  const run = (send: (at: number, data: Uint8Array) => Promise<number>, from = 0, signal = new AbortController().signal) => {
    const seen: number[] = [];
    return upload({ file, from, send, signal, onprogress: (at) => seen.push(at), wait: () => Promise.resolve() }).then(() => seen);
  };

  it('arrives whole', async () => {
    const { kept, send } = server();
    expect(await run(send)).toEqual([partSize, 2 * partSize, bytes.length]);
    expect(kept).toEqual([...bytes]);
  });

  it('goes on over cut lines, also when a part had arrived before its answer was lost', async () => {
    const { kept, send } = server([undefined, new WireError(Code.UNAVAILABLE), new WireError(Code.RESOURCE_EXHAUSTED, '', '', '', 50)]);
    await run(send);
    expect(kept).toEqual([...bytes]);
  });

  it('goes on where the server stands', async () => {
    const { kept, send } = server();
    kept.push(...bytes.slice(0, 5));
    await run(send, 5);
    expect(kept).toEqual([...bytes]);
  });

  it('ends with what is refused for good, and when it is stopped', async () => {
    await expect(run(server([new WireError(Code.FAILED_PRECONDITION, 'imports.not_uploading')]).send)).rejects.toThrow('imports.not_uploading');
    const controller = new AbortController();
    const { kept, send } = server();
    await run((at, data) => (controller.abort(), send(at, data)), 0, controller.signal);
    expect(kept.length).toBe(partSize);
  });
});
