import { errorText } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { toasts } from '$lib/ui/toasts.svelte';
import { messaging } from './state.svelte';

const keyOf = (conversationId: string, offset: number) => `${conversationId}:${offset}`;
let pending = $state.raw<ReadonlySet<string>>(new Set());

function forget(key: string): void {
  pending = new Set([...pending].filter((k) => k !== key));
}

/** Deleting can be taken back while its toast is shown: until then only this page takes the message for deleted. */
export const deletions = {
  pending: (conversationId: string, offset: number): boolean => pending.has(keyOf(conversationId, offset)),

  start(conversationId: string, offset: number): void {
    const key = keyOf(conversationId, offset);
    pending = new Set([...pending, key]);
    const carryOut = async () => {
      try {
        await messaging.remove(conversationId, offset);
      } catch (error) {
        toasts.show(errorText(error));
      } finally {
        forget(key);
      }
    };
    toasts.show(m.deleted_toast(), { action: { name: m.undo(), run: () => forget(key) }, left: () => void carryOut() });
  }
};
