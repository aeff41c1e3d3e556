import { messaging } from '../state.svelte';
import { listPinned } from './api';

/** What is pinned in conversations that were opened: offsets, the last pinned first. */
class Pins {
  #lists = $state.raw<Record<string, number[]>>({});

  in(conversationId: string): number[] {
    return this.#lists[conversationId] ?? [];
  }

  async load(conversationId: string): Promise<void> {
    const { messages, people } = await listPinned(conversationId);
    messaging.know(people);
    messaging.holdBeside(conversationId, messages);
    this.#lists = { ...this.#lists, [conversationId]: messages.map((m) => m.offset) };
  }
}

export const pins = new Pins();
