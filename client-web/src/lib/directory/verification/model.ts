import { fromJsonString } from '@bufbuild/protobuf';
import { OrganisationKind } from '$lib/gen/wasl/directory/v1/directory_pb';
import { ContactKind, ProfileSchema, type Profile } from '$lib/gen/wasl/directory/v1/organisations_pb';
import type { Organisation } from '../api';
import { onMap } from '../profile/model';
import type { Person, Text } from '$lib/messaging/model';

export type ReviewKind = 'new' | 'change' | 'orphan';
export type Outcome = 'open' | 'published' | 'returned' | 'withdrawn' | 'settled';
export type Check = 'receipt' | 'phone' | 'address';
export type Result = 'none' | 'passed' | 'failed' | 'waived';
export type ReviewFilter = 'open' | 'mine' | 'unassigned';

export interface Reason {
  field: string;
  reason: string;
}

export interface Review {
  id: string;
  organisation: Organisation;
  /** Checked, not public yet. */
  verified: boolean;
  kind: ReviewKind;
  outcome: Outcome;
  submittedBy: Person | undefined;
  submittedAt: number;
  assignee: Person | undefined;
  assignedAt: number;
  decidedBy: Person | undefined;
  decidedAt: number;
  reasons: Reason[];
  note: string;
}

export interface Evidence {
  id: string;
  person: Person | undefined;
  kind: Check | 'note';
  result: Result;
  note: string;
  at: number;
}

export interface Duplicate {
  organisation: Organisation;
  published: boolean;
  because: string[];
  likeness: number;
}

export interface Change {
  field: string;
  before: Profile;
  after: Profile;
}

/** What proves the organisation: its receipt, for example. */
export interface Paper {
  id: string;
  name: string;
  bytes: number;
  href: string;
  addedBy: Person | undefined;
}

/** What was done to an organisation, never altered. */
export interface Entry {
  id: string;
  at: number;
  /** Absent: the platform itself. */
  person: Person | undefined;
  action: string;
  subject: Person | undefined;
  note: string;
  changes: Change[];
}

export interface Case {
  review: Review;
  submitted: Profile;
  changes: Change[];
  warnings: Reason[];
  duplicates: Duplicate[];
  evidence: Evidence[];
  papers: Paper[];
  /** Empty: nothing has to be checked. */
  checklist: { kind: Check; result: Result }[];
}

/** One line of what a field says; `lang` when it is told in one language, `ltr` of what is written so everywhere. */
export interface Line {
  text: string;
  lang?: keyof Text;
  ltr?: boolean;
  label?: string;
  href?: string;
}

/** In the order in which they are read. */
export const fields = [
  'kind', 'name', 'abbreviation', 'sectors', 'country', 'region', 'locality', 'place', 'registration_number', 'president', 'founded_year',
  'contacts', 'website', 'social_links', 'mission', 'description', 'track_record', 'size', 'languages', 'partner'
] as const;
export type Field = (typeof fields)[number];

/** Codes and numbers in the reader's words. */
export interface Said {
  kind(kind: 'association' | 'partner' | 'authority'): string;
  sector(code: string): string;
  region(code: string): string;
  country(code: string): string;
  language(code: string): string;
  members(band: number): string;
  budget(band: number): string;
  contact(kind: ContactKind): string;
  size: Record<'members' | 'staff' | 'volunteers' | 'budget', string>;
  partner: Record<'priorities' | 'mechanisms' | 'procedures' | 'territories' | 'publications', string>;
  membersOnly: string;
}

const kinds: Partial<Record<OrganisationKind, 'partner' | 'authority'>> = {
  [OrganisationKind.ORGANISATION_PARTNER]: 'partner',
  [OrganisationKind.ORGANISATION_AUTHORITY]: 'authority'
};

const inLanguages = (text: Text | undefined, label?: string): Line[] =>
  (['ar', 'fr', 'en'] as const).flatMap((lang) => (text?.[lang] ? [{ text: text[lang], lang, ...(label && { label }) }] : []));
