import { FindService, OrganisationOrder, type FacetCount, type FindOrganisationsResponse } from '$lib/gen/wasl/directory/v1/find_pb';
import { OrganisationKind } from '$lib/gen/wasl/directory/v1/directory_pb';
import { callHttp } from '$lib/wire/http';
import type { Language } from '$lib/i18n/preferences.svelte';
import type { Text } from '$lib/messaging/model';
import { toOrganisation, toText, type Organisation } from './api';
import type { Filter, Kind, Order } from './filter';

const { method } = FindService;

export interface Place {
  latitude: number;
  longitude: number;
}

export interface Found extends Organisation {
  stale: boolean;
  /** Kilometres; 0: not asked for. */
  distance: number;
}

/** How many there would be of each. */
export interface Facets {
  kinds: Map<Kind, number>;
  sectors: Map<string, number>;
  countries: Map<string, number>;
  regions: Map<string, number>;
  localities: Map<string, number>;
  localityNames: Map<string, Text>;
  members: Map<number, number>;
  staff: Map<number, number>;
  volunteers: Map<number, number>;
  budgets: Map<number, number>;
  verified: number;
  confirmed: number;
}

export interface Page {
  found: Found[];
  total: number;
  nextCursor: string;
  /** Of the first page only. */
  facets: Facets | null;
  similar: string[];
}

export interface Cluster {
  place: Place;
  count: number;
  /** Of one alone. */
  organisation: Organisation | undefined;
}

const kindNumbers: Record<Kind, OrganisationKind> = {
  association: OrganisationKind.ORGANISATION_ASSOCIATION,
  partner: OrganisationKind.ORGANISATION_PARTNER,
  authority: OrganisationKind.ORGANISATION_AUTHORITY,
  platform: OrganisationKind.ORGANISATION_PLATFORM
};
const kindOf = (number: string) => (Object.keys(kindNumbers) as Kind[]).find((kind) => String(kindNumbers[kind]) === number) ?? 'association';

const orderNumbers: Record<Order, OrganisationOrder> = {
  best: OrganisationOrder.ORDER_BEST,
  name: OrganisationOrder.ORDER_NAME,
  nearest: OrganisationOrder.ORDER_NEAREST,
  confirmed: OrganisationOrder.ORDER_CONFIRMED
};

const wire = (filter: Filter) => ({ ...filter, kinds: filter.kinds.map((kind) => kindNumbers[kind]) });

const counts = <K>(list: FacetCount[], key: (value: string) => K) => new Map(list.map((c) => [key(c.value), c.count]));
const same = (value: string) => value;

function toFacets({ facets }: FindOrganisationsResponse): Facets | null {
  if (!facets) return null;
  return {
    kinds: counts(facets.kinds, kindOf),
    sectors: counts(facets.sectors, same),
    countries: counts(facets.countries, same),
    regions: counts(facets.regions, same),
    localities: counts(facets.localities, same),
    localityNames: new Map(facets.localities.map((c) => [c.value, toText(c.name)])),
    members: counts(facets.members, Number),
    staff: counts(facets.staff, Number),
    volunteers: counts(facets.volunteers, Number),
    budgets: counts(facets.budgets, Number),
    verified: facets.verified,
    confirmed: facets.confirmed
  };
}

export async function findOrganisations(filter: Filter, order: Order, language: Language, near: Place | null, cursor = ''): Promise<Page> {
  const answer = await callHttp(method.findOrganisations, {
    filter: wire(filter),
    order: order === 'nearest' && !near ? OrganisationOrder.ORDER_BEST : orderNumbers[order],
    language,
    ...(near ? { near } : {}),
    cursor
  });
  return {
    found: answer.organisations.flatMap((f) => (f.organisation ? [{ ...toOrganisation(f.organisation), stale: f.stale, distance: f.distanceKm }] : [])),
    total: answer.total,
    nextCursor: answer.nextCursor,
    facets: toFacets(answer),
    similar: answer.similar
  };
}

/** What has coordinates in a section of the map. */
export async function mapOrganisations(filter: Filter, southWest: Place, northEast: Place, columns: number): Promise<Cluster[]> {
  const answer = await callHttp(method.mapOrganisations, { filter: wire(filter), southWest, northEast, columns });
  return answer.clusters.flatMap((c) => (c.place ? [{ place: c.place, count: c.count, organisation: c.organisation && toOrganisation(c.organisation) }] : []));
}
