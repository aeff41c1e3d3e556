#include "directory/upkeep.hpp"

#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/profiles/store.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory {

namespace {

using storage::Statement;
using storage::Tx;

#define WASL_CONFIRMED "coalesce(o.confirmed_at, o.verified_at, o.created_at)"

const Statement kAsk{"directory.ask_to_confirm", R"(
  update organisations set confirmation_asked_at = to_timestamp($1::bigint)
  where id in (
    select o.id from organisations o
    where o.state = 'published' and o.kind <> 'platform'
      and )" WASL_CONFIRMED R"( <= to_timestamp($1::bigint) - interval '6 months'
      and coalesce(o.confirmation_asked_at, '-infinity') <= to_timestamp($1::bigint) - interval '2 months'
    order by o.id limit 100 for update skip locked)
  returning id)"};

const Statement kUnpublish{"directory.unpublish_silent", R"(
  update organisations set state = 'unpublished', version = version + 1
  where id in (
    select o.id from organisations o
    where o.state = 'published' and o.kind <> 'platform'
      and )" WASL_CONFIRMED R"( <= to_timestamp($1::bigint) - interval '1 year'
      and o.confirmation_asked_at > )" WASL_CONFIRMED R"(
      and o.confirmation_asked_at <= to_timestamp($1::bigint) - interval '1 month'
    order by o.id limit 100 for update skip locked)
  returning id)"};

// Those that have had people, not those that were entered by others and wait for theirs.
const Statement kOrphan{"directory.find_orphans", R"(
  update organisations set orphaned_at = now()
  where id in (
    select o.id from organisations o
    where o.orphaned_at is null and o.state not in ('draft', 'suspended')
      and not exists (select from seats s where s.organisation_id = o.id and s.role = 'owner')
      and exists (select from organisation_history h where h.organisation_id = o.id and h.action in ('registered', 'seat_given'))
    order by o.id limit 100 for update skip locked)
  returning id)"};

std::vector<OrganisationId> ids(const storage::Result& rows) {
  std::vector<OrganisationId> out;
  for (const auto& row : rows) out.push_back(OrganisationId{row[0].as<std::int64_t>()});
  return out;
}

wasl::v1::LocalText name_of(Tx& tx, OrganisationId id) {
  return profiles::store::find(tx, id, PersonId{})->profile.name();
}

// A hundred at a time, until there are none.
template <class Step>
int all(storage::Db& db, Step step) {
  for (int done = 0;;) {
    const int more = db.transact_now(step);
    done += more;
    if (more == 0) return done;
  }
}

}  // namespace

UpkeepDone Upkeep::run(std::chrono::sys_seconds now) {
  const auto seconds = std::to_string(now.time_since_epoch().count());
  UpkeepDone done;
  done.unpublished = unpublish(seconds);
  done.asked = ask(seconds);
  done.orphaned = find_orphans();
  return done;
}

int Upkeep::ask(const std::string& now) {
  return all(db_, [&](Tx& tx) {
    const auto asked = ids(tx.exec(kAsk, now));
    for (const auto id : asked) letters_.to_owners(tx, Letters::Kind::kConfirm, id, name_of(tx, id));
    return static_cast<int>(asked.size());
  });
}

int Upkeep::unpublish(const std::string& now) {
  return all(db_, [&](Tx& tx) {
    const auto silent = ids(tx.exec(kUnpublish, now));
    for (const auto id : silent) {
      history::add(tx, id, {{}, "unpublished"});
      events::organisation_changed(streams_, tx, id);
      letters_.to_owners(tx, Letters::Kind::kUnpublished, id, name_of(tx, id));
    }
    return static_cast<int>(silent.size());
  });
}

int Upkeep::find_orphans() {
  return all(db_, [](Tx& tx) {
    const auto orphans = ids(tx.exec(kOrphan));
    for (const auto id : orphans) {
      history::add(tx, id, {{}, "orphaned"});
      verification::queue::open_orphan(tx, id);
    }
    return static_cast<int>(orphans.size());
  });
}

}  // namespace wasl::directory
