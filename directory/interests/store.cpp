#include "directory/interests/store.hpp"

#include <optional>

#include "directory/rows.hpp"
#include "directory/store.hpp"

namespace wasl::directory::interests::store {

namespace {

using storage::Statement;

#define WASL_SPEAKS(person)                                                                                      \
  "exists (select from seats held join organisations o on o.id = held.organisation_id and o.state = 'published'" \
  " where held.person_id = " person ")"

const Statement kFind{"directory.interests", R"(
  select coalesce(i.country, ''), coalesce(i.region, ''), coalesce(i.locality, ''), array_to_string(i.sectors, ','), i.shown,
    i.person_id is not null
  from (select $1::bigint as id) p left join interests i on i.person_id = p.id)"};

const Statement kWrite{"directory.set_interests", R"(
  insert into interests (person_id, country, region, locality, sectors, shown)
  values ($1, $2, nullif($3, ''), $4, $5::text[], case $6::int when 1 then true when 2 then false end)
  on conflict (person_id) do update set country = excluded.country, region = excluded.region, locality = excluded.locality,
    sectors = excluded.sectors, shown = excluded.shown, chosen_at = now())"};

const Statement kForget{"directory.forget_interests", "delete from interests where person_id = $1"};

// By the seats they hold, and by what they have chosen. Whoever shares sectors counts within the country, or anywhere
// when no place is chosen.
const Statement kPeople{"directory.people_near", R"(
  with candidates as (
    select s.person_id, ($3 <> '' and o.region = $3 or $3 = '' and $2 <> '' and o.country = $2) as here,
      exists (select from organisation_sectors f where f.organisation_id = o.id and f.sector = any ($4::text[])) as shares
    from organisations o join seats s on s.organisation_id = o.id left join interests i on i.person_id = s.person_id
    where o.state = 'published' and coalesce(i.shown, true) and ($2 = '' or o.country = $2)
    union all
    select i.person_id, ($3 <> '' and i.region = $3 or $3 = '' and $2 <> '' and i.country = $2) is true,
      i.sectors && $4::text[]
    from interests i
    where coalesce(i.shown, )" WASL_SPEAKS("i.person_id") R"() and ($2 = '' or i.country = $2)
  )
  select p.id from (
    select person_id, bool_or(here) as here, bool_or(shares) as shares from candidates where here or shares group by person_id
  ) c join confirmed_people p on p.id = c.person_id
  where p.id <> $1 and not exists (select from people_apart a where a.person_id = $1 and a.other_id = p.id)
  order by c.here desc, c.shares desc, p.created_at desc, p.id desc
  limit $5)"};

const Statement kNewest{"directory.newest", R"(
  select id from organisations
  where state = 'published' and verified_at is not null and kind <> 'platform' order by verified_at desc, id desc limit $1)"};

const Statement kTasks{"directory.home_tasks", R"(
  select kind, organisation_id, n from (
    select s.organisation_id, case
        when o.state = 'returned' or o.draft is not null and o.state in ('published', 'unpublished') and s.role <> 'member'
          and (select v.outcome from reviews v where v.organisation_id = o.id and v.kind <> 'orphan' order by v.id desc limit 1) = 'returned' then 1
        when o.state = 'draft' then 2
        when o.state in ('published', 'unpublished') and coalesce(o.confirmed_at, o.verified_at, o.created_at) < now() - interval '183 days' then 4
      end as kind, 1 as n
    from seats s join organisations o on o.id = s.organisation_id where s.person_id = $1 and s.role in ('owner', 'editor')
    union all
    select r.organisation_id, 3, count(*)::int
    from seats s join seat_requests r on r.organisation_id = s.organisation_id
    where s.person_id = $1 and s.role = 'owner' group by r.organisation_id
  ) t where kind is not null order by kind, organisation_id limit $2)"};

const Statement kAsks{"directory.asks_for_seat", "select exists (select from seat_requests where person_id = $1)"};

#undef WASL_SPEAKS

}  // namespace

v1::Interests find(Tx& tx, PersonId person) {
  const auto row = tx.exec(kFind, person)[0];
  v1::Interests out;
  out.set_country(row[0].as<std::string>());
  out.set_region(row[1].as<std::string>());
  out.set_locality(row[2].as<std::string>());
  rows::read_codes(row[3].as<std::string>(""), *out.mutable_sectors());
  if (!row[4].is_null()) out.set_showing(row[4].as<bool>() ? v1::SHOWING_ON : v1::SHOWING_OFF);
  out.set_chosen(row[5].as<bool>());
  return out;
}

void write(Tx& tx, PersonId person, const v1::Interests& i) {
  const std::vector<std::string> sectors(i.sectors().begin(), i.sectors().end());
  tx.exec(kWrite, person, i.country(), i.region(), i.locality(), sectors, static_cast<int>(i.showing()));
}

void forget(Tx& tx, PersonId person) { tx.exec(kForget, person); }

std::vector<PersonId> people_near(Tx& tx, PersonId person, const v1::Interests& i, int limit) {
  std::vector<PersonId> out;
  const std::vector<std::string> sectors(i.sectors().begin(), i.sectors().end());
  for (const auto& row : tx.exec(kPeople, person, i.country(), i.region(), sectors, limit))
    out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

std::vector<v1::Organisation> newest(Tx& tx, int limit) {
  std::vector<OrganisationId> ids;
  for (const auto& row : tx.exec(kNewest, limit)) ids.push_back(OrganisationId{row[0].as<std::int64_t>()});
  auto found = directory::store::organisations(tx, ids);
  std::vector<v1::Organisation> out;
  for (const auto id : ids) out.push_back(std::move(found.at(raw(id)).organisation));
  return out;
}

std::vector<v1::HomeTask> tasks(Tx& tx, PersonId person, int limit) {
  std::vector<v1::HomeTask> out;
  std::vector<OrganisationId> ids;
  for (const auto& row : tx.exec(kTasks, person, limit)) {
    auto& task = out.emplace_back();
    task.set_kind(static_cast<v1::TaskKind>(row[0].as<int>()));
    task.set_count(row[2].as<std::uint32_t>());
    ids.push_back(OrganisationId{row[1].as<std::int64_t>()});
  }
  const auto found = directory::store::organisations(tx, ids);
  for (std::size_t i = 0; i < out.size(); ++i) *out[i].mutable_organisation() = found.at(raw(ids[i])).organisation;
  return out;
}

bool asks_for_seat(Tx& tx, PersonId person) { return tx.exec(kAsks, person)[0][0].as<bool>(); }

}  // namespace wasl::directory::interests::store
