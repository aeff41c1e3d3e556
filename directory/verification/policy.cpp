#include "directory/verification/policy.hpp"

#include <array>

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::directory::verification::policy {

namespace {

constexpr int kMostReasons = 30;
constexpr std::size_t kLongestField = 60, kLongestReason = 500, kLongestNote = 2000;
constexpr std::array kChecked{v1::EVIDENCE_RECEIPT, v1::EVIDENCE_PHONE, v1::EVIDENCE_ADDRESS};

const char* name_of(v1::EvidenceKind kind) {
  return kind == v1::EVIDENCE_RECEIPT ? "receipt" : kind == v1::EVIDENCE_PHONE ? "phone" : "address";
}

}  // namespace

void is_verifier(const router::Viewer& viewer) {
  require(viewer.is(router::kVerifier),
          {Code::kPermissionDenied, "verification.verifiers_only", "This is for verifiers."});
}

void may_see(const Case& review) { require(!review.own, not_found("review")); }

void has_it(const router::Viewer& viewer, const Case& review, const std::string& name) {
  require(review.outcome == v1::OUTCOME_OPEN,
          {Code::kFailedPrecondition, "verification.decided", "Decided already, by " + name + "."});
  require(raw(review.assignee) != 0,
          {Code::kFailedPrecondition, "verification.take_first", "Take it first, so that nobody else does."});
  require(review.assignee == viewer.person, {Code::kFailedPrecondition, "verification.taken", name + " has taken it."});
}

void evidence_fits(const v1::AddEvidenceRequest& e) {
  require(v1::EvidenceKind_IsValid(e.kind()) && e.kind() != v1::EVIDENCE_UNSPECIFIED,
          invalid("kind", "verification.bad_evidence", "There is no such kind of evidence."));
  require(v1::EvidenceResult_IsValid(e.result()) && (e.kind() == v1::EVIDENCE_NOTE) == (e.result() == v1::RESULT_NONE),
          invalid("result", "verification.bad_evidence", "A note has no result; what is checked has one."));
  const bool speaks = e.result() == v1::RESULT_PASSED || !text::clean(e.note()).empty();
  require(speaks, invalid("note", "verification.note_missing", "Say what you have found, or why it is not needed."));
  text::require_length(e.note(), "note", 0, kLongestNote);
}

void verdict_fits(const Case& review, const v1::DecideReviewRequest& v) {
  const bool exists = v.verdict() == v1::VERDICT_PUBLISH ||
                      (v.verdict() == v1::VERDICT_RETURN && review.kind != v1::REVIEW_ORPHAN) ||
                      (v.verdict() == v1::VERDICT_VERIFY && review.kind == v1::REVIEW_NEW);
  require(exists, invalid("verdict", "verification.bad_verdict", "This cannot be decided here."));
  require(v.reasons_size() <= kMostReasons, invalid("reasons", "verification.bad_reasons", "At most 30 reasons."));
  for (const auto& reason : v.reasons()) {
    text::require_length(text::clean_line(reason.field()), "reasons", 1, kLongestField);
    text::require_length(text::clean(reason.reason()), "reasons", 1, kLongestReason);
  }
  text::require_length(v.note(), "note", 0, kLongestNote);
  require(v.verdict() != v1::VERDICT_RETURN || v.reasons_size() > 0 || !text::clean(v.note()).empty(),
          invalid("reasons", "verification.bad_reasons", "Say what is to be changed."));
}

std::vector<v1::CheckItem> checklist(const std::vector<v1::Evidence>& evidence) {
  std::vector<v1::CheckItem> out;
  for (const auto kind : kChecked) {
    auto& item = out.emplace_back();
    item.set_kind(kind);
    for (const auto& e : evidence)
      if (e.kind() == kind) item.set_result(e.result());
  }
  return out;
}

void all_checked(const std::vector<v1::CheckItem>& checklist) {
  for (const auto& item : checklist)
    require(
        item.result() == v1::RESULT_PASSED || item.result() == v1::RESULT_WAIVED,
        Refused(Code::kFailedPrecondition, "verification.checklist", "Check this first, or say why it is not needed.")
            .at(name_of(item.kind())));
}

}  // namespace wasl::directory::verification::policy
