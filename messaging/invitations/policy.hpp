// Who invites, and what links may be. Pure; each throws Refused, saying why.
#pragma once
#include "messaging/groups/policy.hpp"
#include "wasl/messaging/v1/invitations.pb.h"

namespace wasl::messaging::invitations {

inline constexpr std::size_t kMostLinks = 20;
inline constexpr std::uint32_t kLongestHours = 365 * 24;
inline constexpr std::uint32_t kMostRequests = 200;  // of a group at a time

// A link as whoever holds it finds it.
struct Link {
  ConversationId conversation{};
  bool needs_approval = false, works = false;
  PersonId creator{};
};

namespace policy {

void may_invite(const groups::Group& group);
void valid_for(std::uint32_t hours);
void few_enough_links(std::size_t links);
void few_enough_requests(std::uint32_t requests);
void works(const Link& link);

}  // namespace policy
}  // namespace wasl::messaging::invitations
