import { fromBinary } from '@bufbuild/protobuf';
import type { Event } from '$lib/gen/wasl/envelope_pb';
import { DepartureEventType, PersonDeletedSchema } from '$lib/gen/wasl/messaging/v1/departures_pb';
import { ConversationRemovedSchema, EventType, GroupChangedSchema, MembersChangedSchema, RequestsChangedSchema, SettingsChangedSchema } from '$lib/gen/wasl/messaging/v1/messaging_pb';
import type { GroupEvent, MembershipEvent } from './events';
import { toRole, toSettings } from './model';

export function groupEvent({ type, body }: Event): GroupEvent | undefined {
  if (type === EventType.EVENT_GROUP_CHANGED) {
    const { title, description, pictureId: picture } = fromBinary(GroupChangedSchema, body);
    return { type: 'group-changed', title, description, picture };
  }
  if (type === DepartureEventType.EVENT_PERSON_DELETED) return { type: 'person-deleted', personId: fromBinary(PersonDeletedSchema, body).personId };
  if (type !== EventType.EVENT_MEMBERS_CHANGED) return undefined;
  const { memberCount, changes } = fromBinary(MembersChangedSchema, body);
  return {
    type: 'members-changed',
    count: memberCount,
    changes: changes.map(({ personId, gone, role, mayWrite }) => ({ personId, gone, role: toRole(role), mayWrite }))
  };
}

export function membershipEvent({ type, body }: Event): MembershipEvent | undefined {
  if (type === EventType.EVENT_SETTINGS_CHANGED) {
    const { conversationId, settings } = fromBinary(SettingsChangedSchema, body);
    return { type: 'settings-changed', conversationId, settings: toSettings(settings) };
  }
  if (type === EventType.EVENT_REQUESTS_CHANGED) {
    const { conversationId, requestCount } = fromBinary(RequestsChangedSchema, body);
    return { type: 'requests-changed', conversationId, count: requestCount };
  }
  if (type !== EventType.EVENT_CONVERSATION_REMOVED) return undefined;
  return { type: 'conversation-removed', conversationId: fromBinary(ConversationRemovedSchema, body).conversationId };
}
