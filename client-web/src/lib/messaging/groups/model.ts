import { MemberRole, Note_Kind, type Conversation as WireConversation, type ConversationSettings, type Note as WireNote } from '$lib/gen/wasl/messaging/v1/messaging_pb';

export type Role = 'member' | 'administrator' | 'owner';

/** What somebody did to the conversation, or what became of it. */
export interface Note {
  kind: 'renamed' | 'added' | 'removed' | 'left' | 'joined' | 'owner' | 'described' | 'pictured' | 'other';
  /** The first of those it is about; `count` of them in all. */
  personIds: string[];
  count: number;
  title: string;
  /** Of another kind: which, as on the wire. */
  code?: number;
}

/** What the reader has set for themselves. */
export interface Settings {
  archived: boolean;
  pinned: boolean;
  /** 0: not muted; -1: for good. */
  mutedUntil: number;
  markedUnread: boolean;
}

/** Who leads, and as what the reader takes part. */
export interface Standing extends Settings {
  /** Whose channel or inbox it is; '' for other conversations. */
  organisationId: string;
  organisation: Record<'ar' | 'fr' | 'en', string>;
  /** The reader takes part in the organisation's name. */
  inName: boolean;
  description: string;
  /** A file; '0': none. */
  picture?: string;
  role: Role;
  /** How many ask to be let in, as far as the reader leads. */
  requestCount: number;
}

export const toSettings = (wire?: ConversationSettings): Settings => ({
  archived: !!wire?.archived,
  pinned: !!wire?.pinned,
  mutedUntil: Number(wire?.mutedUntilMs ?? 0),
  markedUnread: !!wire?.markedUnread
});

export const plainStanding: Standing = { description: '', role: 'member', requestCount: 0, inName: false, organisationId: '', organisation: { ar: '', fr: '', en: '' }, ...toSettings() };

const roles: Record<MemberRole, Role> = {
  [MemberRole.ROLE_MEMBER]: 'member',
  [MemberRole.ROLE_ADMINISTRATOR]: 'administrator',
  [MemberRole.ROLE_OWNER]: 'owner'
};
const wireRoles: Record<Role, MemberRole> = {
  member: MemberRole.ROLE_MEMBER,
  administrator: MemberRole.ROLE_ADMINISTRATOR,
  owner: MemberRole.ROLE_OWNER
};
export const toRole = (role: MemberRole): Role => roles[role] ?? 'member';
export const fromRole = (role: Role): MemberRole => wireRoles[role];

const kinds: Partial<Record<Note_Kind, Note['kind']>> = {
  [Note_Kind.RENAMED]: 'renamed',
  [Note_Kind.ADDED]: 'added',
  [Note_Kind.REMOVED]: 'removed',
  [Note_Kind.LEFT]: 'left',
  [Note_Kind.JOINED]: 'joined',
  [Note_Kind.OWNER]: 'owner',
  [Note_Kind.DESCRIBED]: 'described',
  [Note_Kind.PICTURED]: 'pictured'
};

export const toNote = (note: WireNote): Note => ({
  kind: kinds[note.kind] ?? 'other',
  personIds: [...note.personIds],
  count: note.personCount,
  title: note.title,
  code: note.kind
});

export const toStanding = (wire: WireConversation): Standing => ({
  description: wire.description,
  picture: wire.pictureId,
  role: toRole(wire.role),
  requestCount: wire.requestCount,
  inName: wire.inName,
  organisationId: wire.organisationId === '0' ? '' : wire.organisationId,
  organisation: { ar: wire.organisationName?.ar ?? '', fr: wire.organisationName?.fr ?? '', en: wire.organisationName?.en ?? '' },
  ...toSettings(wire.settings)
});
