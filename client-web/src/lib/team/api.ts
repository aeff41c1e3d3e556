import { AccountFilter, TargetKind, TeamService, type Account as WireAccount, type Act as WireAct } from '$lib/gen/wasl/accounts/v1/team_pb';
import { OrganisationState } from '$lib/gen/wasl/directory/v1/directory_pb';
import { OversightService } from '$lib/gen/wasl/directory/v1/oversight_pb';
import { toOrganisation, type Organisation } from '$lib/directory/api';
import { stateOf, type State } from '$lib/directory/profile/api';
import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { toPerson, type Person, type Text } from '$lib/messaging/model';
import { line } from '$lib/wire/line';

const team = TeamService.method;
const oversight = OversightService.method;

knowReasons({
  'audit.bad_reason': m.error_team_reason,
  'accounts.own_administrator': m.error_team_own_role,
  'accounts.last_administrator': m.error_team_last,
  'accounts.yourself': m.error_team_yourself,
  'accounts.administrator': m.error_team_administrator,
  'accounts.not_confirmed': m.error_team_not_confirmed,
  'accounts.is_suspended': m.error_team_suspended,
  'accounts.bad_until': m.error_team_until,
  'organisations.platform': m.error_team_platform
});

export const roles = ['administrator', 'verifier', 'moderator', 'specialist'] as const;
export type Role = (typeof roles)[number];

export interface Suspension {
  reason: string;
  at: number;
  /** 0: until it is lifted. */
  until: number;
}

export interface Account {
  person: Person;
  email: string;
  confirmed: boolean;
  createdAt: number;
  roles: Role[];
  suspension?: Suspension;
}

function toAccount(wire: WireAccount | undefined): Account {
  if (!wire?.card) throw new Error('no account');
  const { suspension: s } = wire;
  return {
    person: toPerson(wire.card),
    email: wire.email,
    confirmed: wire.confirmed,
    createdAt: Number(wire.createdAtMs),
    roles: roles.filter((role) => wire.roles.includes(role)),
    ...(s && { suspension: { reason: s.reason, at: Number(s.atMs), until: Number(s.untilMs) } })
  };
}

export type AccountsOf = 'all' | 'team' | 'suspended';
const filters: Record<AccountsOf, AccountFilter> = { all: AccountFilter.ALL, team: AccountFilter.TEAM, suspended: AccountFilter.SUSPENDED };

export async function findAccounts(query: string, of: AccountsOf, before = '0'): Promise<{ accounts: Account[]; more: boolean }> {
  const { accounts, more } = await line.call(team.findAccounts, { query, filter: filters[of], before });
  return { accounts: accounts.map(toAccount), more };
}

export const grantRole = async (personId: string, role: Role, reason: string) => toAccount((await line.call(team.grantRole, { personId, role, reason })).account);
export const revokeRole = async (personId: string, role: Role, reason: string) => toAccount((await line.call(team.revokeRole, { personId, role, reason })).account);
export const suspendPerson = async (personId: string, reason: string, until: number) =>
  toAccount((await line.call(team.suspendPerson, { personId, reason, untilMs: BigInt(until) })).account);
export const liftPerson = async (personId: string, reason: string) => toAccount((await line.call(team.liftSuspension, { personId, reason })).account);

export type Target = 'person' | 'organisation' | 'import';
const targets: Record<Target, TargetKind> = { person: TargetKind.TARGET_PERSON, organisation: TargetKind.TARGET_ORGANISATION, import: TargetKind.TARGET_IMPORT };

export interface Act {
  id: string;
  at: number;
  /** None: the command line. */
  actor?: Person;
  act: string;
  target: Target;
  targetId: string;
  person?: Person;
  organisation?: Text;
  detail: string;
  reason: string;
}

export interface ActFilter {
  act: string;
  actorId: string;
  target: Target | '';
  targetId: string;
  from: number;
  until: number;
}

function toAct(wire: WireAct): Act {
  const { organisation: name } = wire;
  return {
    id: wire.id,
    at: Number(wire.atMs),
    ...(wire.actor && { actor: toPerson(wire.actor) }),
    act: wire.act,
    target: (Object.keys(targets) as Target[]).find((t) => targets[t] === wire.target) ?? 'person',
    targetId: wire.targetId,
    ...(wire.person && { person: toPerson(wire.person) }),
    ...(name && { organisation: { ar: name.ar, fr: name.fr, en: name.en } }),
    detail: wire.detail,
    reason: wire.reason
  };
}

export async function listActs(filter: ActFilter, before = '0', limit = 30): Promise<{ acts: Act[]; more: boolean }> {
  const { act, actorId, target, targetId, from, until } = filter;
  const answer = await line.call(team.listActs, {
    act,
    actorId: actorId || '0',
    target: target ? targets[target] : TargetKind.TARGET_ANY,
    targetId: targetId || '0',
    fromMs: BigInt(from),
    untilMs: BigInt(until),
    before,
    limit
  });
  return { acts: answer.acts.map(toAct), more: answer.more };
}

export interface Count {
  code: string;
  count: number;
}

export const peopleFigures = () => line.call(team.getPeopleFigures, {});

export interface DirectoryFigures {
  organisations: number;
  byState: Count[];
  byKind: Count[];
  byRegion: Count[];
  bySector: Count[];
  verified: Count[];
  waiting: number;
  longest: { reviewId: string; name: Text; submittedAt: number }[];
  stale: number;
  imports: number;
  imported: number;
}

export async function directoryFigures(): Promise<DirectoryFigures> {
  const f = await line.call(oversight.getDirectoryFigures, {});
  const { organisations, byState, byKind, byRegion, bySector, verified, waiting, stale, imports, imported } = f;
  const longest = f.longest.map((w) => ({
    reviewId: w.reviewId,
    name: { ar: w.organisation?.ar ?? '', fr: w.organisation?.fr ?? '', en: w.organisation?.en ?? '' },
    submittedAt: Number(w.submittedAtMs)
  }));
  return { organisations, byState, byKind, byRegion, bySector, verified, waiting, longest, stale, imports, imported };
}

export interface Found {
  organisation: Organisation;
  state: State;
}

export async function findOrganisations(query: string, suspended: boolean, before = '0'): Promise<{ found: Found[]; more: boolean }> {
  const state = suspended ? OrganisationState.STATE_SUSPENDED : OrganisationState.STATE_UNSPECIFIED;
  const { organisations, more } = await line.call(oversight.findAnyOrganisation, { query, state, before });
  return { found: organisations.flatMap((f) => (f.organisation ? [{ organisation: toOrganisation(f.organisation), state: stateOf(f.state) }] : [])), more };
}

export const suspendOrganisation = async (organisationId: string, reason: string) => stateOf((await line.call(oversight.suspendOrganisation, { organisationId, reason })).state);
export const liftOrganisation = async (organisationId: string, reason: string) => stateOf((await line.call(oversight.liftOrganisation, { organisationId, reason })).state);

export async function organisationSuspension(organisationId: string): Promise<{ reason: string; at: number; appeal: string }> {
  const { reason, atMs, appealAddress } = await line.call(oversight.getOrganisationSuspension, { organisationId });
  return { reason, at: Number(atMs), appeal: appealAddress };
}
