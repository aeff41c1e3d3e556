import { localText } from '$lib/i18n/words.svelte';
import { m } from '$lib/i18n/messages.svelte';
import type { State } from './profile/api';
import type { Facets } from './find';
import { listRegions, listSectors, type Named, type Organisation, type Region, type Seat } from './api';

let sectors = $state.raw<Named[]>([]);
let regions = $state.raw<Region[]>([]);
let asked: Promise<void> | null = null;

async function ask(): Promise<void> {
  [sectors, regions] = await Promise.all([listSectors(), listRegions()]);
}

/** Nothing until the words are there. */
const nameIn = (list: Named[], code: string) => (list.length === 0 ? '' : localText(list.find((n) => n.code === code)?.name) || code);

/** The words organisations are filed under: asked once, when first needed. */
export const filing = {
  load(): Promise<void> {
    asked ??= ask().catch((error: unknown) => {
      asked = null;
      throw error;
    });
    return asked;
  },
  get sectors() {
    return sectors;
  },
  get regions() {
    return regions;
  },
  sector: (code: string) => nameIn(sectors, code),
  region: (code: string) => nameIn(regions, code)
};

const kindWords = {
  association: m.kind_association,
  partner: m.kind_partner,
  authority: m.kind_authority,
  platform: m.kind_platform
};
const roleWords = { owner: m.role_owner, editor: m.role_editor, member: m.role_member };

const countryWords = { TN: m.country_tn, MA: m.country_ma, DJ: m.country_dj } as Record<string, () => string>;
const memberWords = [m.members_0, m.members_0, m.members_1, m.members_10, m.members_50, m.members_200, m.members_1000];

export const countryWord = (code: string) => countryWords[code]?.() ?? code;
/** What a locality of the filter is called; one that nobody found says so is called as it was asked for. */
export const localityName = (value: string, facets: Facets | null) => localText(facets?.localityNames.get(value)) || value.slice(value.indexOf(':') + 1);
/** Of a band of the wire's CountBand. */
export const membersWord = (band: number) => memberWords[band]?.() ?? '';
const budgetWords = [m.budget_1, m.budget_2, m.budget_3, m.budget_4, m.budget_5];
/** Of a band of the wire's BudgetBand. */
export const budgetWord = (band: number) => budgetWords[band - 1]?.() ?? '';
const stateWords: Record<State, () => string> = { draft: m.state_draft, submitted: m.state_submitted, returned: m.state_returned, verified: m.state_verified, published: m.state_published, unpublished: m.state_unpublished, suspended: m.state_suspended };
export const stateWord = (state: State) => stateWords[state]();
export const kindWord = (kind: Organisation['kind']) => kindWords[kind]();
export const roleWord = (role: Seat['role']) => roleWords[role]();

/** "Sfax, Sfax" is said once. */
export function placeOf(organisation: Organisation): string {
  const places = [localText(organisation.locality), organisation.region && filing.region(organisation.region)];
  return [...new Set(places.filter(Boolean))].join(m.list_separator());
}
