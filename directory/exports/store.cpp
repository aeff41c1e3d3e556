#include "directory/exports/store.hpp"

#include "directory/profiles/show.hpp"
#include "directory/profiles/store.hpp"

namespace wasl::directory::exports::store {

namespace {

using storage::Statement;

const Statement kGrouped{"directory.grouped", R"(
  select o.id, coalesce(o.region, ''), coalesce(first.sector, '')
  from unnest($1::bigint[]) with ordinality as i(id, position)
  join organisations o on o.id = i.id
  left join regions r on r.code = o.region
  left join lateral (
    select os.sector, s.position from organisation_sectors os join sectors s on s.code = os.sector
    where os.organisation_id = o.id order by os.position, s.position limit 1) first on true
  order by r.country nulls last, r.code, first.position nulls last, first.sector, i.position)"};

}  // namespace

std::vector<v1::PublicProfile> profiles(Tx& tx, const std::vector<OrganisationId>& ids, bool all_contacts) {
  namespace p = directory::profiles;
  std::vector<v1::PublicProfile> out;
  for (const auto& record : p::store::published(tx, ids))
    out.push_back(p::show(record, all_contacts ? p::Contacts::kAll : p::Contacts::kPublic));
  return out;
}

std::vector<Placed> grouped(Tx& tx, const std::vector<OrganisationId>& ids) {
  std::vector<std::int64_t> numbers;
  for (const auto id : ids) numbers.push_back(raw(id));
  std::vector<Placed> out;
  for (const auto& row : tx.exec(kGrouped, numbers))
    out.push_back({OrganisationId{row[0].as<std::int64_t>()}, row[1].as<std::string>(), row[2].as<std::string>()});
  return out;
}

}  // namespace wasl::directory::exports::store
