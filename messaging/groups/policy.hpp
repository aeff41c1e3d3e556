// Who may change a group. Pure; each throws Refused, saying why.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::groups {

inline constexpr std::size_t kLongestDescription = 500;
inline constexpr std::uint32_t kMostMembers = 5000;
inline constexpr std::size_t kMostAdded = 200;

// A conversation as one of its members stands in it.
struct Group {
  ConversationId id{};
  v1::ConversationKind kind = v1::CONVERSATION_UNSPECIFIED;
  std::string title, description;
  std::uint32_t member_count = 0;
  v1::MemberRole mine = v1::ROLE_MEMBER;
  std::int64_t picture = 0;  // a file; 0: none
};

namespace policy {

void may_describe(const Group& group);
void may_add(const Group& group);
void may_remove(const Group& group, v1::MemberRole whose);
void may_set_roles(const Group& group);
void may_leave(const Group& group);
// What is left to a channel's readers: who else reads is nobody's business.
bool sees_members(const Group& group);

void fits(std::uint32_t members);
std::string description(const std::string& typed);
// Those to add: each once, in ascending order.
std::vector<PersonId> added(const std::vector<std::int64_t>& asked);

}  // namespace policy
}  // namespace wasl::messaging::groups
