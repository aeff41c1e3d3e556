// Calls that must be answered by a certain time. One per loop.
#pragma once
#include <chrono>
#include <functional>
#include <map>

namespace wasl::gateway {

class Deadlines {
 public:
  using Clock = std::chrono::steady_clock;
  using Entry = std::multimap<Clock::time_point, std::function<void()>>::iterator;

  Entry add(Clock::time_point when, std::function<void()> expire) {
    return entries_.emplace_hint(entries_.end(), when, std::move(expire));
  }
  void remove(Entry entry) { entries_.erase(entry); }

  // Calls and removes those that have passed.
  void tick(Clock::time_point now) {
    while (!entries_.empty() && entries_.begin()->first <= now) {
      const auto expire = std::move(entries_.begin()->second);
      entries_.erase(entries_.begin());
      expire();
    }
  }

 private:
  std::multimap<Clock::time_point, std::function<void()>> entries_;
};

}  // namespace wasl::gateway
