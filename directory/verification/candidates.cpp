#include "directory/verification/candidates.hpp"

#include <algorithm>

#include "directory/rows.hpp"
#include "directory/store.hpp"
#include "directory/verification/duplicates.hpp"

namespace wasl::directory::verification {

namespace {

using storage::Statement;

constexpr std::size_t kMost = 5;

// Those of the same region first: there are more of them than can be looked at, at worst.
const Statement kCandidates{"directory.duplicate_candidates", R"(
  with named as (
    select id from organisations
    where search like any ($2::text[]) and (country = $3 or country = '' or $3 = '' or region = $4)
    order by region is not distinct from nullif($4, '') desc, id limit 2000),
  registered as (select id from organisations where $5 <> '' and registration_number = $5 limit 20),
  reached as (
    select o.id from unnest($6::text[]) as c(value)
    join organisations o on o.details -> 'contacts' @> jsonb_build_array(jsonb_build_object('value', c.value)) limit 50)
  select o.id, o.name_ar, o.name_fr, o.name_en, coalesce(o.region, '') = $4 or o.region is null or $4 = '',
    o.id in (select id from registered), o.id in (select id from reached), o.state
  from organisations o
  where o.id <> $1 and o.state <> 'draft'
    and o.id in (select id from named union select id from registered union select id from reached))"};

struct Found {
  OrganisationId id{};
  unsigned likeness = 0;
  bool name = false, registered = false, reached = false;
  std::string state;

  bool counts() const { return name || registered || reached; }
  unsigned weight() const { return likeness + (registered ? 100U : 0U) + (reached ? 50U : 0U); }
};

Found found_of(const storage::Row& row, const wasl::v1::LocalText& name) {
  wasl::v1::LocalText other;
  other.set_ar(row[1].as<std::string>());
  other.set_fr(row[2].as<std::string>());
  other.set_en(row[3].as<std::string>());
  Found f;
  f.id = OrganisationId{row[0].as<std::int64_t>()};
  f.likeness = likeness(name, other);
  f.name = may_be_the_same(f.likeness, row[4].as<bool>());
  f.registered = row[5].as<bool>();
  f.reached = row[6].as<bool>();
  f.state = row[7].as<std::string>();
  return f;
}

v1::Duplicate show(const Found& f, const v1::Organisation& organisation) {
  v1::Duplicate out;
  *out.mutable_organisation() = organisation;
  out.set_state(rows::state(f.state));
  if (f.name) out.add_because("name");
  if (f.registered) out.add_because("registration_number");
  if (f.reached) out.add_because("contact");
  out.set_likeness(f.likeness);
  return out;
}

}  // namespace

std::vector<v1::Duplicate> duplicates(storage::Tx& tx, OrganisationId id, const v1::Profile& profile) {
  std::vector<std::string> contacts;
  for (const auto& contact : profile.contacts()) contacts.push_back(contact.value());
  std::vector<Found> found;
  for (const auto& row : tx.exec(kCandidates, id, telling_patterns(profile.name()), profile.country(), profile.region(),
                                 profile.registration_number(), contacts))
    if (const auto f = found_of(row, profile.name()); f.counts()) found.push_back(f);
  std::ranges::sort(found, [](const Found& a, const Found& b) { return a.weight() > b.weight(); });
  if (found.size() > kMost) found.resize(kMost);
  std::vector<OrganisationId> ids;
  for (const auto& f : found) ids.push_back(f.id);
  const auto shown = directory::store::organisations(tx, ids);
  std::vector<v1::Duplicate> out;
  for (const auto& f : found) out.push_back(show(f, shown.at(raw(f.id)).organisation));
  return out;
}

}  // namespace wasl::directory::verification
