import type { Conversation, Message } from './model';

/** Owners and administrators of a group. */
export const administers = (conversation: Conversation): boolean => conversation.kind !== 'direct' && conversation.role !== 'member';

export const mayPin = (conversation: Conversation): boolean => conversation.kind === 'direct' || conversation.inName || administers(conversation);

/** Somebody wrote this in the name of the organisation whose conversation it is. */
export const inItsName = (c: Conversation | undefined, message: Message): boolean =>
  !!c?.organisationId && message.content?.organisationId === c.organisationId;
