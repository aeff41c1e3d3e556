// What becomes of an offer, announced to its person.
#pragma once
#include "directory/specialists/policy.hpp"
#include "streams/streams.hpp"

namespace wasl::directory::specialists::events {

void changed(streams::Streams& streams, storage::Tx& tx, const Record& now);

}  // namespace wasl::directory::specialists::events
