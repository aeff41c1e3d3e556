import { errorText } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import type { Attachment } from './model';
import type { Voice } from './upload';

/** Beside one message. */
export const mostFiles = 10;

export interface Waiting {
  key: number;
  name: string;
  size: number;
  /** Of a picture, for this page only. */
  preview: string;
  /** 0 to 1. */
  share: number;
  error: string;
  done: Attachment | null;
}

let lastKey = 0;

/** Files that are chosen for the next message of one conversation, each on its way as soon as it is chosen. */
class Tray {
  items = $state<Waiting[]>([]);
  #aborts = new Map<number, AbortController>();
  #runs = new Map<number, Promise<void>>();

  get busy(): boolean {
    return this.items.some((item) => !item.done && !item.error);
  }
  get failed(): boolean {
    return this.items.some((item) => item.error);
  }

  add(files: Iterable<File>): void {
    for (const file of files) {
      if (this.items.length >= mostFiles) return toasts.show(m.attachments_most({ count: mostFiles }));
      this.#start(file);
    }
  }

  /** The attachments, once all are there; null when one failed. */
  async finished(): Promise<Attachment[] | null> {
    await Promise.all(this.#runs.values());
    return this.failed ? null : this.items.flatMap((item) => (item.done ? [$state.snapshot(item.done)] : []));
  }

  remove(key: number): void {
    this.#aborts.get(key)?.abort();
    this.#forget(key);
  }

  /** They have been sent. */
  clear(): void {
    for (const { key } of [...this.items]) this.#forget(key);
  }

  #start(file: File): void {
    const key = ++lastKey;
    const preview = /^image\/(jpeg|png|webp|gif)$/.test(file.type) ? URL.createObjectURL(file) : '';
    this.items.push({ key, name: file.name, size: file.size, preview, share: 0, error: '', done: null });
    const abort = new AbortController();
    this.#aborts.set(key, abort);
    this.#runs.set(key, this.#run(key, file, abort.signal));
  }

  async #run(key: number, file: File, signal: AbortSignal): Promise<void> {
    const change = (how: Partial<Waiting>) => {
      const item = this.items.find((i) => i.key === key);
      if (item) Object.assign(item, how);
    };
    try {
      change({ done: await uploaded(file, undefined, (share) => change({ share }), signal), share: 1 });
    } catch (error) {
      if (!signal.aborted) change({ error: errorText(error) });
    }
  }

  #forget(key: number): void {
    const item = this.items.find((i) => i.key === key);
    if (item?.preview) URL.revokeObjectURL(item.preview);
    this.items = this.items.filter((i) => i.key !== key);
    this.#aborts.delete(key);
    this.#runs.delete(key);
  }
}

/** The way to send a file is loaded with the first one. */
async function uploaded(file: Blob, voice: Voice | undefined, progress: (share: number) => void, signal: AbortSignal): Promise<Attachment> {
  const { upload } = await import('./upload');
  return upload(file, voice, progress, signal);
}

/** A voice note is one file, sent at once. */
export const uploadVoice = (recording: File, voice: Voice) => uploaded(recording, voice, () => undefined, new AbortController().signal);

export const canRecord = () => typeof MediaRecorder !== 'undefined' && typeof navigator.mediaDevices?.getUserMedia === 'function';

const trays = new Map<string, Tray>();

/** It stays while the page does, whatever conversation is shown. */
export function trayOf(conversationId: string): Tray {
  const tray = trays.get(conversationId) ?? new Tray();
  trays.set(conversationId, tray);
  return tray;
}
