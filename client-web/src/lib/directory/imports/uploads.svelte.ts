import { SvelteMap } from 'svelte/reactivity';
import { uploadPart } from './api';
import { upload } from './upload';

interface Upload {
  received: number;
  failure: unknown;
}

const running = new SvelteMap<string, Upload>();
const controllers = new Map<string, AbortController>();

/** Files on their way: they go on while other pages are looked at, as long as the tab lives. */
export const uploads = {
  of: (importId: string): Upload | undefined => running.get(importId),

  async start(importId: string, file: Blob, from: number): Promise<void> {
    if (controllers.has(importId)) return;
    const controller = new AbortController();
    controllers.set(importId, controller);
    running.set(importId, { received: from, failure: null });
    const { signal } = controller;
    try {
      await upload({
        file,
        from,
        signal,
        send: (at, data) => uploadPart(importId, at, data),
        onprogress: (received) => running.set(importId, { received, failure: null })
      });
      running.delete(importId);
    } catch (failure) {
      if (signal.aborted) running.delete(importId);
      else running.set(importId, { received: running.get(importId)?.received ?? from, failure });
    } finally {
      controllers.delete(importId);
    }
  },

  stop(importId: string): void {
    controllers.get(importId)?.abort();
    running.delete(importId);
  }
};
