import {
  DirectoryService,
  OrganisationKind,
  SeatRole,
  type Organisation as WireOrganisation
} from '$lib/gen/wasl/directory/v1/directory_pb';
import { toPerson, type Person, type Text } from '$lib/messaging/model';
import { line } from '$lib/wire/line';

const { method } = DirectoryService;

export interface Organisation {
  id: string;
  kind: 'association' | 'partner' | 'authority' | 'platform';
  name: Text;
  abbreviation: string;
  region: string;
  locality: Text;
  sectors: string[];
  verified: boolean;
}

export interface Seat {
  person: Person;
  role: 'owner' | 'editor' | 'member';
}

export interface Named {
  code: string;
  name: Text;
}

export interface Region extends Named {
  country: string;
  latitude: number;
  longitude: number;
}

export interface OrganisationFilter {
  query: string;
  sector: string;
  region: string;
}

const kinds: Partial<Record<OrganisationKind, Organisation['kind']>> = {
  [OrganisationKind.ORGANISATION_PARTNER]: 'partner',
  [OrganisationKind.ORGANISATION_AUTHORITY]: 'authority',
  [OrganisationKind.ORGANISATION_PLATFORM]: 'platform'
};

const roles: Partial<Record<SeatRole, Seat['role']>> = { [SeatRole.SEAT_OWNER]: 'owner', [SeatRole.SEAT_EDITOR]: 'editor' };
/** Empty: no seat. */
export const roleOf = (role: SeatRole): Seat['role'] | '' => (role === SeatRole.SEAT_UNSPECIFIED ? '' : (roles[role] ?? 'member'));

const noText: Text = { ar: '', fr: '', en: '' };
export const toText = (text: Text | undefined): Text => (text ? { ar: text.ar, fr: text.fr, en: text.en } : noText);

export const toOrganisation = (wire: WireOrganisation): Organisation => ({
  id: wire.id,
  kind: kinds[wire.kind] ?? 'association',
  name: toText(wire.name),
  abbreviation: wire.abbreviation,
  region: wire.region,
  locality: toText(wire.locality),
  sectors: [...wire.sectors],
  verified: wire.verified
});

export async function listSectors(): Promise<Named[]> {
  const { sectors } = await line.call(method.listSectors, {});
  return sectors.map((s) => ({ code: s.code, name: toText(s.name) }));
}

export async function listRegions(): Promise<Region[]> {
  const { regions } = await line.call(method.listRegions, {});
  return regions.map((r) => ({ code: r.code, country: r.country, latitude: r.latitude, longitude: r.longitude, name: toText(r.name) }));
}

export async function listOrganisations(filter: OrganisationFilter, cursor = '') {
  const page = await line.call(method.listOrganisations, { ...filter, cursor });
  return { organisations: page.organisations.map(toOrganisation), nextCursor: page.nextCursor };
}

export async function getOrganisation(id: string): Promise<{ organisation: Organisation | undefined; seats: Seat[] }> {
  const { organisation, seats } = await line.call(method.getOrganisation, { id });
  return {
    organisation: organisation && toOrganisation(organisation),
    seats: seats.flatMap((s) => (s.person ? [{ person: toPerson(s.person), role: roles[s.role] ?? 'member' }] : []))
  };
}

export async function findPeople(query: string): Promise<Person[]> {
  const { people } = await line.call(method.findPeople, { query });
  return people.map(toPerson);
}
