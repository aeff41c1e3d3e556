// What the directory announces, on the streams of the people whom it concerns. Callers hold the organisation.
#pragma once
#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "streams/streams.hpp"
#include "wasl/directory/v1/seats.pb.h"

namespace wasl::directory::events {

using storage::Tx;
using streams::Streams;

// How each of them stands to the organisation after this transaction, in ascending order.
void seats_changed(Streams& streams, Tx& tx, OrganisationId id, std::vector<PersonId> people);

// To all who hold a seat.
void organisation_changed(Streams& streams, Tx& tx, OrganisationId id);

// To the owners; their number.
std::uint32_t requests_changed(Streams& streams, Tx& tx, OrganisationId id);

}  // namespace wasl::directory::events
