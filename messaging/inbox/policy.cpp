#include "messaging/inbox/policy.hpp"

#include "core/error.hpp"

namespace wasl::messaging::inbox::policy {

void may_see(const Standing& viewer) { require(viewer.published || viewer.holds_seat, not_found("organisation")); }

void may_open(const Standing& viewer, std::size_t editors) {
  require(!viewer.edits,
          {Code::kFailedPrecondition, "inbox.own_organisation", "You answer for this organisation yourself."});
  require(viewer.published,
          {Code::kFailedPrecondition, "inbox.not_published", "The organisation has to be published first."});
  require(editors > 0, {Code::kFailedPrecondition, "inbox.nobody", "Nobody answers for this organisation yet."});
}

void few_enough(int opened, std::chrono::milliseconds wait) {
  if (opened > kMostOpenedADay)
    throw Refused(Code::kResourceExhausted, "inbox.too_many",
                  "You have written to many organisations today. Go on tomorrow.")
        .retry_after(wait);
}

namespace {
void require_editor(bool edits) {
  require(edits, {Code::kPermissionDenied, "inbox.not_editor", "Only who answers for the organisation does this."});
}
}  // namespace

void may_list(const Standing& viewer) {
  may_see(viewer);
  require_editor(viewer.edits);
}

void answers(const Member& viewer) { require_editor(viewer.in_name); }

void may_assign(std::int64_t assignee, std::int64_t believed, std::int64_t wanted) {
  require(assignee == believed || assignee == wanted,
          {Code::kFailedPrecondition, "inbox.taken", "Somebody else has taken this on meanwhile."});
}

}  // namespace wasl::messaging::inbox::policy
