// Where in a conversation a page of messages lies.
#pragma once
#include <cstdint>
#include <limits>

#include "core/ids.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging {

// Up to `older` messages below `at` and up to `newer` ones from there on, without a hole between them.
struct Window {
  Offset at = std::numeric_limits<Offset>::max();
  std::uint32_t older = 0, newer = 0;

  static Window newest(std::uint32_t limit) { return {std::numeric_limits<Offset>::max(), limit, 0}; }
  static Window around(Offset at, std::uint32_t limit) { return {at, limit / 2, limit - limit / 2}; }
};

// What is asked for; of a moment (at_ms), the newest. Throws Refused when it is no place or several.
Window window_of(const v1::ListMessagesRequest& request);

}  // namespace wasl::messaging
