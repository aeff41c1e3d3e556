#include "directory/seats/keeper.hpp"

#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/rows.hpp"
#include "directory/seats/store.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory::seats {

using storage::Tx;

void Keeper::give(Tx& tx, PersonId by, OrganisationId id, PersonId person, v1::SeatRole role) {
  const auto before = store::role(tx, id, person);
  const bool asked = store::settle(tx, id, person);
  if (before == role) return;
  store::put(tx, id, person, role);
  if (before == v1::SEAT_OWNER) store::revoke_all_of(tx, id, person);
  policy::fits(store::counts(tx, id).seats);
  history::add(tx, id, {by, "seat_given", person, rows::seat_role(role)});
  if (role == v1::SEAT_OWNER) {
    store::set_orphaned(tx, id, false);
    verification::queue::settle_orphan(tx, id, by);
  }
  events::seats_changed(streams_, tx, id, {person});
  if (asked || role == v1::SEAT_OWNER) events::requests_changed(streams_, tx, id);  // an owner learns how many wait
  tell_modules(tx, id, person);
}

void Keeper::take_away(Tx& tx, PersonId by, OrganisationId id, PersonId person) {
  store::remove(tx, id, person);
  store::revoke_all_of(tx, id, person);
  history::add(tx, id, {by, by == person ? "left" : "seat_removed", person});
  events::seats_changed(streams_, tx, id, {person});
  tell_modules(tx, id, person);
  if (store::counts(tx, id).seats > 0) return;
  store::set_orphaned(tx, id, true);
  history::add(tx, id, {by, "orphaned"});
  verification::queue::open_orphan(tx, id);
}

void Keeper::tell_modules(Tx& tx, OrganisationId id, PersonId person) {
  jobs_.enqueue(
      tx, "seat_changed",
      R"({"organisation_id": )" + std::to_string(raw(id)) + R"(, "person_id": )" + std::to_string(raw(person)) + "}");
}

}  // namespace wasl::directory::seats
