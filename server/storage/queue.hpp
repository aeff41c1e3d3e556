// Who gets a database connection next, and who is turned away while there is still time to say so.
#pragma once
#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>

namespace wasl::storage {

// What a transaction is for. Each lane has a share of the connections and a patience of its own, so that a crowd at the
// door or a run of searches never holds up the calls of those who are inside.
enum class Lane { kCall, kDoor, kSearch };
inline constexpr std::size_t kLanes = 3;

// Admission control by time, not by length (after CoDel, RFC 8289 section 3: only the time spent waiting tells overload
// from a burst): who has waited longer than the patience of the lane is refused with `unavailable` and a time to come
// back, and so is whoever would stand behind somebody who has. Thread-safe.
class Queue {
 public:
  using Clock = std::chrono::steady_clock;
  using Duration = Clock::duration;

  // `run` is called by whoever took it; `refuse` instead of it, when it came too late.
  struct Job {
    std::function<void()> run;
    std::function<void(std::exception_ptr)> refuse;
  };

  // Searches run on at most half of the workers at a time, the door on all but one.
  explicit Queue(unsigned workers);

  // Throws Refused when the lane is full.
  void push(Lane lane, Job job, Clock::time_point now = Clock::now());

  // The next job that may begin, run to its end by the caller; false after stop().
  bool run_one();
  void stop();

  static Duration patience(Lane lane);

 private:
  struct Waiting {
    Job job;
    Clock::time_point since;
  };
  struct Place {
    std::deque<Waiting> waiting;
    unsigned running = 0, most = 1;
  };

  std::optional<Lane> next();
  Place& of(Lane lane) { return places_[static_cast<std::size_t>(lane)]; }

  std::mutex mutex_;
  std::condition_variable wake_;
  std::array<Place, kLanes> places_;
  std::size_t turn_ = 0;
  bool stopping_ = false;
};

}  // namespace wasl::storage
