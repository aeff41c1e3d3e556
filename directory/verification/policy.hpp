// Who verifies what, and when it may be decided. Pure; each throws Refused, saying why.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "router/context.hpp"
#include "wasl/directory/v1/verification.pb.h"

namespace wasl::directory::verification {

// A review as it stands.
struct Case {
  std::int64_t id = 0;
  OrganisationId organisation{};
  v1::ReviewKind kind{};
  v1::ReviewOutcome outcome{};
  PersonId assignee{}, decided_by{}, submitted_by{};
  std::int64_t submitted_at_ms = 0, assigned_at_ms = 0, decided_at_ms = 0;
  v1::Reasons reasons;
  bool own = false;  // the viewer holds, or has held, a seat in it
};

namespace policy {

void is_verifier(const router::Viewer& viewer);
// Nobody judges their own: to them there is no such review.
void may_see(const Case& review);
// `name` of whoever has it, or has decided it.
void has_it(const router::Viewer& viewer, const Case& review, const std::string& name);

void evidence_fits(const v1::AddEvidenceRequest& evidence);
void verdict_fits(const Case& review, const v1::DecideReviewRequest& verdict);
// The last result of each of the three kinds; those without are RESULT_NONE.
std::vector<v1::CheckItem> checklist(const std::vector<v1::Evidence>& evidence);
void all_checked(const std::vector<v1::CheckItem>& checklist);

}  // namespace policy
}  // namespace wasl::directory::verification
