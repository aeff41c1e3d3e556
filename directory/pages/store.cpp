#include "directory/pages/store.hpp"

#include "directory/store.hpp"

namespace wasl::directory::pages::store {

namespace {

using storage::Statement;

const Statement kPages{"directory.listed_pages", R"(
  select distinct id / $1::bigint from organisations where state = 'published' order by 1)"};
const Statement kListed{"directory.listed", R"(
  select id from organisations where state = 'published' and id >= $1::bigint and id < $1::bigint + $2::bigint order by id)"};

}  // namespace

Filing filing(Tx& tx) {
  Filing out;
  for (const auto& sector : directory::store::sectors(tx)) out.sectors[sector.code()] = sector.name();
  for (const auto& region : directory::store::regions(tx)) out.regions[region.code()] = region.name();
  return out;
}

std::vector<std::int64_t> listed_pages(Tx& tx) {
  std::vector<std::int64_t> out;
  for (const auto& row : tx.exec(kPages, kIdsOfAPage)) out.push_back(row[0].as<std::int64_t>());
  return out;
}

std::vector<OrganisationId> listed(Tx& tx, std::int64_t page) {
  std::vector<OrganisationId> out;
  for (const auto& row : tx.exec(kListed, page * kIdsOfAPage, kIdsOfAPage))
    out.push_back(OrganisationId{row[0].as<std::int64_t>()});
  return out;
}

}  // namespace wasl::directory::pages::store
