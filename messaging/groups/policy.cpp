#include "messaging/groups/policy.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::messaging::groups::policy {

namespace {

bool leads(const Group& group) { return group.mine != v1::ROLE_MEMBER; }

void require_group(const Group& group) {
  require(group.kind == v1::CONVERSATION_GROUP,
          {Code::kFailedPrecondition, "groups.not_a_group", "This is possible in groups only."});
}

void require_leading(const Group& group) {
  require(leads(group), {Code::kPermissionDenied, "groups.not_leading", "Only who leads the group does this."});
}

}  // namespace

void may_describe(const Group& group) {
  if (group.kind != v1::CONVERSATION_CHANNEL) require_group(group);
  require_leading(group);
}

void may_add(const Group& group) {
  require_group(group);
  require_leading(group);
}

void may_remove(const Group& group, v1::MemberRole whose) {
  require_group(group);
  require_leading(group);
  require(whose < group.mine, {Code::kPermissionDenied, "groups.not_leading", "Only the owner removes who leads the group."});
}

void may_set_roles(const Group& group) {
  require_group(group);
  require(group.mine == v1::ROLE_OWNER, {Code::kPermissionDenied, "groups.not_owner", "Only the owner gives roles."});
}

void may_leave(const Group& group) {
  if (group.kind != v1::CONVERSATION_CHANNEL) return require_group(group);
  require(!leads(group), {Code::kFailedPrecondition, "groups.seat", "Editors of the organisation belong to its channels."});
}

bool sees_members(const Group& group) { return group.kind != v1::CONVERSATION_CHANNEL || leads(group); }

void fits(std::uint32_t members) {
  require(members <= kMostMembers, {Code::kFailedPrecondition, "groups.full", "A group has at most 5000 members."});
}

std::string description(const std::string& typed) {
  if (typed.size() > kLongestDescription * 12)
    throw invalid("description", "description_length", "description is too long.");
  auto text = text::clean(typed);
  text::require_length(text, "description", 0, kLongestDescription);
  return text;
}

std::vector<PersonId> added(const std::vector<std::int64_t>& asked) {
  std::vector<PersonId> people;
  for (const auto id : asked) people.push_back(PersonId{id});
  std::ranges::sort(people);
  const auto [first, last] = std::ranges::unique(people);
  people.erase(first, last);
  require(!people.empty() && people.size() <= kMostAdded,
          invalid("person_ids", "members_count", "1 to 200 people are added at once."));
  return people;
}

}  // namespace wasl::messaging::groups::policy
