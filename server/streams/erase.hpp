// The end of a stream that nobody may follow any more.
#pragma once
#include "core/stream_id.hpp"
#include "storage/tx.hpp"

namespace wasl::streams {

// Its stored events go; whoever asks for them is told to load the state again.
void erase(storage::Tx& tx, StreamId stream);

}  // namespace wasl::streams
