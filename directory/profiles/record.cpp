#include "directory/profiles/record.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "directory/policy.hpp"

namespace wasl::directory::profiles {

namespace {

constexpr int kMostDrafts = 10;  // of one person, until they are published
constexpr std::size_t kMostPapers = 10;

}  // namespace

namespace policy {

void require_need(const router::Viewer& viewer, const Record& record, Need need) {
  const bool holds_seat = record.role != v1::SEAT_UNSPECIFIED;
  require(directory::policy::may_see(viewer, record.published(), holds_seat), not_found("organisation"));
  if (need == Need::kEdit)
    require(
        record.role == v1::SEAT_OWNER || record.role == v1::SEAT_EDITOR,
        {Code::kPermissionDenied, "organisations.editors_only", "This is for the organisation's owners and editors."});
  if (need == Need::kOwn)
    require(record.role == v1::SEAT_OWNER,
            {Code::kPermissionDenied, "organisations.owners_only", "This is for the organisation's owners."});
}

bool may_see_contacts(const router::Viewer& viewer, const Record& record, bool speaks_for_somebody) {
  return record.role != v1::SEAT_UNSPECIFIED || speaks_for_somebody || viewer.is(router::kVerifier) ||
         viewer.is(router::kAdministrator);
}

void require_editable(const Record& record, std::int64_t version) {
  require(!record.in_review, {Code::kFailedPrecondition, "organisations.in_review",
                              "It lies before the verifiers. Withdraw it to change it."});
  require(record.version == version,
          {Code::kAborted, "organisations.changed_meanwhile",
           "Somebody has changed the draft meanwhile. Load it, and make your changes again."});
}

void require_not_suspended(const Record& record) {
  require(record.state != v1::STATE_SUSPENDED, {Code::kFailedPrecondition, "organisations.suspended",
                                                "It is suspended: its page says why, and whom to write to."});
}

void require_changes(const Record& record) {
  require(!record.has_been_public() || record.draft, {Code::kFailedPrecondition, "organisations.unchanged",
                                                      "There is nothing to submit: the draft is as what is public."});
}

void require_in_review(const Record& record) {
  require(record.in_review,
          {Code::kFailedPrecondition, "organisations.not_in_review", "It does not lie before the verifiers."});
}

void require_public(const Record& record) {
  require(record.has_been_public(),
          {Code::kFailedPrecondition, "organisations.not_public", "It has not been published yet."});
}

void may_see_history(const router::Viewer& viewer, const Record& record) {
  if (!viewer.is(router::kVerifier)) require_need(viewer, record, Need::kEdit);
}

void require_client_id(std::uint64_t client_id) {
  require(client_id != 0,
          invalid("client_id", "organisations.client_id", "Choose a client_id, so that a retry makes nothing twice."));
}

void few_enough_papers(std::size_t papers) {
  require(papers <= kMostPapers,
          {Code::kFailedPrecondition, "organisations.papers", "An organisation has at most 10 papers."});
}

void few_enough_drafts(int drafts) {
  require(drafts <= kMostDrafts,
          {Code::kFailedPrecondition, "organisations.drafts",
           "Ten organisations of yours are not published yet. Finish one, or wait for the verifiers."});
}

}  // namespace policy

v1::Profile public_part(const v1::Profile& profile) {
  auto out = profile;
  out.clear_contacts();
  for (const auto& contact : profile.contacts())
    if (contact.public_()) *out.add_contacts() = contact;
  return out;
}

}  // namespace wasl::directory::profiles
