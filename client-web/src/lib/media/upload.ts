import { MediaService } from '$lib/gen/wasl/media/v1/media_pb';
import { Code } from '$lib/gen/wasl/envelope_pb';
import { backoffMs } from '$lib/wire/backoff';
import { callHttp } from '$lib/wire/http';
import { fromConnectError, isPermanent, lineLost, WireError } from '$lib/wire/status';
import { toAttachment, type Attachment } from './model';

export interface Voice {
  durationMs: number;
  /** Levels from 0 to 1, at most 64. */
  waveform: number[];
}

export interface Answer {
  status: number;
  header(name: string): string | null;
  error(): WireError;
}

/** One request with a body; answers whatever the status is, rejects when the line is lost. */
export type Send = (
  method: string,
  url: string,
  headers: Record<string, string>,
  body: Blob | null,
  progress: (bytes: number) => void,
  signal: AbortSignal
) => Promise<Answer>;

const pieceBytes = 1 << 20;
const tries = 8;

/** Sends a file by tus 1.0: in pieces, and on from where the line was lost. Aborting the signal forgets it on the server too. */
export async function upload(
  file: Blob & { name?: string },
  voice: Voice | undefined,
  progress: (share: number) => void,
  signal: AbortSignal,
  send: Send = xhr
): Promise<Attachment> {
  const where = await again(() => create(file, voice, signal, send), signal);
  try {
    let offset = 0;
    while (offset < file.size) {
      offset = await again((n) => (n === 0 ? Promise.resolve(offset) : ask(where, signal, send)).then((at) => patch(where, file, at, progress, signal, send)), signal);
    }
    const id = where.slice(where.lastIndexOf('/') + 1);
    return await again(() => ready(id), signal);
  } catch (error) {
    if (signal.aborted) void send('DELETE', where, tus, null, () => undefined, new AbortController().signal).catch(() => undefined);
    throw error;
  }
}

const tus = { 'Tus-Resumable': '1.0.0' };

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const text = (value: string) => base64(new TextEncoder().encode(value));

export function metadata(name: string, voice?: Voice): string {
  const pairs = [`filename ${text(name)}`];
  if (voice) {
    pairs.push('voice', `duration ${text(String(Math.round(voice.durationMs)))}`);
    pairs.push(`waveform ${base64(Uint8Array.from(voice.waveform.slice(0, 64), (level) => Math.round(Math.min(1, Math.max(0, level)) * 255)))}`);
  }
  return pairs.join(',');
}

async function create(file: Blob & { name?: string }, voice: Voice | undefined, signal: AbortSignal, send: Send): Promise<string> {
  const headers = { ...tus, 'Upload-Length': String(file.size), 'Upload-Metadata': metadata(file.name ?? 'file', voice) };
  const answer = await send('POST', '/media/uploads', headers, null, () => undefined, signal);
  const where = answer.header('Location');
  if (answer.status !== 201 || !where) throw answer.error();
  return where;
}

async function ask(where: string, signal: AbortSignal, send: Send): Promise<number> {
  const answer = await send('HEAD', where, tus, null, () => undefined, signal);
  if (answer.status !== 200) throw answer.error();
  return Number(answer.header('Upload-Offset'));
}

async function patch(where: string, file: Blob, offset: number, progress: (share: number) => void, signal: AbortSignal, send: Send): Promise<number> {
  const headers = { ...tus, 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' };
  const piece = file.slice(offset, offset + pieceBytes);
  const answer = await send('PATCH', where, headers, piece, (bytes) => progress((offset + bytes) / file.size), signal);
  // Another request still goes on, or stands elsewhere: the next try asks where.
  if (answer.status === 409 || answer.status === 423) throw lineLost();
  if (answer.status !== 204) throw answer.error();
  const reached = Number(answer.header('Upload-Offset'));
  progress(reached / file.size);
  return reached;
}

async function ready(id: string): Promise<Attachment> {
  const { attachment, refused } = await callHttp(MediaService.method.getUpload, { id });
  if (!attachment) throw new WireError(Code.INVALID_ARGUMENT, refused);
  return toAttachment(attachment);
}

/** Until it succeeds or never can; `attempt` counts from 0. */
async function again<T>(run: (attempt: number) => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await run(attempt);
    } catch (error) {
      const refused = error instanceof WireError && error.reason.startsWith('media.') && error.code === Code.RESOURCE_EXHAUSTED;
      if (signal.aborted || refused || isPermanent(error) || attempt >= tries) throw error;
      const hint = error instanceof WireError ? error.retryAfterMs : 0;
      await pause(Math.max(hint, 300 + backoffMs(attempt)), signal);
    }
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });

/** fetch tells nothing about how much has been sent. */
const xhr: Send = (method, url, headers, body, progress, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.timeout = 120_000;
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => progress(event.loaded);
    request.onload = () =>
      resolve({
        status: request.status,
        header: (name) => request.getResponseHeader(name),
        error: () => fromConnectError(parsed(request.responseText), request.status)
      });
    request.onerror = request.ontimeout = () => reject(lineLost());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(body);
  });

function parsed(body: string) {
  try {
    return JSON.parse(body) as Parameters<typeof fromConnectError>[0];
  } catch {
    return {};
  }
}
