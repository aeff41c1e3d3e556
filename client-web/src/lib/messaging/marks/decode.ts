import { fromBinary } from '@bufbuild/protobuf';
import { MessagePinnedSchema, ReactionChangedSchema } from '$lib/gen/wasl/messaging/v1/marks_pb';
import type { ConversationEvent } from '../events';
import { toReaction } from './reactions';

export function reactionChanged(body: Uint8Array): ConversationEvent {
  const { offset, personId, removed, reaction } = fromBinary(ReactionChangedSchema, body);
  if (!reaction) return { type: 'unknown' };
  return { type: 'reacted', offset: Number(offset), personId, removed, reaction: toReaction(reaction, false) };
}

export function messagePinned(body: Uint8Array): ConversationEvent {
  const { offset, pinnedAtMs, pinnedCount } = fromBinary(MessagePinnedSchema, body);
  return { type: 'pinned', offset: Number(offset), pinnedAt: Number(pinnedAtMs), pinnedCount };
}
