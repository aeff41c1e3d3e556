#include "accounts/access.hpp"

namespace wasl::accounts::access {

namespace {
const storage::Statement kExisting{"accounts.existing",
                                   "select id from confirmed_people where id = any ($1::bigint[]) order by id"};
}

std::vector<PersonId> existing(storage::Tx& tx, const std::vector<PersonId>& people) {
  std::vector<std::int64_t> ids;
  ids.reserve(people.size());
  for (const auto person : people) ids.push_back(raw(person));
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kExisting, ids)) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

}  // namespace wasl::accounts::access
