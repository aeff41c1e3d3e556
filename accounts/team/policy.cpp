#include "accounts/team/policy.hpp"

#include <algorithm>

#include "accounts/policy.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "core/words.hpp"

namespace wasl::accounts::team::policy {

namespace {

constexpr std::int64_t kLongestMs = std::int64_t{3660} * 24 * 3600 * 1000;
constexpr std::size_t kLongestQuery = 100, kMostWords = 10;

void precondition(bool holds, const char* reason, const char* message) {
  require(holds, {Code::kFailedPrecondition, reason, message});
}

}  // namespace

void is_administrator(const router::Viewer& viewer, const char* noun) {
  require(viewer.is(router::kAdministrator), not_found(noun));
}

void is_role(const std::string& role) {
  require(accounts::policy::role(role) != router::kNoRole,
          invalid("role", "accounts.bad_role", "Roles are administrator, verifier, moderator and specialist."));
}

void may_hold_role(bool confirmed, bool suspended) {
  precondition(confirmed, "accounts.not_confirmed", "This address is not confirmed yet.");
  precondition(!suspended, "accounts.is_suspended", "Lift the suspension first.");
}

void may_revoke(const std::vector<PersonId>& administrators, PersonId by, PersonId whom) {
  precondition(by != whom, "accounts.own_administrator", "Another administrator takes this role from you.");
  precondition(administrators != std::vector{whom}, "accounts.last_administrator",
               "This is the last administrator: give the role to somebody else first.");
}

void may_suspend(const std::vector<std::string>& roles, PersonId by, PersonId whom) {
  precondition(by != whom, "accounts.yourself", "Nobody suspends themselves.");
  precondition(std::ranges::find(roles, kAdministrator) == roles.end(), "accounts.administrator",
               "Take the role of an administrator from this person first.");
}

void is_end(std::int64_t until_ms, std::int64_t now_ms) {
  require(until_ms == 0 || (until_ms > now_ms && until_ms - now_ms <= kLongestMs),
          invalid("until_ms", "accounts.bad_until", "It ends later than now, and within ten years."));
}

int limit(std::uint32_t asked) {
  require(asked <= 100, invalid("limit", "accounts.bad_limit", "Ask for 1 to 100 at once."));
  return asked == 0 ? 30 : static_cast<int>(asked);
}

std::vector<std::string> patterns(const std::string& query) {
  const auto refused = [](const char* message) { return invalid("query", "accounts.bad_query", message); };
  require(text::length(query) <= kLongestQuery, refused("A query has at most 100 characters."));
  auto out = words::patterns(query);
  require(out.size() <= kMostWords, refused("A query has at most 10 words."));
  return out;
}

}  // namespace wasl::accounts::team::policy
