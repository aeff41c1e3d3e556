import type { Conversation, MessagingState } from '../model';
import type { Role, Settings } from './model';

export type GroupEvent =
  | { type: 'person-deleted'; personId: string }
  | { type: 'group-changed'; title: string; description: string; picture: string }
  | { type: 'members-changed'; count: number; changes: { personId: string; gone: boolean; role: Role; mayWrite: boolean }[] };

export type MembershipEvent =
  | { type: 'conversation-removed'; conversationId: string }
  | { type: 'settings-changed'; conversationId: string; settings: Settings }
  | { type: 'requests-changed'; conversationId: string; count: number };

/** Pure; what is announced is how things are now, so that twice is as good as once. */
export function applyToGroup(before: Conversation, event: Exclude<GroupEvent, { type: 'person-deleted' }>, me: string): Conversation {
  if (event.type === 'group-changed') {
    const { title, description, picture } = event;
    return { ...before, title, description, picture };
  }
  const gone = new Set(event.changes.filter((c) => c.gone).map((c) => c.personId));
  const mine = event.changes.find((c) => c.personId === me && !c.gone);
  return {
    ...before,
    memberCount: event.count,
    membersVersion: before.membersVersion + 1,
    memberIds: before.memberIds.filter((id) => !gone.has(id)),
    role: mine?.role ?? before.role,
    mayWrite: mine?.mayWrite ?? before.mayWrite
  };
}

/** Nobody is called by the name of a deleted account any more. */
export const withFormer = (state: MessagingState, id: string): MessagingState => ({
  ...state,
  people: { ...state.people, [id]: { id, name: '', organisationId: '0', organisation: { ar: '', fr: '', en: '' }, former: true } }
});

export function withoutConversation(state: MessagingState, id: string): MessagingState {
  if (!state.conversations[id]) return state;
  const { [id]: _gone, ...conversations } = state.conversations;
  return { ...state, conversations };
}
