import type { Conversation } from './model';

/** Owners and administrators of a group. */
export const administers = (conversation: Conversation, me: string): boolean =>
  conversation.kind === 'group' && conversation.creatorId === me;

export const mayPin = (conversation: Conversation, me: string): boolean =>
  conversation.kind === 'direct' || administers(conversation, me);
