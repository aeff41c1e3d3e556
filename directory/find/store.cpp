#include "directory/find/store.hpp"

#include "core/words.hpp"
#include "directory/rows.hpp"

namespace wasl::directory::find::store {

namespace {

using storage::Statement;

const Statement kRegions{"directory.find_regions", "select code, latitude, longitude from regions"};

const Statement kUntil{"directory.find_until", "select pg_snapshot_xmin(pg_current_snapshot())"};

#define WASL_LISTED \
  R"(
  select o.id, o.kind, o.name_ar, o.name_fr, o.name_en, o.abbreviation, o.region, o.locality_ar, o.locality_fr, o.locality_en,
    (select string_agg(os.sector, ',' order by os.position, os.sector) from organisation_sectors os where os.organisation_id = o.id),
    o.verified_at is not null, o.country, o.latitude, o.longitude, o.members,
    (extract(epoch from coalesce(o.confirmed_at, o.verified_at, o.created_at)) * 1000)::bigint, o.search, o.state = 'published',
    o.staff, o.volunteers, o.budget, o.search_text
  from organisations o where )"

const Statement kAll{"directory.find_all", WASL_LISTED "o.state = 'published' and o.id > $1 order by o.id limit $2"};
const Statement kChanged{"directory.find_changed", WASL_LISTED "o.touched >= $1::text::xid8"};

constexpr int kAtOnce = 5000;

Listed read(const storage::Row& row) {
  Listed out;
  auto& shown = out.shown;
  *shown.mutable_organisation() = rows::organisation(row);
  const auto& o = shown.organisation();
  shown.set_country(row[12].as<std::string>());
  if (!row[13].is_null()) {
    shown.mutable_place()->set_latitude(row[13].as<double>());
    shown.mutable_place()->set_longitude(row[14].as<double>());
  }
  out.members = row[15].as<std::uint32_t>();
  shown.set_confirmed_at_ms(row[16].as<std::int64_t>());
  out.searchable =
      row[17].is_null()
          ? words::searchable(o.name().ar() + " " + o.name().fr() + " " + o.name().en() + " " + o.abbreviation())
          : row[17].as<std::string>();
  out.published = row[18].as<bool>();
  out.staff = row[19].as<std::uint32_t>();
  out.volunteers = row[20].as<std::uint32_t>();
  out.budget = row[21].as<std::uint32_t>();
  out.said = row[22].as<std::string>();
  return out;
}

}  // namespace

std::vector<Region> regions(storage::Tx& tx) {
  std::vector<Region> out;
  for (const auto& row : tx.exec(kRegions))
    out.push_back({row[0].as<std::string>(), {row[1].as<double>(), row[2].as<double>()}});
  return out;
}

std::string boundary(storage::Tx& tx) { return tx.exec(kUntil)[0][0].as<std::string>(); }

std::vector<Listed> published_after(storage::Tx& tx, OrganisationId last) {
  std::vector<Listed> out;
  for (const auto& row : tx.exec(kAll, last, kAtOnce)) out.push_back(read(row));
  return out;
}

std::vector<Listed> changed_since(storage::Tx& tx, const std::string& since) {
  std::vector<Listed> out;
  for (const auto& row : tx.exec(kChanged, since)) out.push_back(read(row));
  return out;
}

}  // namespace wasl::directory::find::store
