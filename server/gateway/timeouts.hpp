// How long a call may take.
#pragma once
#include <algorithm>
#include <chrono>
#include <cstdint>

namespace wasl::gateway {

inline constexpr std::chrono::milliseconds kDefaultTimeout{10'000};
inline constexpr std::chrono::milliseconds kLongestTimeout{60'000};

inline std::chrono::milliseconds call_timeout(std::uint64_t asked_ms) {
  if (asked_ms == 0) return kDefaultTimeout;
  return std::min(kLongestTimeout, std::chrono::milliseconds(static_cast<std::int64_t>(std::min<std::uint64_t>(asked_ms, 60'000))));
}

}  // namespace wasl::gateway
