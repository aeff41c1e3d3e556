import { ContactKind } from '$lib/gen/wasl/directory/v1/organisations_pb';
import { locale } from '$lib/i18n/words.svelte';
import { m } from '$lib/i18n/messages.svelte';
import { countryWord, filing, kindWord, membersWord } from '../words.svelte';
import type { Check, Evidence, Outcome, Result, ReviewKind, Said } from './model';

const fieldWords: Record<string, () => string> = {
  kind: m.facet_kind,
  name: m.organisation_name,
  abbreviation: m.abbreviation,
  sectors: m.sectors,
  country: m.facet_country,
  region: m.region,
  locality: m.locality,
  place: m.place_on_map,
  registration_number: m.registration_number,
  president: m.president,
  founded_year: m.founded_year,
  contacts: m.contacts,
  website: m.website,
  social_links: m.social_links,
  mission: m.mission,
  description: m.description,
  track_record: m.track_record,
  size: m.verify_size,
  languages: m.verify_languages,
  partner: m.part_partner
};
/** The author reads the same word beside the field that is meant. */
export const fieldWord = (field: string) => fieldWords[field]?.() ?? field;

const kindWords: Record<ReviewKind, () => string> = { new: m.verify_new, change: m.verify_change, orphan: m.verify_orphan };
export const reviewWord = (kind: ReviewKind) => kindWords[kind]();
const outcomeWords: Record<Outcome, () => string> = {
  open: m.verify_open,
  published: m.verify_published,
  returned: m.verify_returned,
  withdrawn: m.verify_withdrawn,
  settled: m.verify_settled
};
export const outcomeWord = (outcome: Outcome) => outcomeWords[outcome]();
const checkWords: Record<Evidence['kind'], () => string> = { receipt: m.check_receipt, phone: m.check_phone, address: m.check_address, note: m.check_note };
export const checkWord = (kind: Check | 'note') => checkWords[kind]();
const resultWords: Record<Result, () => string> = { none: m.result_none, passed: m.result_passed, failed: m.result_failed, waived: m.result_waived };
export const resultWord = (result: Result) => resultWords[result]();
const warningWords: Record<string, () => string> = {
  place_outside_country: m.warning_place,
  mixed_script: m.warning_mixed,
  unusual_script: m.warning_unusual,
  invisible_character: m.warning_invisible
};
export const warningWord = (reason: string) => warningWords[reason]?.() ?? reason;
const becauseWords: Record<string, () => string> = { name: m.because_name, registration_number: m.because_number, contact: m.because_contact };
export const becauseWord = (because: string) => becauseWords[because]?.() ?? because;

const actionWords: Record<string, () => string> = {
  registered: m.history_registered,
  submitted: m.history_submitted,
  withdrawn: m.history_withdrawn,
  changed: m.history_changed,
  returned: m.history_returned,
  verified: m.history_verified,
  published: m.history_published,
  confirmed: m.history_confirmed,
  unpublished: m.history_unpublished,
  taken: m.history_taken,
  released: m.history_released,
  seat_given: m.history_seat_given,
  seat_removed: m.history_seat_removed,
  left: m.history_left,
  orphaned: m.history_orphaned,
  settled: m.history_settled,
  imported: m.history_imported,
  paper_added: m.history_paper_added,
  paper_removed: m.history_paper_removed,
  suspended: m.history_suspended,
  restored: m.history_restored,
  logo_set: m.history_logo_set,
  logo_removed: m.history_logo_removed,
  intervention_added: m.history_intervention_added,
  intervention_changed: m.history_intervention_changed,
  intervention_removed: m.history_intervention_removed
};
/** Of the history; what is not known yet is shown as it is called. */
export const actionWord = (action: string) => actionWords[action]?.() ?? action;

const contactWords: Partial<Record<ContactKind, () => string>> = {
  [ContactKind.CONTACT_EMAIL]: m.contact_email,
  [ContactKind.CONTACT_PHONE]: m.contact_phone,
  [ContactKind.CONTACT_WHATSAPP]: m.contact_whatsapp,
  [ContactKind.CONTACT_FAX]: m.contact_fax,
  [ContactKind.CONTACT_ADDRESS]: m.contact_address
};
const budgetWords = [m.budget_1, m.budget_2, m.budget_3, m.budget_4, m.budget_5];

/** Of "ar", "fr", "aa". */
function languageWord(code: string): string {
  try {
    return new Intl.DisplayNames([locale()], { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** Follows the language when it is called while something is drawn. */
export const said = (): Said => ({
  kind: kindWord,
  sector: filing.sector,
  region: filing.region,
  country: countryWord,
  language: languageWord,
  members: membersWord,
  budget: (band) => budgetWords[band - 1]?.() ?? '',
  contact: (kind) => contactWords[kind]?.() ?? '',
  size: { members: m.facet_members(), staff: m.staff(), volunteers: m.volunteers(), budget: m.budget() },
  partner: { priorities: m.priorities(), mechanisms: m.mechanisms(), procedures: m.procedures(), territories: m.verify_territories(), publications: m.verify_publications() },
  membersOnly: m.verify_members_only()
});
