#include "accounts/team/store.hpp"

#include <algorithm>
#include <sstream>

namespace wasl::accounts::team::store {

namespace {

using storage::Statement;

#define WASL_MS(column) "coalesce((extract(epoch from " column ") * 1000)::bigint, 0)"
#define WASL_SUSPENDED "(p.suspended_at is not null and coalesce(p.suspended_until > now(), true))"
#define WASL_ACCOUNT \
  "select p.id, p.email, p.confirmed_at is not null, " WASL_MS("p.created_at")                                   \
  ", coalesce((select string_agg(r.role, ' ' order by r.role) from platform_roles r where r.person_id = p.id), ''), " \
  WASL_SUSPENDED ", p.suspension_reason, " WASL_MS("p.suspended_at") ", " WASL_MS("p.suspended_until")            \
  " from people p where p.deleted_at is null"

// All who change administrators wait for each other here; rows of `platform_roles` that are not there yet cannot be
// locked.
const Statement kLockAdministrators{"accounts.lock_administrators",
                                    "select pg_advisory_xact_lock(hashtext('accounts.administrators'))"};
const Statement kAdministrators{"accounts.administrators",
                                "select person_id from platform_roles where role = 'administrator' order by person_id"};
const Statement kHoldAdministrator{"accounts.hold_administrator", R"(
  select 1 from platform_roles where person_id = $1 and role = 'administrator' for share)"};

const Statement kFind{"accounts.account", WASL_ACCOUNT " and p.id = $1"};
const Statement kLock{"accounts.lock_account",
                      "select 1 from people where id = $1 and deleted_at is null for no key update"};

#define WASL_SEARCH                                                                                             \
  WASL_ACCOUNT " and ($1::bigint = 0 or p.id < $1::bigint)"                                                      \
  " and (not $2::boolean or exists (select from platform_roles r where r.person_id = p.id))"                     \
  " and (not $3::boolean or " WASL_SUSPENDED ")"                                                                 \
  " and ($4::text = '' or exists (select from platform_roles r where r.person_id = p.id and r.role = $4::text))"
#define WASL_LATEST " order by p.id desc limit $5"
const Statement kList{"accounts.list_accounts", WASL_SEARCH WASL_LATEST};
const Statement kOfEmail{"accounts.account_of_email", WASL_SEARCH " and p.email_key = $6" WASL_LATEST};
// $6, one of the patterns, goes by the index.
const Statement kSearch{"accounts.search_accounts",
                        WASL_SEARCH " and p.search like $6 and p.search like all($7::text[])" WASL_LATEST};

const Statement kSuspend{"accounts.suspend", R"(
  update people set suspended_at = now(), suspension_reason = $2,
    suspended_until = case when $3::bigint > 0 then to_timestamp($3::bigint / 1000.0) end
  where id = $1)"};
const Statement kRestore{"accounts.restore", R"(
  update people set suspended_at = null, suspended_until = null, suspension_reason = '' where id = $1)"};

const Statement kFigures{"accounts.people_figures", R"(
  select count(*), count(*) filter (where p.confirmed_at is not null), count(*) filter (where )" WASL_SUSPENDED R"(),
    (select count(distinct s.person_id) from sign_in_sessions s join confirmed_people c on c.id = s.person_id
     where s.last_seen_at > now() - interval '30 days'),
    (select count(distinct r.person_id) from platform_roles r)
  from people p where p.deleted_at is null)"};

v1::Account account_of(const storage::Row& row) {
  v1::Account out;
  out.mutable_card()->set_id(row[0].as<std::int64_t>());
  out.set_email(row[1].as<std::string>());
  out.set_confirmed(row[2].as<bool>());
  out.set_created_at_ms(row[3].as<std::int64_t>());
  std::istringstream roles(row[4].as<std::string>());
  for (std::string role; roles >> role;) out.add_roles(role);
  if (!row[5].as<bool>()) return out;
  out.mutable_suspension()->set_reason(row[6].as<std::string>());
  out.mutable_suspension()->set_at_ms(row[7].as<std::int64_t>());
  out.mutable_suspension()->set_until_ms(row[8].as<std::int64_t>());
  return out;
}

}  // namespace

std::vector<PersonId> lock_administrators(Tx& tx) {
  tx.exec(kLockAdministrators);
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kAdministrators)) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

bool hold_administrator(Tx& tx, PersonId person) { return !tx.exec(kHoldAdministrator, person).empty(); }

std::optional<v1::Account> find(Tx& tx, PersonId person) {
  const auto found = tx.exec(kFind, person);
  if (found.empty()) return std::nullopt;
  return account_of(found[0]);
}

std::optional<v1::Account> lock(Tx& tx, PersonId person) {
  if (tx.exec(kLock, person).empty()) return std::nullopt;
  return find(tx, person);
}

std::vector<v1::Account> search(Tx& tx, const Search& s) {
  std::vector<v1::Account> out;
  const auto run = [&](const Statement& statement, const auto&... named) {
    return tx.exec(statement, s.before, s.team, s.suspended, s.role, s.limit, named...);
  };
  const auto rows = !s.email_key.empty()  ? run(kOfEmail, s.email_key)
                    : s.patterns.empty() ? run(kList)
                                         : run(kSearch, *std::ranges::max_element(s.patterns, {}, &std::string::size),
                                               s.patterns);
  for (const auto& row : rows)
    out.push_back(account_of(row));
  return out;
}

void suspend(Tx& tx, PersonId person, const std::string& reason, std::int64_t until_ms) {
  tx.exec(kSuspend, person, reason, until_ms);
}

void restore(Tx& tx, PersonId person) { tx.exec(kRestore, person); }

v1::GetPeopleFiguresResponse figures(Tx& tx) {
  const auto row = tx.exec(kFigures)[0];
  v1::GetPeopleFiguresResponse out;
  out.set_accounts(row[0].as<std::uint32_t>());
  out.set_confirmed(row[1].as<std::uint32_t>());
  out.set_suspended(row[2].as<std::uint32_t>());
  out.set_active(row[3].as<std::uint32_t>());
  out.set_team(row[4].as<std::uint32_t>());
  return out;
}

}  // namespace wasl::accounts::team::store
