import type { MessageContent } from '$lib/gen/wasl/messaging/v1/messaging_pb';

import type { Named } from './text/markdown';

/** What a message carries beside its text. Plain values, as in `model`. */
export interface Content {
  replyTo?: Reply;
  mentions?: Named[];
}

/** The message that is answered; its text is looked up, since it may change. */
export interface Reply {
  offset: number;
  authorId: string;
}

export function toContent(wire: MessageContent | undefined): Content | undefined {
  if (!wire) return undefined;
  const content: Content = {};
  if (wire.replyTo) content.replyTo = { offset: Number(wire.replyTo.offset), authorId: wire.replyTo.authorId };
  return content;
}
