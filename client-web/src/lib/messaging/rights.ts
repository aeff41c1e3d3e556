import type { Conversation } from './model';

/** Owners and administrators of a group. */
export const administers = (conversation: Conversation): boolean => conversation.kind !== 'direct' && conversation.role !== 'member';

export const mayPin = (conversation: Conversation): boolean => conversation.kind === 'direct' || administers(conversation);
