#include "messaging/invitations/policy.hpp"

#include "core/error.hpp"

namespace wasl::messaging::invitations::policy {

void may_invite(const groups::Group& group) { groups::policy::may_add(group); }

void valid_for(std::uint32_t hours) {
  require(hours <= kLongestHours, invalid("valid_hours", "invitations.hours", "valid_hours is at most 8760, or 0 for good."));
}

void few_enough_links(std::size_t links) {
  require(links <= kMostLinks, {Code::kFailedPrecondition, "invitations.links", "At most 20 links work at a time. Revoke one first."});
}

void few_enough_requests(std::uint32_t requests) {
  require(requests <= kMostRequests,
          {Code::kFailedPrecondition, "invitations.requests", "Too many people ask to join already. Try again later."});
}

void works(const Link& link) {
  require(link.works, {Code::kFailedPrecondition, "invitations.ended", "This link has expired or was revoked. Ask for another one."});
}

}  // namespace wasl::messaging::invitations::policy
