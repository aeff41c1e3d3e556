// What becomes of the conversations of somebody whose account is deleted. Each in a transaction of its own: doing it
// all again after a crash goes on where it stopped.
#pragma once
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::departures {

// Blocks. Groups are left, with a note and an heir; where two were, it is closed; the person's requests and all that
// was only theirs go. Whoever follows one of these conversations hears PersonDeleted on it.
void forget_person(storage::Db& db, streams::Streams& streams, PersonId person);

}  // namespace wasl::messaging::departures
