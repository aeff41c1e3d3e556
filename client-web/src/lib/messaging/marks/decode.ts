import { fromBinary } from '@bufbuild/protobuf';
import { MessagePinnedSchema, ReactionChangedSchema } from '$lib/gen/wasl/messaging/v1/marks_pb';
import { PollChangedSchema } from '$lib/gen/wasl/messaging/v1/polls_pb';
import type { ConversationEvent } from '../events';
import { toTally } from '../polls/model';
import { toReaction } from './reactions';

export function reactionChanged(body: Uint8Array): ConversationEvent {
  const { offset, personId, removed, reaction } = fromBinary(ReactionChangedSchema, body);
  if (!reaction) return { type: 'unknown' };
  return { type: 'reacted', offset: Number(offset), personId, removed, reaction: toReaction(reaction, false) };
}

export function pollChanged(body: Uint8Array): ConversationEvent {
  const { offset, tally, voterId, options } = fromBinary(PollChangedSchema, body);
  if (!tally) return { type: 'unknown' };
  return { type: 'voted', offset: Number(offset), tally: toTally(tally), voterId, options: [...options] };
}

export function messagePinned(body: Uint8Array): ConversationEvent {
  const { offset, pinnedAtMs, pinnedCount } = fromBinary(MessagePinnedSchema, body);
  return { type: 'pinned', offset: Number(offset), pinnedAt: Number(pinnedAtMs), pinnedCount };
}
