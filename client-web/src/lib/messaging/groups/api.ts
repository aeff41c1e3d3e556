import { GroupService } from '$lib/gen/wasl/messaging/v1/groups_pb';
import { line } from '$lib/wire/line';
import { toPerson, type Person } from '../model';
import { fromRole, toRole, type Role } from './model';

const { method } = GroupService;
const membersPage = 50;

export interface Member {
  person: Person;
  role: Role;
}

export async function listMembers(conversationId: string, cursor: string): Promise<{ members: Member[]; nextCursor: string }> {
  const page = await line.call(method.listMembers, { conversationId, limit: membersPage, cursor });
  const members = page.members.flatMap(({ person, role }) => (person ? [{ person: toPerson(person), role: toRole(role) }] : []));
  return { members, nextCursor: page.nextCursor };
}

export const changeGroup = (conversationId: string, title: string, description: string) =>
  line.call(method.changeGroup, { conversationId, title, description });

/** '0': none. */
export const setGroupPicture = (conversationId: string, pictureId: string) => line.call(method.changeGroup, { conversationId, pictureId });

export const addMembers = (conversationId: string, personIds: string[]) => line.call(method.addMembers, { conversationId, personIds });

export const removeMember = (conversationId: string, personId: string) => line.call(method.removeMember, { conversationId, personId });

export const setRole = (conversationId: string, personId: string, role: Role) =>
  line.call(method.setRole, { conversationId, personId, role: fromRole(role) });

export const leaveGroup = (conversationId: string) => line.call(method.leaveGroup, { conversationId });
