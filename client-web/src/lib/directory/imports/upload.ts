import { backoffMs } from '$lib/wire/backoff';
import { isPermanent, WireError } from '$lib/wire/status';

export const partSize = 150_000;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

interface Upload {
  file: Blob;
  /** How much the server has already. */
  from: number;
  /** Answers where to go on. */
  send: (at: number, data: Uint8Array) => Promise<number>;
  onprogress: (received: number) => void;
  signal: AbortSignal;
  wait?: (ms: number) => Promise<unknown>;
}

/** Sends a file from where the server stands, part by part, over cut lines; ends when all is there or the signal says so. */
export async function upload({ file, from, send, onprogress, signal, wait = pause }: Upload): Promise<void> {
  let at = from;
  let failures = 0;
  while (at < file.size && !signal.aborted) {
    const data = new Uint8Array(await file.slice(at, at + partSize).arrayBuffer());
    try {
      at = await send(at, data);
      failures = 0;
      onprogress(at);
    } catch (error) {
      if (!(error instanceof WireError) || isPermanent(error) || signal.aborted) throw error;
      await wait(Math.max(backoffMs(failures++), error.retryAfterMs));
    }
  }
}
