#include "accounts/team/keeper.hpp"

#include <algorithm>
#include <chrono>

#include "accounts/job_payload.hpp"
#include "accounts/session_store.hpp"
#include "accounts/store.hpp"
#include "accounts/team/policy.hpp"
#include "accounts/team/store.hpp"
#include "audit/access.hpp"
#include "core/error.hpp"

namespace wasl::accounts::team {

using audit::access::Target;
using storage::Tx;

namespace {

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
      .count();
}

// Whoever does it may have lost the role a moment ago: then there is nobody to be seen.
void still_administrator(Tx& tx, PersonId by) {
  require(raw(by) == 0 || store::hold_administrator(tx, by), not_found("person"));
}

v1::Account hold(Tx& tx, PersonId whom) {
  auto account = store::lock(tx, whom);
  require(account.has_value(), not_found("person"));
  return std::move(*account);
}

v1::Account now(Tx& tx, PersonId whom) { return *store::find(tx, whom); }

bool holds(const v1::Account& account, const std::string& role) {
  return std::ranges::find(account.roles(), role) != account.roles().end();
}

std::vector<std::string> roles_of(const v1::Account& account) {
  return {account.roles().begin(), account.roles().end()};
}

}  // namespace

Keeper::Keeper(Parts parts) : parts_(std::move(parts)), letters_(parts_.jobs, parts_.secret, parts_.public_url) {}

v1::Account Keeper::grant(Tx& tx, PersonId by, PersonId whom, const std::string& role, const std::string& reason) {
  policy::is_role(role);
  if (role == policy::kAdministrator) store::lock_administrators(tx);
  still_administrator(tx, by);
  auto before = hold(tx, whom);
  if (holds(before, role)) return before;
  policy::may_hold_role(before.confirmed(), before.has_suspension());
  accounts::store::grant_role(tx, whom, role);
  audit::access::record(tx, {by, "role_granted", Target::kPerson, raw(whom), reason, role});
  tell_roles(tx, whom);
  letters_.role_granted(tx, accounts::store::get(tx, whom), role);
  return now(tx, whom);
}

v1::Account Keeper::revoke(Tx& tx, PersonId by, PersonId whom, const std::string& role, const std::string& reason) {
  policy::is_role(role);
  std::vector<PersonId> administrators;
  if (role == policy::kAdministrator) administrators = store::lock_administrators(tx);
  still_administrator(tx, by);
  auto before = hold(tx, whom);
  if (!holds(before, role)) return before;
  if (role == policy::kAdministrator) policy::may_revoke(administrators, by, whom);
  accounts::store::revoke_role(tx, whom, role);
  audit::access::record(tx, {by, "role_revoked", Target::kPerson, raw(whom), reason, role});
  tell_roles(tx, whom);
  if (role == "verifier" || (role == policy::kAdministrator && !holds(before, "verifier")))
    parts_.jobs.enqueue(tx, kRoleGoneJob, job_payload::write({{"person", std::to_string(raw(whom))}}));
  letters_.role_revoked(tx, accounts::store::get(tx, whom), role, reason);
  return now(tx, whom);
}

// Connections know roles since they were opened: they come back, and know the new ones.
void Keeper::tell_roles(Tx& tx, PersonId whom) {
  v1::RolesChanged event;
  for (auto& role : accounts::store::roles(tx, whom)) event.add_roles(std::move(role));
  parts_.streams.append(tx, stream_of(whom), v1::EVENT_ROLES_CHANGED, event);
  std::vector<SessionId> sessions;
  for (const auto& session : accounts::store::sessions_of(tx, whom)) sessions.push_back(SessionId{session.id()});
  tx.after_commit([&sign_outs = parts_.sign_outs, sessions] { sign_outs.changed(sessions); });
}

v1::Account Keeper::suspend(Tx& tx, PersonId by, PersonId whom, const std::string& reason, std::int64_t until_ms) {
  policy::is_end(until_ms, now_ms());
  still_administrator(tx, by);
  const auto before = hold(tx, whom);
  policy::may_suspend(roles_of(before), by, whom);
  store::suspend(tx, whom, reason, until_ms);
  audit::access::record(tx, {by, "person_suspended", Target::kPerson, raw(whom), reason,
                             until_ms == 0 ? std::string() : std::to_string(until_ms)});
  tx.after_commit([&sign_outs = parts_.sign_outs, ended = accounts::store::end_all_sessions(tx, whom)] {
    if (!ended.empty()) sign_outs.ended(ended);
  });
  if (holds(before, "verifier"))
    parts_.jobs.enqueue(tx, kRoleGoneJob, job_payload::write({{"person", std::to_string(raw(whom))}}));
  parts_.jobs.enqueue(tx, kSpecialistJob, R"({"person_id": )" + std::to_string(raw(whom)) + "}");
  if (before.confirmed())
    letters_.suspended(tx, accounts::store::get(tx, whom), reason, until_ms, parts_.appeal_address);
  return now(tx, whom);
}

v1::Account Keeper::restore(Tx& tx, PersonId by, PersonId whom, const std::string& reason) {
  still_administrator(tx, by);
  auto before = hold(tx, whom);
  if (!before.has_suspension()) return before;
  store::restore(tx, whom);
  audit::access::record(tx, {by, "person_restored", Target::kPerson, raw(whom), reason});
  if (before.confirmed()) letters_.restored(tx, accounts::store::get(tx, whom));
  return now(tx, whom);
}

}  // namespace wasl::accounts::team
