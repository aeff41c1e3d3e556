// What becomes of an inbox, announced to those who answer there.
#pragma once
#include "core/ids.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::inbox::events {

void changed(streams::Streams& streams, storage::Tx& tx, ConversationId id);

}  // namespace wasl::messaging::inbox::events
