#include "directory/profiles/store.hpp"

#include <chrono>
#include <map>
#include <vector>

#include "core/words.hpp"
#include "directory/json.hpp"
#include "directory/rows.hpp"
#include "directory/search_index.hpp"

namespace wasl::directory::profiles::store {

namespace {

using storage::Statement;

const Statement kRegions{"directory.region_codes", "select code, country from regions"};
const Statement kSectors{"directory.sector_codes", "select code from sectors"};

#define WASL_MS(column) "coalesce((extract(epoch from " column ") * 1000)::bigint, 0)"
#define WASL_CONFIRMED "coalesce(o.confirmed_at, o.verified_at, o.created_at)"

const Statement kFind{
    "directory.record",
    "select o.details, o.kind, o.name_ar, o.name_fr, o.name_en, o.abbreviation, coalesce(r.country, o.country),"
    " coalesce(o.region, ''), o.locality_ar, o.locality_fr, o.locality_en, o.latitude, o.longitude, o.members,"
    " o.staff, o.volunteers, o.budget, coalesce(o.founded_year, 0), o.registration_number,"
    " (select string_agg(os.sector, ',' order by os.position, os.sector) from organisation_sectors os"
    "  where os.organisation_id = o.id),"
    " o.draft, o.state, o.version, o.verified_at is not null, " WASL_CONFIRMED
    " < now() - interval '6 months', " WASL_MS(WASL_CONFIRMED) ", coalesce(o.edited_by_id, 0), " WASL_MS(
        "o.edited_at") R"(, coalesce(s.role, ''), exists (select from seats w where w.organisation_id = o.id and w.role = 'owner'),
    exists (select from reviews v where v.organisation_id = o.id and v.kind <> 'orphan' and v.outcome is null),
    o.id
  from organisations o
  left join regions r on r.code = o.region
  left join seats s on s.organisation_id = o.id and s.person_id = $2
  where o.id = any ($1::bigint[]))"};

const Statement kLock{"directory.lock_organisation", "select from organisations where id = $1 for update"};

const Statement kInsert{"directory.register", R"(
  insert into organisations (kind, name_fr, state, creator_id, client_id, edited_by_id, edited_at)
  values ('association', '-', 'draft', $1, $2, $1, now())
  on conflict (creator_id, client_id) do nothing returning id)"};
const Statement kNewIds{"directory.new_ids", R"(
  select nextval(pg_get_serial_sequence('organisations', 'id')) from generate_series(1, $1::integer))"};
const Statement kInsertUnowned{"directory.insert_unowned", R"(
  insert into organisations (id, state, details, kind, name_ar, name_fr, name_en, abbreviation, country, region, locality_ar,
    locality_fr, locality_en, latitude, longitude, members, staff, volunteers, budget, founded_year, registration_number, search,
    search_text)
  overriding system value
  select id, $2, details::jsonb, kind, name_ar, name_fr, name_en, abbreviation, country, nullif(region, ''), locality_ar,
    locality_fr, locality_en, nullif(latitude, '')::double precision, nullif(longitude, '')::double precision, members, staff,
    volunteers, budget, nullif(founded_year, 0), registration_number, search, search_text
  from unnest($1::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
      $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::integer[], $17::integer[], $18::integer[],
      $19::integer[], $20::integer[], $21::text[], $22::text[], $23::text[])
    as i(id, details, kind, name_ar, name_fr, name_en, abbreviation, country, region, locality_ar, locality_fr, locality_en,
      latitude, longitude, members, staff, volunteers, budget, founded_year, registration_number, search, search_text))"};
const Statement kFileUnowned{"directory.file_unowned", R"(
  insert into organisation_sectors (organisation_id, sector, position)
  select id, sector, position from unnest($1::bigint[], $2::text[], $3::integer[]) as s(id, sector, position))"};
const Statement kRegistered{"directory.registered",
                            "select id from organisations where creator_id = $1 and client_id = $2"};
const Statement kOwn{"directory.own", "insert into seats (organisation_id, person_id, role) values ($1, $2, 'owner')"};
const Statement kDrafts{"directory.drafts_of", R"(
  select count(*) from organisations o
  where o.creator_id = $1 and o.state not in ('published', 'unpublished')
    and (exists (select from seats s where s.organisation_id = o.id and s.person_id = $1)
      or exists (select from reviews v where v.organisation_id = o.id and v.outcome is null)))"};

const Statement kWrite{"directory.write_profile", R"(
  update organisations set details = $2, kind = $3, name_ar = $4, name_fr = $5, name_en = $6, abbreviation = $7, country = $8,
    region = nullif($9, ''), locality_ar = $10, locality_fr = $11, locality_en = $12, 
    latitude = case when $22::boolean then $13::double precision end,
    longitude = case when $22::boolean then $14::double precision end,
    members = $15, staff = $16, volunteers = $17, budget = $18, founded_year = nullif($19::int, 0), registration_number = $20,
    search = $21, search_text = $23
  where id = $1)"};
const Statement kDropSectors{"directory.drop_sectors", "delete from organisation_sectors where organisation_id = $1"};
const Statement kAddSectors{"directory.add_sectors", R"(
  insert into organisation_sectors (organisation_id, sector, position)
  select $1, code, position from unnest($2::text[]) with ordinality as s(code, position))"};

const Statement kWriteDraft{"directory.write_draft",
                            "update organisations set draft = nullif($2, '')::jsonb where id = $1"};
const Statement kTouch{"directory.touch", R"(
  update organisations set version = version + 1, edited_by_id = $2, edited_at = now() where id = $1)"};

const Statement kSetState{"directory.set_state", "update organisations set state = $2 where id = $1"};
const Statement kConfirm{"directory.confirm_organisation", R"(
  update organisations set state = 'published', confirmed_at = now(),
    version = version + case state when 'published' then 0 else 1 end
  where id = $1)"};

// What has a column is not kept twice.
std::string details_of(v1::Profile profile) {
  profile.clear_kind();
  profile.clear_name();
  profile.clear_abbreviation();
  profile.clear_sectors();
  profile.clear_country();
  profile.clear_region();
  profile.clear_locality();
  profile.clear_place();
  profile.clear_size();
  profile.clear_founded_year();
  profile.clear_registration_number();
  return json::write(profile);
}

std::string text(const storage::Row& row, int column) { return row[column].as<std::string>(""); }

void read_local(const storage::Row& row, int first, wasl::v1::LocalText& into) {
  into.set_ar(text(row, first));
  into.set_fr(text(row, first + 1));
  into.set_en(text(row, first + 2));
}

void read_size(const storage::Row& row, int first, v1::Profile& into) {
  const auto band = [&](int i) { return row[first + i].as<int>(); };
  if (band(0) + band(1) + band(2) + band(3) == 0) return;
  into.mutable_size()->set_members(static_cast<v1::CountBand>(band(0)));
  into.mutable_size()->set_staff(static_cast<v1::CountBand>(band(1)));
  into.mutable_size()->set_volunteers(static_cast<v1::CountBand>(band(2)));
  into.mutable_size()->set_budget(static_cast<v1::BudgetBand>(band(3)));
}

void file_unowned(Tx& tx, const std::vector<std::int64_t>& ids, const std::vector<v1::Profile>& profiles) {
  std::vector<std::int64_t> organisations, positions;
  std::vector<std::string> sectors;
  for (std::size_t i = 0; i < profiles.size(); ++i)
    for (int n = 0; n < profiles[i].sectors_size(); ++n) {
      organisations.push_back(ids[i]);
      sectors.push_back(profiles[i].sectors(n));
      positions.push_back(n + 1);
    }
  if (!sectors.empty()) tx.exec(kFileUnowned, organisations, sectors, positions);
}

v1::Profile profile_of(const storage::Row& row) {
  v1::Profile p;
  json::read(text(row, 0), p);
  p.set_kind(rows::kind(text(row, 1)));
  read_local(row, 2, *p.mutable_name());
  p.set_abbreviation(text(row, 5));
  p.set_country(text(row, 6));
  p.set_region(text(row, 7));
  if (!text(row, 8).empty() || !text(row, 9).empty() || !text(row, 10).empty())
    read_local(row, 8, *p.mutable_locality());
  if (!row[11].is_null()) {
    p.mutable_place()->set_latitude(row[11].as<double>());
    p.mutable_place()->set_longitude(row[12].as<double>());
  }
  read_size(row, 13, p);
  p.set_founded_year(row[17].as<std::uint32_t>());
  p.set_registration_number(text(row, 18));
  rows::read_codes(text(row, 19), *p.mutable_sectors());
  return p;
}

Record record_of(const storage::Row& row) {
  Record r;
  r.id = OrganisationId{row[31].as<std::int64_t>()};
  r.profile = profile_of(row);
  if (!row[20].is_null()) json::read(text(row, 20), r.draft.emplace());
  r.state = rows::state(text(row, 21));
  r.version = row[22].as<std::int64_t>();
  r.verified = row[23].as<bool>();
  r.stale = row[24].as<bool>();
  r.confirmed_at_ms = row[25].as<std::int64_t>();
  r.edited_by = PersonId{row[26].as<std::int64_t>()};
  r.edited_at_ms = row[27].as<std::int64_t>();
  r.role = rows::seat_role(text(row, 28));
  r.has_owner = row[29].as<bool>();
  r.in_review = row[30].as<bool>();
  return r;
}

}  // namespace

Known known(Tx& tx) {
  using namespace std::chrono;
  Known out;
  for (const auto& row : tx.exec(kRegions)) out.country_of[row[0].as<std::string>()] = row[1].as<std::string>();
  for (const auto& row : tx.exec(kSectors)) out.sectors.insert(row[0].as<std::string>());
  const year_month_day today(floor<days>(system_clock::now()));
  out.year = static_cast<unsigned>(int(today.year()));
  return out;
}

std::optional<Record> find(Tx& tx, OrganisationId id, PersonId viewer) {
  const auto found = tx.exec(kFind, std::vector{raw(id)}, viewer);
  if (found.empty()) return std::nullopt;
  return record_of(found[0]);
}

std::vector<Record> published(Tx& tx, const std::vector<OrganisationId>& ids) {
  std::vector<std::int64_t> numbers;
  for (const auto id : ids) numbers.push_back(raw(id));
  std::map<OrganisationId, Record> found;
  for (const auto& row : tx.exec(kFind, numbers, PersonId{})) {
    auto record = record_of(row);
    if (record.published()) found.emplace(record.id, std::move(record));
  }
  std::vector<Record> out;
  for (const auto id : ids)
    if (const auto at = found.find(id); at != found.end()) out.push_back(std::move(at->second));
  return out;
}

std::optional<Record> lock(Tx& tx, OrganisationId id, PersonId viewer) {
  if (tx.exec(kLock, id).empty()) return std::nullopt;
  return find(tx, id, viewer);  // as it is now that nobody can change it
}

Registered insert(Tx& tx, PersonId owner, std::uint64_t client_id, const v1::Profile& profile) {
  const auto made = tx.exec(kInsert, owner, static_cast<std::int64_t>(client_id));
  if (made.empty()) {
    const auto before = tx.exec(kRegistered, owner, static_cast<std::int64_t>(client_id));
    return {OrganisationId{before.at(0)[0].as<std::int64_t>()}, false};
  }
  const OrganisationId id{made[0][0].as<std::int64_t>()};
  write_profile(tx, id, profile);
  tx.exec(kOwn, id, owner);
  return {id, true};
}

std::vector<OrganisationId> insert_unowned(Tx& tx, v1::OrganisationState state,
                                           const std::vector<v1::Profile>& profiles) {
  std::vector<OrganisationId> out;
  for (const auto& row : tx.exec(kNewIds, static_cast<int>(profiles.size())))
    out.push_back(OrganisationId{row[0].as<std::int64_t>()});
  std::vector<std::int64_t> ids;
  for (const auto id : out) ids.push_back(raw(id));
  const auto texts = [&](auto of) {
    std::vector<std::string> column;
    for (const auto& p : profiles) column.push_back(of(p));
    return column;
  };
  const auto numbers = [&](auto of) {
    std::vector<std::int64_t> column;
    for (const auto& p : profiles) column.push_back(static_cast<std::int64_t>(of(p)));
    return column;
  };
  const auto degrees = [&](double (v1::Place::*of)() const) {
    return texts([of](const auto& p) { return p.has_place() ? pqxx::to_string((p.place().*of)()) : std::string(); });
  };
  using P = v1::Profile;
  tx.exec(kInsertUnowned, ids, rows::state(state), texts(details_of),
          texts([](const P& p) { return rows::kind(p.kind()); }), texts([](const P& p) { return p.name().ar(); }),
          texts([](const P& p) { return p.name().fr(); }), texts([](const P& p) { return p.name().en(); }),
          texts([](const P& p) { return p.abbreviation(); }), texts([](const P& p) { return p.country(); }),
          texts([](const P& p) { return p.region(); }), texts([](const P& p) { return p.locality().ar(); }),
          texts([](const P& p) { return p.locality().fr(); }), texts([](const P& p) { return p.locality().en(); }),
          degrees(&v1::Place::latitude), degrees(&v1::Place::longitude),
          numbers([](const P& p) { return p.size().members(); }), numbers([](const P& p) { return p.size().staff(); }),
          numbers([](const P& p) { return p.size().volunteers(); }),
          numbers([](const P& p) { return p.size().budget(); }), numbers([](const P& p) { return p.founded_year(); }),
          texts([](const P& p) { return p.registration_number(); }), texts(searchable), texts(said));
  file_unowned(tx, ids, profiles);
  return out;
}

std::string searchable(const v1::Profile& p) {
  return words::searchable(p.name().ar() + " " + p.name().fr() + " " + p.name().en() + " " + p.abbreviation());
}

std::string said(const v1::Profile& p) {
  return search_index::text_words(p.mission().ar() + " " + p.mission().fr() + " " + p.mission().en() + " " +
                                  p.description().ar() + " " + p.description().fr() + " " + p.description().en());
}

int drafts_of(Tx& tx, PersonId owner) { return tx.exec(kDrafts, owner)[0][0].as<int>(); }

void write_profile(Tx& tx, OrganisationId id, const v1::Profile& p) {
  tx.exec(kWrite, id, details_of(p), rows::kind(p.kind()), p.name().ar(), p.name().fr(), p.name().en(),
          p.abbreviation(), p.country(), p.region(), p.locality().ar(), p.locality().fr(), p.locality().en(),
          p.place().latitude(), p.place().longitude(), static_cast<int>(p.size().members()),
          static_cast<int>(p.size().staff()), static_cast<int>(p.size().volunteers()),
          static_cast<int>(p.size().budget()), static_cast<int>(p.founded_year()), p.registration_number(),
          searchable(p), p.has_place(), said(p));
  tx.exec(kDropSectors, id);
  tx.exec(kAddSectors, id, std::vector<std::string>(p.sectors().begin(), p.sectors().end()));
}

void write_draft(Tx& tx, OrganisationId id, const std::optional<v1::Profile>& draft) {
  tx.exec(kWriteDraft, id, draft ? json::write(*draft) : std::string());
}

void touch(Tx& tx, OrganisationId id, PersonId editor) { tx.exec(kTouch, id, editor); }

void set_state(Tx& tx, OrganisationId id, v1::OrganisationState state) { tx.exec(kSetState, id, rows::state(state)); }

void confirm(Tx& tx, OrganisationId id) { tx.exec(kConfirm, id); }

}  // namespace wasl::directory::profiles::store
