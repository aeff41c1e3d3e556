#include "accounts/access.hpp"

#include "accounts/session_store.hpp"
#include "accounts/store.hpp"

namespace wasl::accounts::access {

namespace {
const storage::Statement kExisting{"accounts.existing",
                                   "select id from confirmed_people where id = any ($1::bigint[]) order by id"};

const storage::Statement kApart{"accounts.apart", R"(
  select blocked_id from blocks where person_id = $1 and blocked_id = any ($2::bigint[])
  union select person_id from blocks where blocked_id = $1 and person_id = any ($2::bigint[])
  order by 1)"};

const storage::Statement kStewards{"accounts.stewards", R"(
  select distinct r.person_id from platform_roles r join confirmed_people p on p.id = r.person_id
  where r.role in ('verifier', 'administrator') order by 1)"};

const storage::Statement kBlocked{"accounts.blocked_by",
                                  "select blocked_id from blocks where person_id = $1 order by 1"};

std::vector<std::int64_t> raw_ids(const std::vector<PersonId>& people) {
  std::vector<std::int64_t> ids;
  ids.reserve(people.size());
  for (const auto person : people) ids.push_back(raw(person));
  return ids;
}

std::vector<PersonId> people_of(const storage::Result& rows) {
  std::vector<PersonId> out;
  for (const auto& row : rows) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

}  // namespace

std::vector<PersonId> existing(storage::Tx& tx, const std::vector<PersonId>& people) {
  return people_of(tx.exec(kExisting, raw_ids(people)));
}

std::vector<PersonId> apart(storage::Tx& tx, PersonId person, const std::vector<PersonId>& people) {
  return people_of(tx.exec(kApart, person, raw_ids(people)));
}

std::vector<PersonId> stewards(storage::Tx& tx) { return people_of(tx.exec(kStewards)); }

Account account(storage::Tx& tx, PersonId person) {
  auto known = store::get(tx, person);
  return {std::move(known.name),    std::move(known.email),         std::move(known.language),
          store::roles(tx, person), store::sessions_of(tx, person), people_of(tx.exec(kBlocked, person))};
}

}  // namespace wasl::accounts::access
