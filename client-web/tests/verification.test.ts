import { create } from '@bufbuild/protobuf';
import { describe, expect, it, vi } from 'vitest';
import { OrganisationKind, OrganisationState } from '$lib/gen/wasl/directory/v1/directory_pb';
import { BudgetBand, ContactKind, CountBand, ProfileSchema } from '$lib/gen/wasl/directory/v1/organisations_pb';
import { ReviewKind, ReviewOutcome, ReviewSchema } from '$lib/gen/wasl/directory/v1/verification_pb';
import { toReview } from '$lib/directory/verification/decode';
import { agoText, fields, linesOf, partOf, profileOf, unchecked, waitsLong, type Said } from '$lib/directory/verification/model';

vi.mock('$lib/wire/line', () => ({ line: {} })); // which needs a browser

const said: Said = {
  kind: (kind) => `kind:${kind}`,
  sector: (code) => `sector:${code}`,
  region: (code) => `region:${code}`,
  country: (code) => `country:${code}`,
  language: (code) => `language:${code}`,
  members: (band) => `count:${band}`,
  budget: (band) => `budget:${band}`,
  contact: (kind) => `contact:${kind}`,
  size: { members: 'members', staff: 'staff', volunteers: 'volunteers', budget: 'money' },
  partner: { priorities: 'P', mechanisms: 'M', procedures: 'R', territories: 'T', publications: 'B' },
  membersOnly: 'for members'
};

describe('what a profile says', () => {
  const profile = create(ProfileSchema, {
    kind: OrganisationKind.ORGANISATION_PARTNER,
    name: { ar: 'بذرة', fr: 'Graine' },
    sectors: ['youth'],
    region: 'TN-61',
    place: { latitude: 34.74, longitude: 10.76 },
    size: { members: CountBand.COUNT_1_TO_9, budget: BudgetBand.BUDGET_UNDER_5K },
    contacts: [
      { kind: ContactKind.CONTACT_PHONE, value: '+216 70 000 000', public: false },
      { kind: ContactKind.CONTACT_ADDRESS, value: '3, rue', public: true }
    ],
    website: 'javascript:alert(1)',
    socialLinks: ['https://example.org/a'],
    partner: { priorities: { fr: 'Jeunes' }, territories: ['TN-61', 'DJ'], publications: [{ title: 'Guide', url: 'https://example.org', year: 2024 }] }
  });
  const texts = (field: string) => linesOf(profile, field, said).map((l) => l.text);

  it('is told in the reader’s words, each language by itself', () => {
    expect(linesOf(profile, 'name', said)).toEqual([{ text: 'بذرة', lang: 'ar' }, { text: 'Graine', lang: 'fr' }]);
    expect([texts('kind'), texts('sectors'), texts('region')].flat()).toEqual(['kind:partner', 'sector:youth', 'region:TN-61']);
    expect(linesOf(profile, 'size', said)).toEqual([{ text: 'count:2', label: 'members' }, { text: 'budget:1', label: 'money' }]);
    expect(texts('place')).toEqual(['34.7400, 10.7600']);
    expect(texts('partner')).toEqual(['Jeunes', 'region:TN-61', 'country:DJ', 'Guide, 2024']);
  });

  it('says who sees a contact, and phones can be called', () => {
    const [phone, address] = linesOf(profile, 'contacts', said);
    expect(phone).toEqual({ text: '+216 70 000 000', ltr: true, label: `contact:${ContactKind.CONTACT_PHONE} · for members`, href: 'tel:+21670000000' });
    expect(address).toEqual({ text: '3, rue', ltr: false, label: `contact:${ContactKind.CONTACT_ADDRESS}` });
  });

  it('makes links of web addresses only', () => {
    expect(linesOf(profile, 'website', said)[0]?.href).toBeUndefined();
    expect(linesOf(profile, 'social_links', said)[0]?.href).toBe('https://example.org/a');
  });

  it('is empty where nothing is told, and for what is not known', () => {
    const empty = create(ProfileSchema, {});
    expect(fields.flatMap((field) => linesOf(empty, field, said))).toEqual([]);
    expect(linesOf(profile, 'colour', said)).toEqual([]);
  });

  it('reads the profiles of a change, and survives what is none', () => {
    expect(profileOf('{"name":{"fr":"Avant"},"somethingNew":1}').name?.fr).toBe('Avant');
    expect(profileOf('{"registrationNumber":"JORT 1"}').registrationNumber).toBe('JORT 1');
    expect(profileOf('not json').president).toBe('');
  });
});

describe('a case', () => {
  it('is read from the wire', () => {
    const wire = create(ReviewSchema, {
      id: '5',
      organisation: { id: '9', kind: OrganisationKind.ORGANISATION_ASSOCIATION },
      state: OrganisationState.STATE_VERIFIED,
      kind: ReviewKind.REVIEW_CHANGE,
      outcome: ReviewOutcome.OUTCOME_RETURNED,
      submittedAtMs: 5n,
      decidedBy: { id: '3', name: 'Rim' },
      reasons: [{ field: 'name.ar', reason: 'x' }]
    });
    const { organisation, assignee, ...review } = toReview(wire);
    expect(organisation.id).toBe('9');
    expect(assignee).toBeUndefined();
    expect(review).toMatchObject({ id: '5', verified: true, kind: 'change', outcome: 'returned', submittedAt: 5, reasons: [{ field: 'name.ar', reason: 'x' }] });
    expect(review.decidedBy?.name).toBe('Rim');
  });

  it('knows what is left to check', () => {
    const checklist = [{ kind: 'receipt', result: 'passed' }, { kind: 'phone', result: 'failed' }, { kind: 'address', result: 'waived' }] as const;
    expect(unchecked([...checklist])).toEqual(['phone']);
    expect(unchecked([])).toEqual([]);
  });

  it('says how long it waits', () => {
    const now = 1_700_000_000_000;
    const minute = 60_000;
    expect(agoText(now - 5 * minute, now, 'en')).toBe('5 minutes ago');
    expect(agoText(now - 26 * 60 * minute, now, 'en')).toBe('yesterday');
    expect(agoText(now - 72 * 60 * minute, now, 'ar-TN-u-nu-latn')).toBe('قبل 3 أيام');
    expect(agoText(now + minute, now, 'en')).toBe('now');
    expect([waitsLong(now - 8 * 24 * 60 * minute, now), waitsLong(now - 60 * minute, now)]).toEqual([true, false]);
  });

  it('finds the part that a warning is about', () => {
    expect(['name.ar', 'place', 'contacts[2].value', '7'].map(partOf)).toEqual(['name', 'place', 'contacts', '']);
  });
});
