import { m } from '$lib/i18n/messages.svelte';
import { locale, localText, when } from '$lib/i18n/words.svelte';
import { nameIn } from '$lib/messaging/words.svelte';
import type { Act, Role } from './api';

const roleWords: Record<Role, () => string> = {
  administrator: m.team_role_administrator,
  verifier: m.team_role_verifier,
  moderator: m.team_role_moderator,
  specialist: m.team_role_specialist
};
export const roleWord = (role: Role) => roleWords[role]();

export const actWords: Record<string, () => string> = {
  role_granted: m.act_role_granted,
  role_revoked: m.act_role_revoked,
  person_suspended: m.act_person_suspended,
  person_restored: m.act_person_restored,
  person_created: m.act_person_created,
  password_set: m.act_password_set,
  organisation_suspended: m.act_organisation_suspended,
  organisation_restored: m.act_organisation_restored,
  organisation_verified: m.act_organisation_verified,
  organisation_published: m.act_organisation_published,
  review_taken: m.act_review_taken,
  review_taken_over: m.act_review_taken_over,
  review_released: m.act_review_released,
  review_returned: m.act_review_returned,
  orphan_settled: m.act_orphan_settled,
  seat_given: m.act_seat_given,
  seat_refused: m.act_seat_refused,
  import_run: m.act_import_run,
  offer_accepted: m.act_offer_accepted,
  offer_returned: m.act_offer_returned
};
/** What is not known yet is shown as it is called. */
export const actWord = (act: string) => actWords[act]?.() ?? act;

export function detailWord({ act, detail }: Act): string {
  if (act === 'role_granted' || act === 'role_revoked') return detail in roleWords ? roleWord(detail as Role) : detail;
  if (act === 'person_suspended' && detail) return m.team_until({ date: when.date(Number(detail)) });
  return '';
}

export const actorWord = (act: Act) => (act.actor ? nameIn(act.actor) : m.team_command_line());

export function targetWord(act: Act): string {
  if (act.person) return nameIn(act.person) || `#${act.targetId}`;
  if (act.organisation) return localText(act.organisation) || `#${act.targetId}`;
  return act.detail || `#${act.targetId}`;
}

/** "2026-11" as a month. */
export const monthWord = (code: string, style: 'narrow' | 'long') =>
  new Intl.DateTimeFormat(locale(), { month: style, ...(style === 'long' && { year: 'numeric' }), timeZone: 'UTC' }).format(Date.parse(`${code}-01T00:00:00Z`));

export const numberWord = (count: number) => new Intl.NumberFormat(locale()).format(count);
