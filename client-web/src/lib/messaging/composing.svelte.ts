import type { Message } from './model';

/** What the next message of a conversation answers. */
class Composing {
  #replies = $state.raw<Record<string, Message>>({});

  replyIn(conversationId: string): Message | undefined {
    return this.#replies[conversationId];
  }
  reply(conversationId: string, message: Message): void {
    this.#replies = { ...this.#replies, [conversationId]: message };
  }
  done(conversationId: string): void {
    const { [conversationId]: _done, ...others } = this.#replies;
    this.#replies = others;
  }
}

export const composing = new Composing();
