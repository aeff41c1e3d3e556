#include "directory/logos/store.hpp"

namespace wasl::directory::logos::store {

namespace {

using storage::Statement;

const Statement kSet{"directory.set_logo", "update organisations set logo_id = nullif($2::bigint, 0) where id = $1"};
const Statement kSome{"directory.logos", R"(
  select o.id, o.logo_id, o.state = 'published',
    exists (select from seats s where s.organisation_id = o.id and s.person_id = $2)
  from organisations o where o.id = any ($1::bigint[]) and o.logo_id is not null order by o.id)"};

}  // namespace

void set(Tx& tx, OrganisationId id, std::int64_t file) { tx.exec(kSet, id, file); }

std::int64_t get(Tx& tx, OrganisationId id) {
  const auto found = some(tx, {raw(id)}, PersonId{});
  return found.empty() ? 0 : found[0].file;
}

std::vector<Logo> some(Tx& tx, const std::vector<std::int64_t>& organisations, PersonId viewer) {
  std::vector<Logo> out;
  for (const auto& row : tx.exec(kSome, organisations, viewer))
    out.push_back(
        {OrganisationId{row[0].as<std::int64_t>()}, row[1].as<std::int64_t>(), row[2].as<bool>(), row[3].as<bool>()});
  return out;
}

}  // namespace wasl::directory::logos::store
