import { create } from '@bufbuild/protobuf';
import { OrganisationState } from '$lib/gen/wasl/directory/v1/directory_pb';
import { OrganisationService, ProfileSchema } from '$lib/gen/wasl/directory/v1/organisations_pb';
import { ReviewFilter as WireFilter, Verdict, VerificationService } from '$lib/gen/wasl/directory/v1/verification_pb';
import { knowReasons } from '$lib/i18n/errors';
import { m } from '$lib/i18n/messages.svelte';
import { toPerson } from '$lib/messaging/model';
import { line } from '$lib/wire/line';
import { toOrganisation } from '../api';
import { evidenceKinds, results, toChecklist, toEvidence, toPaper, toReview } from './decode';
import { profileOf, type Case, type Entry, type Evidence, type Reason, type Result, type Review, type ReviewFilter } from './model';

const { method } = VerificationService;

knowReasons({
  'verification.verifiers_only': m.verify_only_text,
  'verification.take_first': m.error_verify_take_first,
  'verification.taken': m.error_verify_taken,
  'verification.decided': m.error_verify_decided,
  'verification.checklist': m.error_verify_checklist,
  'verification.note_missing': m.error_verify_note_missing,
  'verification.bad_reasons': m.error_verify_reasons,
  'organisations.suspended': m.error_organisation_suspended
});

const filters: Record<ReviewFilter, WireFilter> = { open: WireFilter.FILTER_OPEN, mine: WireFilter.FILTER_MINE, unassigned: WireFilter.FILTER_UNASSIGNED };
const verdicts = { return: Verdict.RETURN, verify: Verdict.VERIFY, publish: Verdict.PUBLISH };
export type Decision = keyof typeof verdicts;

export async function listReviews(filter: ReviewFilter, cursor = ''): Promise<{ reviews: Review[]; nextCursor: string; open: number }> {
  const { reviews, nextCursor, openCount } = await line.call(method.listReviews, { filter: filters[filter], cursor });
  return { reviews: reviews.map(toReview), nextCursor, open: openCount };
}

export async function getCase(reviewId: string): Promise<Case> {
  const answer = await line.call(method.getReview, { reviewId });
  return {
    review: toReview(answer.review),
    submitted: answer.submitted ?? create(ProfileSchema, {}),
    changes: answer.changes.map(({ field, before, after }) => ({ field, before: profileOf(before), after: profileOf(after) })),
    warnings: answer.warnings.map(({ field, reason }) => ({ field, reason })),
    duplicates: answer.duplicates.flatMap(({ organisation, state, because, likeness }) =>
      organisation ? [{ organisation: toOrganisation(organisation), published: state === OrganisationState.STATE_PUBLISHED, because: [...because], likeness }] : []
    ),
    evidence: answer.evidence.map(toEvidence),
    papers: answer.papers.flatMap(toPaper),
    checklist: toChecklist(answer.checklist)
  };
}

/** `taken`: false when somebody else has it, or has decided: see the review. */
export async function takeReview(reviewId: string, takeOver: boolean): Promise<{ review: Review; taken: boolean }> {
  const { review, taken } = await line.call(method.takeReview, { reviewId, takeOver });
  return { review: toReview(review), taken };
}

export const releaseReview = (reviewId: string) => line.call(method.releaseReview, { reviewId });

export const addEvidence = (reviewId: string, kind: Evidence['kind'], result: Result, note: string) =>
  line.call(method.addEvidence, { reviewId, kind: evidenceKinds[kind], result: results[result], note });

export const decide = (reviewId: string, decision: Decision, reasons: Reason[], note: string) =>
  line.call(method.decideReview, { reviewId, verdict: verdicts[decision], reasons, note });

/** The last first; `before`: the id of an entry. */
export async function listHistory(organisationId: string, before = '0'): Promise<{ entries: Entry[]; more: boolean }> {
  const { entries, more } = await line.call(OrganisationService.method.listHistory, { organisationId, before });
  return {
    entries: entries.map(({ id, atMs, person, action, subject, note, changes }) => ({
      id,
      at: Number(atMs),
      person: person && toPerson(person),
      action,
      subject: subject && toPerson(subject),
      note,
      changes: changes.map((c) => ({ field: c.field, before: profileOf(c.before), after: profileOf(c.after) }))
    })),
    more
  };
}
