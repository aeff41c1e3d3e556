#include "directory/oversight/store.hpp"

#include <algorithm>

namespace wasl::directory::oversight::store {

namespace {

using storage::Statement;
using Counts = google::protobuf::RepeatedPtrField<v1::GetDirectoryFiguresResponse::Count>;

const Statement kSuspend{"directory.suspend_organisation", R"(
  update organisations set state_before = case when state = 'suspended' then state_before else state end,
    suspended_at = case when state = 'suspended' then suspended_at else now() end, state = 'suspended', suspension_reason = $2,
    version = version + 1
  where id = $1)"};
const Statement kRestore{"directory.restore_organisation", R"(
  update organisations set state = state_before, state_before = null, suspended_at = null, suspension_reason = '',
    version = version + 1
  where id = $1 and state = 'suspended')"};
const Statement kSuspension{"directory.organisation_suspension", R"(
  select suspension_reason, (extract(epoch from suspended_at) * 1000)::bigint
  from organisations where id = $1 and state = 'suspended')"};
const Statement kHolders{"directory.holders",
                         "select person_id from seats where organisation_id = $1 order by person_id"};

#define WASL_ANY                                                                                                \
  "select o.id from organisations o where ($1::bigint = 0 or o.id < $1::bigint) and ($2::text = '' or o.state " \
  "= $2::text)"
const Statement kAny{"directory.list_any", WASL_ANY " order by o.id desc limit $3"};
// $4, one of the patterns, goes by the index.
const Statement kSearch{"directory.find_any",
                        WASL_ANY " and o.search like $4 and o.search like all($5::text[]) order by o.id desc limit $3"};

const Statement kByState{"directory.figures_by_state", R"(
  select state, count(*) from organisations where kind <> 'platform' group by state order by 2 desc, 1)"};
const Statement kByKind{"directory.figures_by_kind", R"(
  select kind, count(*) from organisations where state = 'published' and kind <> 'platform' group by kind order by 2 desc, 1)"};
const Statement kByRegion{"directory.figures_by_region", R"(
  select coalesce(region, ''), count(*) from organisations where state = 'published' and kind <> 'platform'
  group by region order by 2 desc, 1)"};
const Statement kBySector{"directory.figures_by_sector", R"(
  select os.sector, count(*) from organisation_sectors os join organisations o on o.id = os.organisation_id
  where o.state = 'published' and o.kind <> 'platform' group by os.sector order by 2 desc, 1)"};
const Statement kVerified{"directory.figures_verified", R"(
  select to_char(m.month, 'YYYY-MM'), count(distinct h.organisation_id)
  from generate_series(date_trunc('month', now()) - interval '11 months', date_trunc('month', now()), interval '1 month') m(month)
  left join organisation_history h on h.action = 'published' and h.at >= m.month and h.at < m.month + interval '1 month'
  group by m.month order by m.month)"};
const Statement kTotals{"directory.figures_totals", R"(
  select (select count(*) from reviews v join organisations o on o.id = v.organisation_id
          where v.outcome is null and o.state <> 'suspended'),
    (select count(*) from organisations where state = 'published' and kind <> 'platform'
       and coalesce(confirmed_at, verified_at, created_at) < now() - interval '6 months'),
    (select count(*) from imports where state = 'done' and not dry_run),
    (select coalesce(sum(made), 0) from imports where state = 'done' and not dry_run))"};
const Statement kLongest{"directory.figures_longest", R"(
  select v.id, o.name_ar, o.name_fr, o.name_en, (extract(epoch from v.submitted_at) * 1000)::bigint
  from reviews v join organisations o on o.id = v.organisation_id
  where v.outcome is null and o.state <> 'suspended' order by v.submitted_at, v.id limit 5)"};

std::uint32_t read(const storage::Result& rows, Counts& into) {
  std::uint32_t all = 0;
  for (const auto& row : rows) {
    auto& count = *into.Add();
    count.set_code(row[0].as<std::string>());
    count.set_count(row[1].as<std::uint32_t>());
    all += count.count();
  }
  return all;
}

}  // namespace

void suspend(Tx& tx, OrganisationId id, const std::string& reason) { tx.exec(kSuspend, id, reason); }

void restore(Tx& tx, OrganisationId id) { tx.exec(kRestore, id); }

v1::GetOrganisationSuspensionResponse suspension(Tx& tx, OrganisationId id) {
  v1::GetOrganisationSuspensionResponse out;
  const auto found = tx.exec(kSuspension, id);
  if (found.empty()) return out;
  out.set_suspended(true);
  out.set_reason(found[0][0].as<std::string>());
  out.set_at_ms(found[0][1].as<std::int64_t>());
  return out;
}

std::vector<PersonId> holders(Tx& tx, OrganisationId id) {
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kHolders, id)) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

std::vector<OrganisationId> search(Tx& tx, const Search& s) {
  std::vector<OrganisationId> out;
  const auto rows = s.patterns.empty()
                        ? tx.exec(kAny, s.before, s.state, s.limit)
                        : tx.exec(kSearch, s.before, s.state, s.limit,
                                  *std::ranges::max_element(s.patterns, {}, &std::string::size), s.patterns);
  for (const auto& row : rows) out.push_back(OrganisationId{row[0].as<std::int64_t>()});
  return out;
}

v1::GetDirectoryFiguresResponse figures(Tx& tx) {
  v1::GetDirectoryFiguresResponse out;
  out.set_organisations(read(tx.exec(kByState), *out.mutable_by_state()));
  read(tx.exec(kByKind), *out.mutable_by_kind());
  read(tx.exec(kByRegion), *out.mutable_by_region());
  read(tx.exec(kBySector), *out.mutable_by_sector());
  read(tx.exec(kVerified), *out.mutable_verified());
  const auto totals = tx.exec(kTotals)[0];
  out.set_waiting(totals[0].as<std::uint32_t>());
  out.set_stale(totals[1].as<std::uint32_t>());
  out.set_imports(totals[2].as<std::uint32_t>());
  out.set_imported(totals[3].as<std::uint32_t>());
  for (const auto& row : tx.exec(kLongest)) {
    auto& waiting = *out.add_longest();
    waiting.set_review_id(row[0].as<std::int64_t>());
    waiting.mutable_organisation()->set_ar(row[1].as<std::string>());
    waiting.mutable_organisation()->set_fr(row[2].as<std::string>());
    waiting.mutable_organisation()->set_en(row[3].as<std::string>());
    waiting.set_submitted_at_ms(row[4].as<std::int64_t>());
  }
  return out;
}

}  // namespace wasl::directory::oversight::store
