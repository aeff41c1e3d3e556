#include "directory/store.hpp"

#include "directory/rows.hpp"

namespace wasl::directory::store {

namespace {

using storage::Statement;

#define ORGANISATION_COLUMNS                                                                               \
  "o.id, o.kind, o.name_ar, o.name_fr, o.name_en, o.abbreviation, o.region, o.locality_ar, o.locality_fr," \
  " o.locality_en, (select string_agg(os.sector, ',' order by os.sector) from organisation_sectors os"     \
  " where os.organisation_id = o.id), o.verified_at is not null"

const Statement kSectors{"directory.sectors",
                         "select code, name_ar, name_fr, name_en from sectors order by position, code"};

const Statement kRegions{"directory.regions", R"(
  select code, country, kind, name_ar, name_fr, name_en, latitude, longitude from regions order by country, code)"};

const Statement kOrganisations{"directory.organisations", "select " ORGANISATION_COLUMNS R"(
  from organisations o
  where o.state = 'published' and o.search like all ($1::text[])
    and ($2 = '' or exists (select from organisation_sectors f where f.organisation_id = o.id and f.sector = $2))
    and ($3 = '' or o.region = $3)
    and ($4 = '' or o.kind = $4)
    and ($5::bigint = 0 or (o.search, o.id) > (select l.search, l.id from organisations l where l.id = $5::bigint))
  order by o.search, o.id
  limit $6)"};

const Statement kSome{"directory.some_organisations", "select " ORGANISATION_COLUMNS R"(, o.state
  from organisations o where o.id = any ($1::bigint[]))"};

const Statement kSeats{"directory.seats", R"(
  select person_id, role from seats where organisation_id = $1
  order by array_position(array['owner', 'editor', 'member'], role), created_at, person_id
  limit 500)"};

const Statement kSeatsOf{"directory.seats_of", "select " ORGANISATION_COLUMNS R"(, s.role, o.state
  from seats s join organisations o on o.id = s.organisation_id
  where s.person_id = $1
  order by s.role = 'owner' desc, s.created_at, o.id
  limit 500)"};

const Statement kFindPeople{"directory.find_people", R"(
  select p.id from confirmed_people p
  where p.id <> $1
    and ($2::bigint = 0 or p.id in (select f.person_id from seats f where f.organisation_id = $2::bigint))
    and (p.search like all ($3::text[]) or p.id in (
      select s.person_id from seats s join organisations o on o.id = s.organisation_id
      where o.state = 'published' and o.search like all ($3::text[])))
  order by
    p.search like all ($3::text[]) desc,
    p.id in (select theirs.person_id from seats mine join seats theirs using (organisation_id)
             where mine.person_id = $1) desc,
    p.created_at desc, p.id desc
  limit $4)"};

#undef ORGANISATION_COLUMNS

}  // namespace

std::vector<v1::Sector> sectors(Tx& tx) {
  std::vector<v1::Sector> out;
  for (const auto& row : tx.exec(kSectors)) out.push_back(rows::sector(row));
  return out;
}

std::vector<v1::Region> regions(Tx& tx) {
  std::vector<v1::Region> out;
  for (const auto& row : tx.exec(kRegions)) out.push_back(rows::region(row));
  return out;
}

std::vector<v1::Organisation> organisations(Tx& tx, const OrganisationSearch& s) {
  std::vector<v1::Organisation> out;
  for (const auto& row : tx.exec(kOrganisations, s.patterns, s.sector, s.region, s.kind, s.after, s.limit))
    out.push_back(rows::organisation(row));
  return out;
}

std::map<std::int64_t, FoundOrganisation> organisations(Tx& tx, const std::vector<OrganisationId>& ids) {
  std::vector<std::int64_t> numbers;
  for (const auto id : ids) numbers.push_back(raw(id));
  std::map<std::int64_t, FoundOrganisation> out;
  for (const auto& row : tx.exec(kSome, numbers)) {
    const auto state = rows::state(row[12].as<std::string>());
    out[row[0].as<std::int64_t>()] = {rows::organisation(row), state, state == v1::STATE_PUBLISHED};
  }
  return out;
}

std::optional<FoundOrganisation> organisation(Tx& tx, OrganisationId id) {
  auto found = organisations(tx, {id});
  if (found.empty()) return std::nullopt;
  return std::move(found.begin()->second);
}

std::vector<HeldSeat> seats(Tx& tx, OrganisationId id) {
  std::vector<HeldSeat> out;
  for (const auto& row : tx.exec(kSeats, id))
    out.push_back({PersonId{row[0].as<std::int64_t>()}, rows::seat_role(row[1].as<std::string>())});
  return out;
}

std::vector<v1::MySeat> seats_of(Tx& tx, PersonId person) {
  std::vector<v1::MySeat> out;
  for (const auto& row : tx.exec(kSeatsOf, person)) {
    auto& seat = out.emplace_back();
    *seat.mutable_organisation() = rows::organisation(row);
    seat.set_role(rows::seat_role(row[12].as<std::string>()));
    seat.set_state(rows::state(row[13].as<std::string>()));
  }
  return out;
}

std::vector<PersonId> find_people(Tx& tx, const PeopleSearch& s) {
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kFindPeople, s.viewer, s.organisation, s.patterns, s.limit))
    out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

}  // namespace wasl::directory::store
