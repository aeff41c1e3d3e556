#include "directory/oversight/policy.hpp"

#include "core/error.hpp"

namespace wasl::directory::oversight::policy {

void is_administrator(const router::Viewer& viewer, const char* noun) {
  require(viewer.is(router::kAdministrator), not_found(noun));
}

void may_see_figures(const router::Viewer& viewer) {
  require(viewer.is(router::kAdministrator) || viewer.is(router::kVerifier), not_found("team"));
}

void may_see_suspension(const router::Viewer& viewer, const profiles::Record& record) {
  require(record.role != v1::SEAT_UNSPECIFIED || viewer.is(router::kAdministrator) || viewer.is(router::kVerifier),
          not_found("organisation"));
}

void may_be_suspended(const profiles::Record& record) {
  require(record.profile.kind() != v1::ORGANISATION_PLATFORM,
          {Code::kFailedPrecondition, "organisations.platform", "The platform itself is not suspended."});
}

}  // namespace wasl::directory::oversight::policy
