import { OrganisationState, SeatRole } from '$lib/gen/wasl/directory/v1/directory_pb';
import { OrganisationService } from '$lib/gen/wasl/directory/v1/organisations_pb';
import { SeatService, type SeatInvitation } from '$lib/gen/wasl/directory/v1/seats_pb';
import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { toPerson, type Person, type Text } from '$lib/messaging/model';
import { line } from '$lib/wire/line';
import type { Role } from './model';

const { method } = SeatService;

knowReasons({
  'seats.held': m.error_seats_held,
  'seats.not_published': m.error_seats_not_published,
  'seats.not_asking': m.error_seats_not_asking,
  'seats.owner_first': m.error_seats_owner_first,
  'seats.last_owner': m.error_seats_last_owner,
  'seats.full': m.error_seats_full,
  'seats.requests': m.error_seats_requests,
  'seats.asked': m.error_seats_asked,
  'seats.own_request': m.error_seats_own_request,
  'seats.links': m.error_seats_links,
  'seats.mails': m.error_seats_mails,
  'seats.bad_email': m.invalid_email,
  'organisations.owners_only': m.error_owners_only,
  'organisations.suspended': m.error_organisation_suspended
});

const wireRoles: Record<Role, SeatRole> = { owner: SeatRole.SEAT_OWNER, editor: SeatRole.SEAT_EDITOR, member: SeatRole.SEAT_MEMBER };
const toRole = (role: SeatRole): Role | undefined => (Object.keys(wireRoles) as Role[]).find((r) => wireRoles[r] === role);

/** How the reader stands to an organisation. */
export interface Standing {
  name: Text;
  role: Role | undefined;
  asked: boolean;
  published: boolean;
}

export interface Asker {
  person: Person;
  text: string;
  askedAt: number;
}

export interface Invitation {
  id: string;
  role: Role;
  /** Empty: a link. */
  email: string;
  creator: Person | undefined;
  expiresAt: number;
}

export interface Offer {
  organisationId: string;
  name: Text;
  role: Role;
  own: Role | undefined;
}

const plain = (text: Text | undefined): Text => ({ ar: text?.ar ?? '', fr: text?.fr ?? '', en: text?.en ?? '' });

export async function getStanding(id: string): Promise<Standing> {
  const { organisation, role, askedForSeat, state } = await line.call(OrganisationService.method.getProfile, { id });
  return { name: plain(organisation?.profile?.name), role: toRole(role), asked: askedForSeat, published: state === OrganisationState.STATE_PUBLISHED };
}

export const askForSeat = (organisationId: string, text: string) => line.call(method.askForSeat, { organisationId, text });
export const withdrawRequest = (organisationId: string) => line.call(method.withdrawSeatRequest, { organisationId });

export async function listAskers(organisationId: string): Promise<Asker[]> {
  const { requests } = await line.call(method.listSeatRequests, { organisationId });
  return requests.flatMap(({ person, text, askedAtMs }) => (person ? [{ person: toPerson(person), text, askedAt: Number(askedAtMs) }] : []));
}

/** Without a role: no seat. */
export const answerAsker = (organisationId: string, personId: string, role?: Role) =>
  line.call(method.answerSeatRequest, { organisationId, personId, role: role ? wireRoles[role] : SeatRole.SEAT_UNSPECIFIED });

const toInvitation = (wire: SeatInvitation): Invitation => ({
  id: wire.id,
  role: toRole(wire.role) ?? 'member',
  email: wire.email,
  creator: wire.creator && toPerson(wire.creator),
  expiresAt: Number(wire.expiresAtMs)
});

export const listInvitations = async (organisationId: string): Promise<Invitation[]> =>
  (await line.call(method.listSeatInvitations, { organisationId })).invitations.map(toInvitation);

/** Answers with the address to hand on: the server tells it this once. Behind `#`, no server's log sees the token. */
export async function createLink(organisationId: string, role: Role, validHours: number): Promise<{ id: string; url: string }> {
  const { invitation, token } = await line.call(method.createSeatLink, { organisationId, role: wireRoles[role], validHours });
  return { id: invitation?.id ?? '', url: `${location.origin}/seat#token=${token}` };
}

export const inviteByMail = (organisationId: string, email: string, role: Role) =>
  line.call(method.inviteByMail, { organisationId, email, role: wireRoles[role] });
export const revokeInvitation = (organisationId: string, invitationId: string) =>
  line.call(method.revokeSeatInvitation, { organisationId, invitationId });

export async function lookAtInvitation(token: string): Promise<Offer> {
  const { organisationId, name, role, ownRole } = await line.call(method.lookAtSeatInvitation, { token });
  return { organisationId, name: plain(name), role: toRole(role) ?? 'member', own: toRole(ownRole) };
}

export async function takeSeat(token: string): Promise<{ organisationId: string; role: Role }> {
  const { seat } = await line.call(method.takeSeat, { token });
  return { organisationId: seat?.organisation?.id ?? '', role: toRole(seat?.role ?? SeatRole.SEAT_UNSPECIFIED) ?? 'member' };
}

export const setRole = (organisationId: string, personId: string, role: Role) =>
  line.call(method.setSeatRole, { organisationId, personId, role: wireRoles[role] });
export const removeSeat = (organisationId: string, personId: string) => line.call(method.removeSeat, { organisationId, personId });
export const handOver = (organisationId: string, personId: string) => line.call(method.transferOwnership, { organisationId, personId });
export const leaveOrganisation = (organisationId: string) => line.call(method.leaveOrganisation, { organisationId });
