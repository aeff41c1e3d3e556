import { OrganisationState } from '$lib/gen/wasl/directory/v1/directory_pb';
import { OrganisationService, type Draft as WireDraft } from '$lib/gen/wasl/directory/v1/organisations_pb';
import { line } from '$lib/wire/line';
import { roleOf, type Seat } from '../api';
import { fromWire, toWire, type Profile } from './model';

const { method } = OrganisationService;

export type State = 'draft' | 'submitted' | 'returned' | 'verified' | 'published' | 'unpublished' | 'suspended';

const states: Partial<Record<OrganisationState, State>> = {
  [OrganisationState.STATE_SUBMITTED]: 'submitted',
  [OrganisationState.STATE_RETURNED]: 'returned',
  [OrganisationState.STATE_VERIFIED]: 'verified',
  [OrganisationState.STATE_PUBLISHED]: 'published',
  [OrganisationState.STATE_UNPUBLISHED]: 'unpublished',
  [OrganisationState.STATE_SUSPENDED]: 'suspended'
};
export const stateOf = (state: OrganisationState): State => states[state] ?? 'draft';

export interface Draft {
  organisationId: string;
  profile: Profile;
  version: string;
  state: State;
  warnings: { field: string; reason: string }[];
  editedBy: string;
  editedAtMs: number;
  /** From what is public. */
  differs: boolean;
  /** Lies before the verifiers: it cannot be changed unless it is taken back. */
  inReview: boolean;
  reasons: { field: string; reason: string }[];
  note: string;
}

function toDraft(wire: WireDraft | undefined): Draft {
  if (!wire?.profile) throw new Error('no draft');
  return {
    organisationId: wire.organisationId,
    profile: fromWire(wire.profile),
    version: wire.version,
    state: stateOf(wire.state),
    warnings: wire.warnings.map(({ field, reason }) => ({ field, reason })),
    editedBy: wire.editedBy?.name ?? '',
    editedAtMs: Number(wire.editedAtMs),
    differs: wire.differs,
    inReview: wire.inReview,
    reasons: wire.reasons.map(({ field, reason }) => ({ field, reason })),
    note: wire.note
  };
}

export const register = async (clientId: string, profile: Profile) => toDraft((await line.call(method.registerOrganisation, { clientId, profile: toWire(profile) })).draft);
export const getDraft = async (organisationId: string) => toDraft((await line.call(method.getDraft, { organisationId })).draft);
export const saveDraft = async (organisationId: string, version: string, profile: Profile) =>
  toDraft((await line.call(method.saveDraft, { organisationId, version, profile: toWire(profile) })).draft);
export const submitDraft = async (organisationId: string, version: string) => toDraft((await line.call(method.submitDraft, { organisationId, version })).draft);
export const withdrawDraft = async (organisationId: string) => toDraft((await line.call(method.withdrawDraft, { organisationId })).draft);

export interface Shown {
  profile: Profile;
  verified: boolean;
  confirmedAtMs: number;
  stale: boolean;
  state: State;
  role: Seat['role'] | '';
  /** There are more contacts, for members of published organisations. */
  contactsWithheld: boolean;
}

export async function getProfile(id: string): Promise<Shown> {
  const answer = await line.call(method.getProfile, { id });
  const shown = answer.organisation;
  if (!shown?.profile) throw new Error('no profile');
  return {
    profile: fromWire(shown.profile),
    verified: shown.verified,
    confirmedAtMs: Number(shown.confirmedAtMs),
    stale: shown.stale,
    state: stateOf(answer.state),
    role: roleOf(answer.role),
    contactsWithheld: answer.contactsWithheld
  };
}

export const confirmOrganisation = (organisationId: string) => line.call(method.confirmOrganisation, { organisationId });
