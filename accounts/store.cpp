#include "accounts/store.hpp"

#include "core/error.hpp"
#include "core/words.hpp"

namespace wasl::accounts::store {

namespace {

using storage::Statement;

const Statement kFindById{"accounts.find_by_id", R"(
  select id, name, email, email_key, language, coalesce(password_hash, ''), confirmed_at is not null,
    suspended_at is not null and coalesce(suspended_until > now(), true)
  from people where id = $1 and deleted_at is null)"};

const Statement kFindByEmail{"accounts.find_by_email", R"(
  select id, name, email, email_key, language, coalesce(password_hash, ''), confirmed_at is not null,
    suspended_at is not null and coalesce(suspended_until > now(), true)
  from people where email_key = $1)"};

const Statement kLockByEmail{"accounts.lock_by_email", R"(
  select id, name, email, email_key, language, coalesce(password_hash, ''), confirmed_at is not null,
    suspended_at is not null and coalesce(suspended_until > now(), true)
  from people where email_key = $1 for update)"};

const Statement kInsert{"accounts.insert_person", R"(
  insert into people (name, email, email_key, language, password_hash, confirmed_at, search)
  values ($1, $2, $3, $4, $5, case when $6::boolean then now() end, $7)
  on conflict (email_key) do nothing
  returning id)"};

const Statement kConfirm{"accounts.confirm",
                         "update people set confirmed_at = now() where id = $1 and confirmed_at is null"};
const Statement kSetPassword{"accounts.set_password", "update people set password_hash = $2 where id = $1"};
const Statement kWithdrawPassword{"accounts.withdraw_password", "update people set password_hash = null where id = $1"};
const Statement kSetLanguage{"accounts.set_language",
                             "update people set language = $2 where id = $1 and language <> $2"};

const Statement kRoles{"accounts.roles", "select role from platform_roles where person_id = $1 order by role"};
const Statement kGrantRole{"accounts.grant_role",
                           "insert into platform_roles (person_id, role) values ($1, $2) on conflict do nothing"};
const Statement kRevokeRole{"accounts.revoke_role", "delete from platform_roles where person_id = $1 and role = $2"};

const Statement kForgetUnconfirmed{"accounts.forget_unconfirmed", R"(
  delete from people p
  where p.confirmed_at is null and p.deleted_at is null and p.created_at < now() - interval '30 days'
    and not exists (select from account_tokens t where t.person_id = p.id and t.expires_at > now()))"};

const Statement kErase{"accounts.erase_person", R"(
  update people set name = '', email = null, email_key = null, password_hash = null, confirmed_at = null, search = '', picture_id = null,
    suspended_at = null, suspended_until = null, suspension_reason = '', deleted_at = now() where id = $1)"};
const Statement kEraseTokens{"accounts.erase_tokens", "delete from account_tokens where person_id = $1"};
const Statement kEraseSessions{"accounts.erase_sessions", "delete from sign_in_sessions where person_id = $1"};
const Statement kEraseRoles{"accounts.erase_roles", "delete from platform_roles where person_id = $1"};
const Statement kEraseBlocks{"accounts.erase_blocks", "delete from blocks where person_id = $1"};

const Statement kMissingSearch{"accounts.missing_search",
                               "select id, name from people where search is null order by id for update"};
const Statement kFillSearch{"accounts.fill_search", R"(
  update people p set search = i.search
  from unnest($1::bigint[], $2::text[]) as i(id, search) where p.id = i.id)"};

std::optional<Person> person_of(const storage::Result& found) {
  if (found.empty()) return std::nullopt;
  const auto row = found[0];
  return Person{PersonId{row[0].as<std::int64_t>()},
                row[1].as<std::string>(),
                row[2].as<std::string>(),
                row[3].as<std::string>(),
                row[4].as<std::string>(),
                row[5].as<std::string>(),
                row[6].as<bool>(),
                row[7].as<bool>()};
}

std::string searchable(const std::string& name) { return words::searchable(name); }

}  // namespace

Person get(Tx& tx, PersonId id) {
  auto person = person_of(tx.exec(kFindById, id));
  if (!person) throw not_found("person");
  return std::move(*person);
}

std::optional<Person> find(Tx& tx, const policy::Email& email) { return person_of(tx.exec(kFindByEmail, email.key)); }

std::optional<Person> lock(Tx& tx, const policy::Email& email) { return person_of(tx.exec(kLockByEmail, email.key)); }

std::optional<PersonId> insert(Tx& tx, const NewPerson& p) {
  const auto rows =
      tx.exec(kInsert, p.name, p.email.shown, p.email.key, p.language, p.password_hash, p.confirmed, searchable(p.name));
  if (rows.empty()) return std::nullopt;
  return PersonId{rows[0][0].as<std::int64_t>()};
}

void confirm(Tx& tx, PersonId id) { tx.exec(kConfirm, id); }

void set_password(Tx& tx, PersonId id, const std::string& hash) { tx.exec(kSetPassword, id, hash); }

void withdraw_password(Tx& tx, PersonId id) { tx.exec(kWithdrawPassword, id); }

bool set_language(Tx& tx, PersonId id, const std::string& language) {
  return tx.exec(kSetLanguage, id, language).affected_rows() > 0;
}

std::vector<std::string> roles(Tx& tx, PersonId id) {
  std::vector<std::string> out;
  for (const auto& row : tx.exec(kRoles, id)) out.push_back(row[0].as<std::string>());
  return out;
}

void grant_role(Tx& tx, PersonId id, const std::string& role) { tx.exec(kGrantRole, id, role); }

void revoke_role(Tx& tx, PersonId id, const std::string& role) { tx.exec(kRevokeRole, id, role); }

void erase(Tx& tx, PersonId id) {
  for (const auto* statement : {&kEraseTokens, &kEraseSessions, &kEraseRoles, &kEraseBlocks, &kErase})
    tx.exec(*statement, id);
}

void forget_unconfirmed(Tx& tx) { tx.exec(kForgetUnconfirmed); }

void refresh_search(Tx& tx) {
  std::vector<std::int64_t> ids;
  std::vector<std::string> names;
  for (const auto& row : tx.exec(kMissingSearch)) {
    ids.push_back(row[0].as<std::int64_t>());
    names.push_back(searchable(row[1].as<std::string>()));
  }
  if (!ids.empty()) tx.exec(kFillSearch, ids, names);
}

}  // namespace wasl::accounts::store
