import { InvitationService, LinkStanding, type InvitationLink } from '$lib/gen/wasl/messaging/v1/invitations_pb';
import { line } from '$lib/wire/line';
import { toPerson, type Person } from '../model';

const { method } = InvitationService;

export interface Link {
  id: string;
  url: string;
  needsApproval: boolean;
  /** 0: never. */
  expiresAt: number;
}
export type Outsider = 'outside' | 'asked' | 'member';
export interface Invitation {
  conversationId: string;
  title: string;
  description: string;
  memberCount: number;
  needsApproval: boolean;
  standing: Outsider;
}

const standings: Record<LinkStanding, Outsider> = {
  [LinkStanding.LINK_OUTSIDE]: 'outside',
  [LinkStanding.LINK_ASKED]: 'asked',
  [LinkStanding.LINK_MEMBER]: 'member'
};
const toLink = (link: InvitationLink): Link => ({
  id: link.id,
  url: `${location.origin}/join/${link.token}`,
  needsApproval: link.needsApproval,
  expiresAt: Number(link.expiresAtMs)
});

export const listLinks = async (conversationId: string): Promise<Link[]> =>
  (await line.call(method.listLinks, { conversationId })).links.map(toLink);

export const createLink = (conversationId: string, validHours: number, needsApproval: boolean) =>
  line.call(method.createLink, { conversationId, validHours, needsApproval });

export const revokeLink = (conversationId: string, linkId: string) => line.call(method.revokeLink, { conversationId, linkId });

export async function lookAtLink(token: string): Promise<Invitation> {
  const { conversationId, title, description, memberCount, needsApproval, standing } = await line.call(method.lookAtLink, { token });
  return { conversationId, title, description, memberCount, needsApproval, standing: standings[standing] };
}

export const joinByLink = async (token: string): Promise<Outsider> => standings[(await line.call(method.joinByLink, { token })).standing];

export const listAskers = async (conversationId: string): Promise<Person[]> =>
  (await line.call(method.listJoinRequests, { conversationId })).requests.flatMap(({ person }) => (person ? [toPerson(person)] : []));

export const answerAsker = (conversationId: string, personId: string, accept: boolean) =>
  line.call(method.answerJoinRequest, { conversationId, personId, accept });
