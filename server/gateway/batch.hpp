// What a client sends in one WebSocket message.
#pragma once
#include <string_view>

#include "wasl/envelope.pb.h"

namespace wasl::gateway {

inline constexpr int kMostFrames = 1000;  // in one batch

// False when the bytes are no batch, or one that nobody may send: too many frames, or one of no kind. Then nothing of
// it may happen.
bool read_batch(std::string_view bytes, v1::ClientBatch& into);

}  // namespace wasl::gateway
