#include "directory/events.hpp"

#include <algorithm>

#include "directory/profiles/store.hpp"
#include "directory/rows.hpp"
#include "directory/store.hpp"

namespace wasl::directory::events {

namespace {

using storage::Statement;

const Statement kHolders{"directory.seat_holders",
                         "select person_id from seats where organisation_id = $1 order by person_id"};
const Statement kOwners{"directory.owners",
                        "select person_id from seats where organisation_id = $1 and role = 'owner' order by person_id"};
const Statement kRequestCount{"directory.seat_request_count",
                              "select count(*) from seat_requests where organisation_id = $1"};
const Statement kStanding{"directory.seat_standing", R"(
  select coalesce((select role from seats where organisation_id = $1 and person_id = $2), ''),
    exists (select from seat_requests where organisation_id = $1 and person_id = $2))"};

std::vector<PersonId> people(const storage::Result& rows) {
  std::vector<PersonId> out;
  for (const auto& row : rows) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

v1::SeatChanged standing(Tx& tx, OrganisationId id, PersonId person) {
  const auto row = tx.exec(kStanding, id, person)[0];
  v1::SeatChanged event;
  event.set_organisation_id(raw(id));
  event.set_role(rows::seat_role(row[0].as<std::string>()));
  event.set_asked(row[1].as<bool>());
  if (event.role() == v1::SEAT_UNSPECIFIED) return event;
  auto found = store::organisation(tx, id);
  *event.mutable_organisation() = std::move(found->organisation);
  event.set_state(found->state);
  return event;
}

}  // namespace

void seats_changed(Streams& streams, Tx& tx, OrganisationId id, std::vector<PersonId> people) {
  std::ranges::sort(people);
  for (const auto person : people)
    streams.append(tx, stream_of(person), v1::EVENT_SEAT_CHANGED, standing(tx, id, person));
}

void organisation_changed(Streams& streams, Tx& tx, OrganisationId id) {
  const auto record = profiles::store::find(tx, id, PersonId{});
  v1::OrganisationChanged event;
  *event.mutable_organisation() = store::organisation(tx, id)->organisation;
  event.set_state(record->state);
  event.set_version(record->version);
  event.set_in_review(record->in_review);
  for (const auto person : people(tx.exec(kHolders, id)))
    streams.append(tx, stream_of(person), v1::EVENT_ORGANISATION_CHANGED, event);
}

std::uint32_t requests_changed(Streams& streams, Tx& tx, OrganisationId id) {
  v1::SeatRequestsChanged event;
  event.set_organisation_id(raw(id));
  event.set_request_count(tx.exec(kRequestCount, id)[0][0].as<std::uint32_t>());
  for (const auto owner : people(tx.exec(kOwners, id)))
    streams.append(tx, stream_of(owner), v1::EVENT_SEAT_REQUESTS_CHANGED, event);
  return event.request_count();
}

}  // namespace wasl::directory::events
