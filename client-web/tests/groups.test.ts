import { create, toBinary } from '@bufbuild/protobuf';
import { beforeAll, describe, expect, it } from 'vitest';
import { EventSchema, StreamKind, type Event } from '$lib/gen/wasl/envelope_pb';
import { DepartureEventType, PersonDeletedSchema } from '$lib/gen/wasl/messaging/v1/departures_pb';
import {
  ConversationKind,
  ConversationRemovedSchema,
  EventType,
  GroupChangedSchema,
  MemberRole,
  MembersChangedSchema,
  MessageSchema,
  RequestsChangedSchema,
  Note_Kind,
  SettingsChangedSchema
} from '$lib/gen/wasl/messaging/v1/messaging_pb';
import { byActivity } from '$lib/messaging/cache';
import { decodeEvent, readyToDecode } from '$lib/messaging/decode';
import { apply } from '$lib/messaging/events';
import { emptyState, isMuted, isUnread, toConversation, type MessagingState } from '$lib/messaging/model';
import { World } from '../testing/world';

const me = '1';

function begin(): { state: MessagingState; id: string } {
  const world = new World();
  const c = world.found(ConversationKind.CONVERSATION_GROUP, 'ورشة', '2', ['1', '3']);
  const conversation = { ...toConversation(world.snapshot(c, me)), loaded: true, older: false };
  return { id: c.id, state: { ...emptyState(me), conversations: { [c.id]: conversation } } };
}

function played(state: MessagingState, kind: StreamKind, key: string, offset: number, type: number, body: Uint8Array): MessagingState {
  const event: Event = create(EventSchema, { stream: { kind, key }, offset: BigInt(offset), type, body });
  const once = apply(state, decodeEvent({ kind, key }, event));
  expect(apply(once, decodeEvent({ kind, key }, event))).toBe(once);
  return once;
}

describe('groups', () => {
  beforeAll(readyToDecode);

  it('take another name and description', () => {
    const { state, id } = begin();
    const body = toBinary(GroupChangedSchema, create(GroupChangedSchema, { title: 'جديد', description: 'عنّا' }));
    const head = state.conversations[id]?.head ?? 0;
    const after = played(state, StreamKind.STREAM_CONVERSATION, id, head + 1, EventType.EVENT_GROUP_CHANGED, body);
    expect(after.conversations[id]).toMatchObject({ title: 'جديد', description: 'عنّا', head: head + 1 });
  });

  it('take another picture, and lose it', () => {
    const { state, id } = begin();
    const head = state.conversations[id]?.head ?? 0;
    const changed = (pictureId: string) => toBinary(GroupChangedSchema, create(GroupChangedSchema, { title: 'ورشة', pictureId }));
    const seen = played(state, StreamKind.STREAM_CONVERSATION, id, head + 1, EventType.EVENT_GROUP_CHANGED, changed('7'));
    expect(seen.conversations[id]?.picture).toBe('7');
    const gone = played(seen, StreamKind.STREAM_CONVERSATION, id, head + 2, EventType.EVENT_GROUP_CHANGED, changed('0'));
    expect(gone.conversations[id]?.picture).toBe('0');
  });

  it('forget the name of whoever deletes the account', () => {
    const { state: empty, id } = begin();
    const organisation = { ar: 'خطوة', fr: '', en: '' };
    const state = { ...empty, people: { 3: { id: '3', name: 'أمل', organisationId: '9', organisation, picture: '7' } } };
    const head = state.conversations[id]?.head ?? 0;
    const body = toBinary(PersonDeletedSchema, create(PersonDeletedSchema, { personId: '3' }));
    const after = played(state, StreamKind.STREAM_CONVERSATION, id, head + 1, DepartureEventType.EVENT_PERSON_DELETED, body);
    expect(after.people['3']).toMatchObject({ id: '3', name: '', former: true, organisation: { ar: '' } });
    expect(after.people['3']?.picture).toBeUndefined();
    expect(after.conversations[id]?.head).toBe(head + 1);
  });

  it('count who comes and goes, and tell the reader their own role', () => {
    const { state, id } = begin();
    const changes = [
      { personId: '3', gone: true },
      { personId: me, role: MemberRole.ROLE_ADMINISTRATOR }
    ];
    const body = toBinary(MembersChangedSchema, create(MembersChangedSchema, { memberCount: 2, changes }));
    const head = state.conversations[id]?.head ?? 0;
    const after = played(state, StreamKind.STREAM_CONVERSATION, id, head + 1, EventType.EVENT_MEMBERS_CHANGED, body);
    expect(after.conversations[id]).toMatchObject({ memberCount: 2, role: 'administrator', membersVersion: 1 });
    expect(after.conversations[id]?.memberIds).not.toContain('3');
  });

  it('show notes, which nobody has to read', () => {
    const { state, id } = begin();
    const head = state.conversations[id]?.head ?? 0;
    const note = { kind: Note_Kind.RENAMED, title: 'جديد' };
    const body = toBinary(MessageSchema, create(MessageSchema, { offset: BigInt(head + 1), authorId: '2', content: { note } }));
    const after = played(state, StreamKind.STREAM_CONVERSATION, id, head + 1, EventType.EVENT_MESSAGE_SENT, body);
    expect(after.conversations[id]?.unread).toBe(state.conversations[id]?.unread);
    expect(after.conversations[id]?.messages.at(-1)?.note).toMatchObject({ kind: 'renamed', title: 'جديد' });
  });

  it('disappear for whoever is removed', () => {
    const { state, id } = begin();
    const body = toBinary(ConversationRemovedSchema, create(ConversationRemovedSchema, { conversationId: id }));
    const after = played(state, StreamKind.STREAM_PERSON, me, 1, EventType.EVENT_CONVERSATION_REMOVED, body);
    expect(after.conversations[id]).toBeUndefined();
    expect(after.personHead).toBe(1);
  });

  it('tell who leads how many ask to be let in', () => {
    const { state, id } = begin();
    const body = toBinary(RequestsChangedSchema, create(RequestsChangedSchema, { conversationId: id, requestCount: 3 }));
    const after = played(state, StreamKind.STREAM_PERSON, me, 1, EventType.EVENT_REQUESTS_CHANGED, body);
    expect(after.conversations[id]?.requestCount).toBe(3);
  });

  it('stand in the list as their reader has set them', () => {
    const { state, id } = begin();
    const changed = (settings: object) => toBinary(SettingsChangedSchema, create(SettingsChangedSchema, { conversationId: id, settings }));
    const set = (before: MessagingState, offset: number, settings: object) =>
      played(before, StreamKind.STREAM_PERSON, me, offset, EventType.EVENT_SETTINGS_CHANGED, changed(settings));
    const others = ['7', '8'].map((other, i) => ({ ...state.conversations[id]!, id: other, createdAt: 9_000_000_000_000 + i }));
    const orderOf = (s: MessagingState) => byActivity([...others, s.conversations[id]!]).map((c) => c.id);
    const pinned = set(state, 1, { pinned: true, mutedUntilMs: -1n });
    expect(pinned.conversations[id]).toMatchObject({ pinned: true, archived: false, mutedUntil: -1, markedUnread: false });
    expect(isMuted(pinned.conversations[id]!)).toBe(true);
    expect(orderOf(pinned)).toEqual([id, '8', '7']);
    const archived = set(pinned, 2, { archived: true, mutedUntilMs: 1n, markedUnread: true });
    expect(isMuted(archived.conversations[id]!)).toBe(false);
    expect(isUnread(archived.conversations[id]!)).toBe(true);
    expect(orderOf(archived)).toEqual(['8', '7', id]);
  });
});
