import type { Message } from './model';

/** What the next message of a conversation answers. */
class Composing {
  #replies = $state.raw<Record<string, Message>>({});
  /** Hears of what the reader does, not of what another device has done. */
  changed: (conversationId: string) => void = () => undefined;

  replyIn(conversationId: string): Message | undefined {
    return this.#replies[conversationId];
  }
  reply(conversationId: string, message: Message): void {
    this.take(conversationId, message);
    this.changed(conversationId);
  }
  done(conversationId: string): void {
    if (!this.#replies[conversationId]) return;
    this.take(conversationId, undefined);
    this.changed(conversationId);
  }
  /** As it is on another device. */
  take(conversationId: string, message: Message | undefined): void {
    const { [conversationId]: _before, ...others } = this.#replies;
    this.#replies = message ? { ...others, [conversationId]: message } : others;
  }
}

export const composing = new Composing();
