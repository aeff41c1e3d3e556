import { fromBinary } from '@bufbuild/protobuf';
import { StreamKind, type Event } from '$lib/gen/wasl/envelope_pb';
import {
  ConversationAddedSchema,
  ConversationCreatedSchema,
  EventType,
  MessageDeletedSchema,
  MessageEditedSchema,
  MessageSchema,
  ReadMarkerMovedSchema
} from '$lib/gen/wasl/messaging/v1/messaging_pb';
import type { StreamName } from '$lib/wire/streams';
import type { ConversationEvent, MessagingEvent, PersonEvent } from './events';
import { toNamed } from './content';
import { toMessage } from './model';

let marks: typeof import('./marks/decode') | undefined;
let groups: typeof import('./groups/decode') | undefined;

/** Before any event is decoded: what the first screen does without is loaded behind it. */
export async function readyToDecode(): Promise<void> {
  [marks, groups] = await Promise.all([import('./marks/decode'), import('./groups/decode')]);
}

export function decodeEvent(stream: StreamName, wire: Event): MessagingEvent {
  const offset = Number(wire.offset);
  if (stream.kind === StreamKind.STREAM_PERSON) return { stream: 'person', offset, event: personEvent(wire) };
  return { stream: 'conversation', conversationId: stream.key, offset, event: conversationEvent(wire) };
}

function conversationEvent(wire: Event): ConversationEvent {
  const { type, body, offset } = wire;
  if (type === EventType.EVENT_MESSAGE_SENT) {
    const message = toMessage(fromBinary(MessageSchema, body));
    return { type: 'sent', message: { ...message, offset: Number(offset) } };
  }
  if (type === EventType.EVENT_MESSAGE_EDITED) {
    const edit = fromBinary(MessageEditedSchema, body);
    return { type: 'edited', offset: Number(edit.offset), text: edit.text, editedAt: Number(edit.editedAtMs), editCount: edit.editCount, mentions: toNamed(edit.mentions) };
  }
  if (type === EventType.EVENT_MESSAGE_DELETED) {
    const deletion = fromBinary(MessageDeletedSchema, body);
    return {
      type: 'deleted',
      offset: Number(deletion.offset),
      deletedAt: Number(deletion.deletedAtMs),
      deletedBy: deletion.deletedById,
      ...(deletion.pinnedCount !== undefined && { pinnedCount: deletion.pinnedCount })
    };
  }
  if (type === EventType.EVENT_CONVERSATION_CREATED) {
    const created = fromBinary(ConversationCreatedSchema, body);
    return { type: 'created', creatorId: created.creatorId, title: created.title, createdAt: Number(created.createdAtMs) };
  }
  if (type === EventType.EVENT_REACTION_CHANGED && marks) return marks.reactionChanged(body);
  if (type === EventType.EVENT_POLL_CHANGED && marks) return marks.pollChanged(body);
  if (type === EventType.EVENT_MESSAGE_PINNED && marks) return marks.messagePinned(body);
  if (type === EventType.EVENT_RIGHTS_CHANGED) return { type: 'rights-changed' };
  return groups?.groupEvent(wire) ?? { type: 'unknown' };
}

function personEvent(wire: Event): PersonEvent {
  const { type, body } = wire;
  if (type === EventType.EVENT_CONVERSATION_ADDED) {
    return { type: 'conversation-added', conversationId: fromBinary(ConversationAddedSchema, body).conversationId };
  }
  if (type === EventType.EVENT_READ_MARKER_MOVED) {
    const moved = fromBinary(ReadMarkerMovedSchema, body);
    return { type: 'read-marker-moved', conversationId: moved.conversationId, readOffset: Number(moved.readOffset) };
  }
  return groups?.membershipEvent(wire) ?? { type: 'unknown' };
}
