// Who answers in an organisation's inboxes and leads its channels follows its seats.
#pragma once
#include <string>

#include "core/ids.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::inbox {

struct Seat {
  OrganisationId organisation;
  PersonId person;
};

// The payload of a job of kind "seat_changed": {"organisation_id": N, "person_id": N}. Throws std::runtime_error on
// another.
Seat read_seat(const std::string& payload);

// Brings the person's memberships in line with what they are to the organisation now, some conversations per
// transaction. Harmless twice. Blocks; not on an event loop.
void settle_seat(storage::Db& db, streams::Streams& streams, Seat seat);

}  // namespace wasl::messaging::inbox
