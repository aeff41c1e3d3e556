#include "storage/queue.hpp"

#include <algorithm>
#include <random>

#include "core/error.hpp"
#include "core/metrics.hpp"

namespace wasl::storage {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kMostWaiting = 20'000;  // per lane; memory, not time, is what this bounds

// Who comes first, turn by turn: calls four times of six.
constexpr auto C = Lane::kCall, D = Lane::kDoor, S = Lane::kSearch;
constexpr std::array<std::array<Lane, kLanes>, 6> kOrders{{{C, D, S}, {C, S, D}, {D, C, S}, {C, D, S}, {C, S, D}, {S, C, D}}};

const char* name(Lane lane) {
  switch (lane) {
    case Lane::kCall: return "call";
    case Lane::kDoor: return "door";
    case Lane::kSearch: return "search";
  }
  return "";
}

prometheus::Counter& shed(Lane lane) {
  const auto make = [](Lane l) {
    return &metrics::counter("wasl_shed_total", "Transactions turned away because too many waited.", {{"lane", name(l)}});
  };
  static const std::array counters{make(Lane::kCall), make(Lane::kDoor), make(Lane::kSearch)};
  return *counters[static_cast<std::size_t>(lane)];
}

// Spread, so that those who are turned away together do not come back together.
Refused busy(Lane lane) {
  shed(lane).Increment();
  static thread_local std::minstd_rand random{std::random_device{}()};
  const auto least = lane == Lane::kDoor ? 2000 : 1000;
  return unavailable("busy", "The server is busy. Try again in a moment.")
      .retry_after(std::chrono::milliseconds(std::uniform_int_distribution<>(least, 2 * least)(random)));
}

}  // namespace

Queue::Duration Queue::patience(Lane lane) {
  switch (lane) {
    case Lane::kCall: return 2s;
    case Lane::kDoor: return 8s;  // after a restart everyone comes back at once
    case Lane::kSearch: return 2s;
  }
  return 0s;
}

Queue::Queue(unsigned workers) {
  of(Lane::kCall).most = workers;
  of(Lane::kDoor).most = std::max(1U, workers - 1);
  of(Lane::kSearch).most = std::max(1U, workers / 2);
}

void Queue::push(Lane lane, Job job, Clock::time_point now) {
  {
    const std::lock_guard lock(mutex_);
    auto& waiting = of(lane).waiting;
    if (waiting.size() >= kMostWaiting || (!waiting.empty() && now - waiting.front().since > patience(lane))) throw busy(lane);
    waiting.push_back({std::move(job), now});
  }
  wake_.notify_one();
}

std::optional<Lane> Queue::next() {
  for (const auto lane : kOrders[turn_])
    if (!of(lane).waiting.empty() && of(lane).running < of(lane).most) return lane;
  return std::nullopt;
}

bool Queue::run_one() {
  std::unique_lock lock(mutex_);
  std::optional<Lane> lane;
  wake_.wait(lock, [&] { return stopping_ || (lane = next()).has_value(); });
  if (stopping_) return false;
  auto& place = of(*lane);
  auto next_one = std::move(place.waiting.front());
  place.waiting.pop_front();
  ++place.running;
  turn_ = (turn_ + 1) % kOrders.size();
  lock.unlock();
  if (Clock::now() - next_one.since > patience(*lane))
    next_one.job.refuse(std::make_exception_ptr(busy(*lane)));
  else
    next_one.job.run();
  lock.lock();
  --place.running;
  if (!place.waiting.empty()) wake_.notify_one();  // the lane was full, perhaps, when others looked
  return true;
}

void Queue::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
}

}  // namespace wasl::storage
