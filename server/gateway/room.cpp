#include "gateway/services.hpp"

namespace wasl::gateway {

namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::nanoseconds kShortest = 200us, kLongest = 3ms;

}  // namespace

void Room::flush() {
  if (flusher.dirty.empty() || hold()) return;
  const auto start = Clock::now();
  flusher.flush();
  last_cost = Clock::now() - start;
}

// One hold between two writings; it ends early when nothing more is expected.
bool Room::hold() {
  const bool more = hub.worth_waiting();
  if (held == Hold::kNone && more) {
    held = Hold::kHolding;
    patience.expires_after(std::clamp(last_cost / 4, kShortest, kLongest));
    patience.async_wait([this](boost::system::error_code error) {
      if (error) return;
      held = Hold::kOver;
      hub.give_up_waiting();
    });
    return true;
  }
  if (held == Hold::kHolding && hub.expects_more()) return true;
  if (held == Hold::kHolding) patience.cancel();
  held = Hold::kNone;
  return false;
}

}  // namespace wasl::gateway