const word = (text: string): Line[] => (text ? [{ text }] : []);
const written = (text: string): Line[] => (text ? [{ text, ltr: true }] : []);
const safeLink = (url: string): Line => ({ text: url, ltr: true, ...(/^https?:\/\//i.test(url) && { href: url }) });

/** What a field of a profile says; nothing when it is not told. */
export function linesOf(profile: Profile, field: string, said: Said): Line[] {
  switch (field as Field) {
    case 'kind':
      return profile.kind ? word(said.kind(kinds[profile.kind] ?? 'association')) : [];
    case 'name':
    case 'locality':
    case 'description':
    case 'mission':
      return inLanguages(profile[field as 'name']);
    case 'track_record':
      return inLanguages(profile.trackRecord);
    case 'abbreviation':
    case 'president':
      return word(profile[field as 'president']);
    case 'sectors':
      return profile.sectors.map((code) => ({ text: said.sector(code) }));
    case 'country':
      return word(profile.country && said.country(profile.country));
    case 'region':
      return word(profile.region && said.region(profile.region));
    case 'place':
      return profile.place ? [{ text: `${profile.place.latitude.toFixed(4)}, ${profile.place.longitude.toFixed(4)}`, ltr: true, href: onMap(profile.place) }] : [];
    case 'registration_number':
      return written(profile.registrationNumber);
    case 'founded_year':
      return profile.foundedYear ? word(String(profile.foundedYear)) : [];
    case 'contacts':
      return profile.contacts.map((c) => ({
        text: c.value,
        ltr: c.kind !== ContactKind.CONTACT_ADDRESS,
        label: [said.contact(c.kind), ...(c.public ? [] : [said.membersOnly])].join(' · '),
        ...(c.kind === ContactKind.CONTACT_PHONE && { href: `tel:${c.value.replace(/[^+\d]/g, '')}` })
      }));
    case 'website':
      return profile.website ? [safeLink(profile.website)] : [];
    case 'social_links':
      return profile.socialLinks.map(safeLink);
    case 'languages':
      return profile.languages.map((code) => ({ text: said.language(code) }));
    case 'size':
      return sizeLines(profile, said);
    case 'partner':
      return partnerLines(profile, said);
    default:
      return [];
  }
}

function sizeLines({ size }: Profile, said: Said): Line[] {
  const counts = (['members', 'staff', 'volunteers'] as const).flatMap((of) => (size?.[of] ? [{ text: said.members(size[of]), label: said.size[of] }] : []));
  return size?.budget ? [...counts, { text: said.budget(size.budget), label: said.size.budget }] : counts;
}

function partnerLines({ partner }: Profile, said: Said): Line[] {
  if (!partner) return [];
  const { priorities, mechanisms, procedures } = said.partner;
  const place = (code: string) => (code.includes('-') ? said.region(code) : said.country(code));
  return [
    ...inLanguages(partner.priorities, priorities),
    ...inLanguages(partner.mechanisms, mechanisms),
    ...inLanguages(partner.procedures, procedures),
    ...partner.territories.map((code) => ({ text: place(code), label: said.partner.territories })),
    ...partner.publications.map((p) => ({ ...safeLink(p.url), text: [p.title, p.year || ''].filter(Boolean).join(', '), ltr: false, label: said.partner.publications }))
  ];
}

/** As a change tells it: a profile with one field. What cannot be read says nothing. */
export function profileOf(json: string): Profile {
  try {
    return fromJsonString(ProfileSchema, json, { ignoreUnknownFields: true });
  } catch {
    return fromJsonString(ProfileSchema, '{}');
  }
}

/** What is still to be checked before it can be published. */
export const unchecked = (checklist: Case['checklist']): Check[] =>
  checklist.filter((item) => item.result !== 'passed' && item.result !== 'waived').map((item) => item.kind);

/** The part of a profile that a warning or a reason is about: "name.ar" is of "name". */
export const partOf = (field: string): string => /^[a-z_]+/.exec(field)?.[0] ?? '';

const units = [['day', 86_400_000], ['hour', 3_600_000], ['minute', 60_000]] as const;

/** "3 days ago", "now". */
export function agoText(ms: number, now: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const unit = units.find(([, length]) => now - ms >= length);
  return unit ? words.format(-Math.floor((now - ms) / unit[1]), unit[0]) : words.format(0, 'second');
}

/** Who waits for more than a week has waited long. */
export const waitsLong = (ms: number, now: number): boolean => now - ms > 7 * 86_400_000;
