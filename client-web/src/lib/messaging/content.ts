import type { Mention, MessageContent } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { toAttachment, type Attachment } from '$lib/media/model';
import { toPoll, type Poll } from './polls/model';
import type { Named } from './text/markdown';

/** What a message carries beside its text. Plain values, as in `model`. */
export interface Content {
  replyTo?: Reply;
  mentions?: Named[];
  /** Absent: none. */
  attachments?: Attachment[];
  forwarded?: Forwarded;
  poll?: Poll;
  /** The author wrote in the name of this one. */
  organisationId?: string;
}

/** Somebody else wrote it; '0': it is not told who. */
export interface Forwarded {
  authorId: string;
}

/** The message that is answered; its text is looked up, since it may change. */
export interface Reply {
  offset: number;
  authorId: string;
}

export const toNamed = (mentions: Mention[]): Named[] => mentions.map(({ personId, label }) => ({ personId, label }));

export function toContent(wire: MessageContent | undefined): Content | undefined {
  if (!wire) return undefined;
  const content: Content = {};
  if (wire.replyTo) content.replyTo = { offset: Number(wire.replyTo.offset), authorId: wire.replyTo.authorId };
  if (wire.mentions.length > 0) content.mentions = toNamed(wire.mentions);
  if (wire.poll) content.poll = toPoll(wire.poll);
  if (wire.forwarded) content.forwarded = { authorId: wire.forwarded.authorId };
  if (wire.organisationId !== '0') content.organisationId = wire.organisationId;
  if (wire.attachments.length > 0) content.attachments = wire.attachments.map(toAttachment);
  return content;
}
