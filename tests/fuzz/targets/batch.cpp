// What a client sends in one WebSocket message.
#include "gateway/batch.hpp"

#include "sessions/frames.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

FUZZ_TARGET(batch, bytes) {
  v1::ClientBatch batch, again;
  if (!gateway::read_batch(bytes, batch)) return;
  check(batch.frames_size() <= gateway::kMostFrames, "a batch has at most a thousand frames");
  for (const auto& frame : batch.frames()) {
    check(frame.kind_case() != v1::ClientFrame::KIND_NOT_SET, "a frame is of some kind");
    sessions::stream_id(frame.subscribe().stream());
  }
  check(gateway::read_batch(batch.SerializeAsString(), again), "a batch that was read can be written and read");
  check(again.SerializeAsString() == batch.SerializeAsString(), "and is the same");
  v1::ClientBatch twice;
  const bool fits = batch.frames_size() * 2 <= gateway::kMostFrames;
  check(gateway::read_batch(std::string(bytes) + std::string(bytes), twice) == fits, "batches end to end are one batch");
  check(twice.frames_size() == batch.frames_size() * 2, "of all their frames");
}

}  // namespace
}  // namespace wasl::fuzz
