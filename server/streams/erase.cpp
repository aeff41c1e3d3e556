#include "streams/erase.hpp"

namespace wasl::streams {

namespace {
const storage::Statement kTrim{"streams.trim", "update streams set trimmed = head where kind = $1 and key = $2"};
const storage::Statement kErase{"streams.erase", "delete from stream_events where kind = $1 and key = $2"};
}  // namespace

void erase(storage::Tx& tx, StreamId stream) {
  const auto kind = static_cast<int>(stream.kind);
  tx.exec(kTrim, kind, stream.key);
  tx.exec(kErase, kind, stream.key);
}

}  // namespace wasl::streams
