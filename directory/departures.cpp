#include "directory/departures.hpp"

#include "directory/events.hpp"
#include "directory/interests/store.hpp"
#include "directory/profiles/store.hpp"
#include "directory/seats/store.hpp"

namespace wasl::directory::departures {

using storage::Tx;

namespace {

const storage::Statement kPlaces{"directory.places_of", R"(
  select organisation_id from seats where person_id = $1
  union select organisation_id from seat_requests where person_id = $1 order by 1)"};

void leave(Tx& tx, seats::Keeper& keeper, PersonId person, OrganisationId id) {
  profiles::store::lock(tx, id, person);
  if (seats::store::settle(tx, id, person)) events::requests_changed(keeper.streams(), tx, id);
  if (seats::store::role(tx, id, person) != v1::SEAT_UNSPECIFIED) keeper.take_away(tx, person, id, person);
}

}  // namespace

void forget_person(storage::Db& db, seats::Keeper& keeper, PersonId person) {
  db.transact_now([&](Tx& tx) { interests::store::forget(tx, person); }, storage::InDoubt::kRunAgain);
  const auto places = db.transact_now([&](Tx& tx) {
    std::vector<OrganisationId> ids;
    for (const auto& row : tx.exec(kPlaces, person)) ids.push_back(OrganisationId{row[0].as<std::int64_t>()});
    return ids;
  });
  for (const auto id : places)
    db.transact_now([&](Tx& tx) { leave(tx, keeper, person, id); }, storage::InDoubt::kRunAgain);
}

}  // namespace wasl::directory::departures
