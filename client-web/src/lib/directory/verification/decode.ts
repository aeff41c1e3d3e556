import { OrganisationState } from '$lib/gen/wasl/directory/v1/directory_pb';
import {
  EvidenceKind,
  EvidenceResult,
  ReviewKind as WireKind,
  ReviewOutcome,
  type CheckItem,
  type Evidence as WireEvidence,
  type Review as WireReview
} from '$lib/gen/wasl/directory/v1/verification_pb';
import type { Paper as WirePaper } from '$lib/gen/wasl/directory/v1/organisations_pb';
import { toPerson } from '$lib/messaging/model';
import { toOrganisation } from '../api';
import type { Check, Evidence, Outcome, Paper, Result, Review, ReviewKind } from './model';

const kinds: Partial<Record<WireKind, ReviewKind>> = { [WireKind.REVIEW_CHANGE]: 'change', [WireKind.REVIEW_ORPHAN]: 'orphan' };
const outcomes: Record<ReviewOutcome, Outcome> = {
  [ReviewOutcome.OUTCOME_OPEN]: 'open',
  [ReviewOutcome.OUTCOME_PUBLISHED]: 'published',
  [ReviewOutcome.OUTCOME_RETURNED]: 'returned',
  [ReviewOutcome.OUTCOME_WITHDRAWN]: 'withdrawn',
  [ReviewOutcome.OUTCOME_SETTLED]: 'settled'
};
export const evidenceKinds: Record<Evidence['kind'], EvidenceKind> = {
  receipt: EvidenceKind.EVIDENCE_RECEIPT,
  phone: EvidenceKind.EVIDENCE_PHONE,
  address: EvidenceKind.EVIDENCE_ADDRESS,
  note: EvidenceKind.EVIDENCE_NOTE
};
export const results: Record<Result, EvidenceResult> = {
  none: EvidenceResult.RESULT_NONE,
  passed: EvidenceResult.RESULT_PASSED,
  failed: EvidenceResult.RESULT_FAILED,
  waived: EvidenceResult.RESULT_WAIVED
};

const kindOf = (kind: EvidenceKind): Evidence['kind'] => (Object.keys(evidenceKinds) as Evidence['kind'][]).find((k) => evidenceKinds[k] === kind) ?? 'note';
const resultOf = (result: EvidenceResult): Result => (Object.keys(results) as Result[]).find((r) => results[r] === result) ?? 'none';

export function toReview(wire: WireReview | undefined): Review {
  if (!wire?.organisation) throw new Error('a review without its organisation');
  return {
    id: wire.id,
    organisation: toOrganisation(wire.organisation),
    verified: wire.state === OrganisationState.STATE_VERIFIED,
    kind: kinds[wire.kind] ?? 'new',
    outcome: outcomes[wire.outcome],
    submittedBy: wire.submittedBy && toPerson(wire.submittedBy),
    submittedAt: Number(wire.submittedAtMs),
    assignee: wire.assignee && toPerson(wire.assignee),
    assignedAt: Number(wire.assignedAtMs),
    decidedBy: wire.decidedBy && toPerson(wire.decidedBy),
    decidedAt: Number(wire.decidedAtMs),
    reasons: wire.reasons.map(({ field, reason }) => ({ field, reason })),
    note: wire.note
  };
}

export const toEvidence = (wire: WireEvidence): Evidence => ({
  id: wire.id,
  person: wire.person && toPerson(wire.person),
  kind: kindOf(wire.kind),
  result: resultOf(wire.result),
  note: wire.note,
  at: Number(wire.atMs)
});
export const toChecklist = (items: CheckItem[]) => items.map((item) => ({ kind: kindOf(item.kind) as Check, result: resultOf(item.result) }));

export const toPaper = ({ id, file, addedBy }: WirePaper): Paper[] =>
  file ? [{ id, name: file.name, bytes: Number(file.size), href: `/media/files/${file.id}`, addedBy: addedBy && toPerson(addedBy) }] : [];
