#include "directory/interventions/store.hpp"

#include <array>

#include "directory/rows.hpp"

namespace wasl::directory::interventions::store {

namespace {

using storage::Statement;

#define WASL_COLUMNS                                                                                         \
  "i.id, i.organisation_id, i.title_ar, i.title_fr, i.title_en, i.country, array_to_string(i.regions, ',')," \
  " array_to_string(i.sectors, ','), i.from_month, coalesce(i.to_month, 0), i.amount, i.url, i.version"

// $1 organisation, $2 own, $3 countries, $4 regions, $5 sectors, $6 year, $7 amounts.
#define WASL_ASKED                                                                                                 \
  " from interventions i join organisations o on o.id = i.organisation_id"                                         \
  " where ($1::bigint = 0 or i.organisation_id = $1) and ($2::boolean or o.state = 'published' and o.kind = "      \
  "'partner')"                                                                                                     \
  " and ($3::text[] = '{}' or i.country = any ($3::text[]))"                                                       \
  " and ($4::text[] = '{}' or i.regions && $4::text[] or i.regions = '{}'"                                         \
  "   and i.country in (select r.country from regions r where r.code = any ($4::text[])))"                         \
  " and ($5::text[] = '{}' or i.sectors && $5::text[])"                                                            \
  " and ($6::int = 0 or i.from_month <= $6::int * 100 + 12 and coalesce(i.to_month, 999999) >= $6::int * 100 + 1)" \
  " and ($7::int[] = '{}' or i.amount = any ($7::int[]))"

// $8 the value and $9 the id after which it goes on, $10 the limit. Without an amount: last, both ways.
#define WASL_LIST(value, sign)                                                                   \
  "select " WASL_COLUMNS ", " value WASL_ASKED " and ($9::bigint = 0 or (" value ", i.id) " sign \
  " ($8::int, $9::bigint))"

const std::array<Statement, 4> kList{{
    {"directory.interventions_latest",
     WASL_LIST("i.from_month", "<") " order by i.from_month desc, i.id desc limit $10"},
    {"directory.interventions_earliest", WASL_LIST("i.from_month", ">") " order by i.from_month, i.id limit $10"},
    {"directory.interventions_largest", WASL_LIST("i.amount", "<") " order by i.amount desc, i.id desc limit $10"},
    {"directory.interventions_smallest",
     WASL_LIST("case i.amount when 0 then 99 else i.amount end",
               ">") " order by case i.amount when 0 then 99 else i.amount end, i.id limit $10"},
}};

const Statement kTotal{"directory.interventions_total", "select count(*)" WASL_ASKED};

const Statement kPlaces{"directory.interventions_places", R"(
  with found as (select i.organisation_id, i.country, i.regions )" WASL_ASKED R"()
  select country, region, count(*), count(distinct organisation_id) from (
    select organisation_id, country, unnest(regions) as region from found
    union all select organisation_id, country, '' from found where regions = '{}') p
  group by country, region order by country, region)"};

const Statement kFind{"directory.intervention",
                      "select " WASL_COLUMNS " from interventions i where i.organisation_id = $1 and i.id = $2"};
const Statement kFindByClient{"directory.intervention_by_client",
                              "select " WASL_COLUMNS
                              " from interventions i where i.organisation_id = $1 and i.client_id = $2::bigint"};
const Statement kCount{"directory.intervention_count", "select count(*) from interventions where organisation_id = $1"};
const Statement kInsert{"directory.add_intervention", R"(
  insert into interventions (organisation_id, title_ar, title_fr, title_en, country, regions, sectors, from_month, to_month,
    amount, url, edited_by_id, client_id)
  values ($1, $2, $3, $4, $5, $6::text[], $7::text[], $8, nullif($9::int, 0), $10, $11, $12, $13::bigint) returning id)"};
const Statement kUpdate{"directory.change_intervention", R"(
  update interventions set title_ar = $2, title_fr = $3, title_en = $4, country = $5, regions = $6::text[], sectors = $7::text[],
    from_month = $8, to_month = nullif($9::int, 0), amount = $10, url = $11, edited_by_id = $12, edited_at = now(),
    version = version + 1
  where organisation_id = $1 and id = $13::bigint)"};
const Statement kRemove{"directory.remove_intervention",
                        "delete from interventions where organisation_id = $1 and id = $2 returning 1"};

#undef WASL_LIST
#undef WASL_ASKED
#undef WASL_COLUMNS

v1::Intervention read(const storage::Row& row) {
  v1::Intervention out;
  out.set_id(row[0].as<std::int64_t>());
  out.set_organisation_id(row[1].as<std::int64_t>());
  out.mutable_title()->set_ar(row[2].as<std::string>());
  out.mutable_title()->set_fr(row[3].as<std::string>());
  out.mutable_title()->set_en(row[4].as<std::string>());
  out.set_country(row[5].as<std::string>());
  rows::read_codes(row[6].as<std::string>(), *out.mutable_regions());
  rows::read_codes(row[7].as<std::string>(), *out.mutable_sectors());
  out.set_from_month(row[8].as<std::uint32_t>());
  out.set_to_month(row[9].as<std::uint32_t>());
  out.set_amount(static_cast<v1::AmountBand>(row[10].as<int>()));
  out.set_url(row[11].as<std::string>());
  out.set_version(row[12].as<std::int64_t>());
  return out;
}

std::optional<v1::Intervention> first(const storage::Result& rows) {
  return rows.empty() ? std::nullopt : std::optional(read(rows[0]));
}

using Codes = std::vector<std::string>;
Codes codes(const google::protobuf::RepeatedPtrField<std::string>& list) { return {list.begin(), list.end()}; }

// Calls `run` with the parameters that every question begins with.
template <class Run>
auto with(const Question& q, Run run) {
  const auto& f = q.filter;
  std::vector<std::int64_t> amounts;
  for (const auto band : f.amounts()) amounts.push_back(band);
  return run(f.organisation_id(), q.own, codes(f.countries()), codes(f.regions()), codes(f.sectors()),
             static_cast<int>(f.year()), amounts);
}

// Calls `run` with what is written, up to its author.
template <class Run>
auto with(const v1::Intervention& i, PersonId by, Run run) {
  return run(i.organisation_id(), i.title().ar(), i.title().fr(), i.title().en(), i.country(), codes(i.regions()),
             codes(i.sectors()), static_cast<int>(i.from_month()), static_cast<int>(i.to_month()),
             static_cast<int>(i.amount()), i.url(), by);
}

}  // namespace

std::vector<Listed> list(Tx& tx, const Question& q) {
  const auto rows = with(q, [&](const auto&... asked) {
    return tx.exec(kList.at(static_cast<std::size_t>(q.order)), asked..., q.after.value, q.after.id, q.limit);
  });
  std::vector<Listed> out;
  for (const auto& row : rows) {
    auto intervention = read(row);
    const Place place{row[13].as<int>(), intervention.id()};
    out.push_back({std::move(intervention), place});
  }
  return out;
}

Totals totals(Tx& tx, const Question& q) {
  return with(q, [&](const auto&... asked) {
    Totals out;
    out.total = tx.exec(kTotal, asked...)[0][0].template as<std::uint32_t>();
    for (const auto& row : tx.exec(kPlaces, asked...)) {
      auto& place = out.places.emplace_back();
      place.set_country(row[0].template as<std::string>());
      place.set_region(row[1].template as<std::string>());
      place.set_count(row[2].template as<std::uint32_t>());
      place.set_partners(row[3].template as<std::uint32_t>());
    }
    return out;
  });
}

std::optional<v1::Intervention> find(Tx& tx, OrganisationId organisation, std::int64_t id) {
  return first(tx.exec(kFind, organisation, id));
}

std::optional<v1::Intervention> find_by_client(Tx& tx, OrganisationId organisation, std::uint64_t client_id) {
  return first(tx.exec(kFindByClient, organisation, static_cast<std::int64_t>(client_id)));
}

int count(Tx& tx, OrganisationId organisation) { return tx.exec(kCount, organisation)[0][0].as<int>(); }

std::int64_t insert(Tx& tx, PersonId by, std::uint64_t client_id, const v1::Intervention& i) {
  return with(i, by, [&](const auto&... written) {
    return tx.exec(kInsert, written..., static_cast<std::int64_t>(client_id))[0][0].template as<std::int64_t>();
  });
}

void update(Tx& tx, PersonId by, const v1::Intervention& i) {
  with(i, by, [&](const auto&... written) { return tx.exec(kUpdate, written..., i.id()); });
}

bool remove(Tx& tx, OrganisationId organisation, std::int64_t id) {
  return !tx.exec(kRemove, organisation, id).empty();
}

}  // namespace wasl::directory::interventions::store
