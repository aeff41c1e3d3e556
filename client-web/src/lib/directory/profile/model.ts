import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { OrganisationKind } from '$lib/gen/wasl/directory/v1/directory_pb';
import { BudgetBand, ContactKind, CountBand, ProfileSchema, type Profile as WireProfile } from '$lib/gen/wasl/directory/v1/organisations_pb';
import type { Text } from '$lib/messaging/model';
import type { Place } from '../find';

export const contactKinds = ['email', 'phone', 'whatsapp', 'fax', 'address'] as const;
export type ContactWord = (typeof contactKinds)[number];
export type ProfileKind = 'association' | 'partner' | 'authority';

export interface Contact {
  kind: ContactWord;
  value: string;
  public: boolean;
}

/** What an organisation tells of itself, as it is filled in. */
export interface Profile {
  kind: ProfileKind;
  name: Text;
  abbreviation: string;
  sectors: string[];
  country: string;
  region: string;
  locality: Text;
  place: Place | null;
  description: Text;
  mission: Text;
  trackRecord: Text;
  members: CountBand;
  staff: CountBand;
  volunteers: CountBand;
  budget: BudgetBand;
  foundedYear: string;
  registrationNumber: string;
  president: string;
  contacts: Contact[];
  website: string;
  socialLinks: string[];
  languages: string[];
  priorities: Text;
  mechanisms: Text;
  procedures: Text;
  territories: string[];
  publications: { title: string; url: string; year: number }[];
}

/** What verifiers cannot begin without, in the order of the form. */
export function missing(profile: Profile): ('name' | 'sectors' | 'country' | 'contacts')[] {
  const there = {
    name: !isEmptyText(profile.name),
    sectors: profile.sectors.length > 0,
    country: Boolean(profile.country || profile.region),
    contacts: profile.contacts.some((contact) => contact.value.trim())
  };
  return (Object.keys(there) as (keyof typeof there)[]).filter((part) => !there[part]);
}

/** Where the place is, for whoever wants to see it. */
export const onMap = ({ latitude, longitude }: Place) => `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=14/${latitude}/${longitude}`;

const noText = (): Text => ({ ar: '', fr: '', en: '' });
const text = (wire: Text | undefined): Text => ({ ar: wire?.ar ?? '', fr: wire?.fr ?? '', en: wire?.en ?? '' });

const kindNumbers: Record<ProfileKind, OrganisationKind> = {
  association: OrganisationKind.ORGANISATION_ASSOCIATION,
  partner: OrganisationKind.ORGANISATION_PARTNER,
  authority: OrganisationKind.ORGANISATION_AUTHORITY
};
const contactNumbers: Record<ContactWord, ContactKind> = {
  email: ContactKind.CONTACT_EMAIL,
  phone: ContactKind.CONTACT_PHONE,
  whatsapp: ContactKind.CONTACT_WHATSAPP,
  fax: ContactKind.CONTACT_FAX,
  address: ContactKind.CONTACT_ADDRESS
};

export const emptyProfile = (): Profile => fromWire(create(ProfileSchema, {}));

export function fromWire(wire: WireProfile): Profile {
  return {
    kind: (Object.keys(kindNumbers) as ProfileKind[]).find((kind) => kindNumbers[kind] === wire.kind) ?? 'association',
    name: text(wire.name),
    abbreviation: wire.abbreviation,
    sectors: [...wire.sectors],
    country: wire.country,
    region: wire.region,
    locality: text(wire.locality),
    place: wire.place ? { latitude: wire.place.latitude, longitude: wire.place.longitude } : null,
    description: text(wire.description),
    mission: text(wire.mission),
    trackRecord: text(wire.trackRecord),
    members: wire.size?.members ?? CountBand.COUNT_UNSPECIFIED,
    staff: wire.size?.staff ?? CountBand.COUNT_UNSPECIFIED,
    volunteers: wire.size?.volunteers ?? CountBand.COUNT_UNSPECIFIED,
    budget: wire.size?.budget ?? BudgetBand.BUDGET_UNSPECIFIED,
    foundedYear: wire.foundedYear ? String(wire.foundedYear) : '',
    registrationNumber: wire.registrationNumber,
    president: wire.president,
    contacts: wire.contacts.map((c) => ({
      kind: contactKinds.find((kind) => contactNumbers[kind] === c.kind) ?? 'phone',
      value: c.value,
      public: c.public
    })),
    website: wire.website,
    socialLinks: [...wire.socialLinks],
    languages: [...wire.languages],
    priorities: text(wire.partner?.priorities),
    mechanisms: text(wire.partner?.mechanisms),
    procedures: text(wire.partner?.procedures),
    territories: [...(wire.partner?.territories ?? [])],
    publications: (wire.partner?.publications ?? []).map(({ title, url, year }) => ({ title, url, year }))
  };
}

const western = (text: string) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 15));
/** 1 for what is no year: the server says so beside the field. */
function yearOf(text: string): number {
  const year = western(text.trim());
  return /^\d{1,4}$/.test(year) ? Number(year) : year ? 1 : 0;
}

/** Lines left empty are not told. */
export function toWire(profile: Profile): MessageInitShape<typeof ProfileSchema> {
  const { members, staff, volunteers, budget } = profile;
  const filled = (lines: string[]) => lines.map((line) => line.trim()).filter(Boolean);
  return {
    kind: kindNumbers[profile.kind],
    name: profile.name,
    abbreviation: profile.abbreviation,
    sectors: profile.sectors,
    country: profile.country,
    region: profile.region,
    locality: profile.locality,
    ...(profile.place ? { place: profile.place } : {}),
    description: profile.description,
    mission: profile.mission,
    trackRecord: profile.trackRecord,
    size: { members, staff, volunteers, budget },
    foundedYear: yearOf(profile.foundedYear),
    registrationNumber: profile.registrationNumber,
    president: profile.president,
    contacts: profile.contacts.filter((c) => c.value.trim()).map((c) => ({ kind: contactNumbers[c.kind], value: c.value, public: c.public })),
    website: profile.website,
    socialLinks: filled(profile.socialLinks),
    languages: profile.languages,
    ...(profile.kind === 'partner'
      ? {
          partner: {
            priorities: profile.priorities,
            mechanisms: profile.mechanisms,
            procedures: profile.procedures,
            territories: profile.territories,
            publications: profile.publications.filter((p) => p.title.trim() || p.url.trim())
          }
        }
      : {})
  };
}

export const isEmptyText = (value: Text) => !value.ar.trim() && !value.fr.trim() && !value.en.trim();
export const freshText = noText;

/** Parts of the form, by the fields that refusals and reasons name: "contacts[2].value" is of contacts. */
export const partOf = (field: string): string => /^[a-z_]+/.exec(field.replace(/^(partner|size)\./, ''))?.[0] ?? '';
