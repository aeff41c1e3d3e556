// How fast one conversation may grow: each message of a large group costs everybody in it.
#pragma once
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "core/ids.hpp"

namespace wasl::messaging {

// A leaky bucket (ITU-T I.371, as a meter) per conversation, filled by what was stored: whoever may not write there cannot
// use up the members' allowance. Per process. Thread-safe.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr double kPerSecond = 50;
  static constexpr double kAtOnce = 300;

  // scale multiplies the allowance; 0 allows everything (load tests).
  explicit Pace(double scale) : scale_(scale) {}

  // How long to wait before the next message; none: it may go now.
  std::optional<std::chrono::milliseconds> wait(ConversationId conversation, Clock::time_point now = Clock::now());
  // One message was stored.
  void count(ConversationId conversation, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double level;
    Clock::time_point at;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::int64_t, Bucket> buckets;
  };
  Shard& shard(ConversationId conversation) { return shards_[static_cast<std::uint64_t>(raw(conversation)) % shards_.size()]; }
  double level(const Bucket& bucket, Clock::time_point now) const;

  double scale_;
  std::array<Shard, 16> shards_;
};

}  // namespace wasl::messaging
