// Token buckets per caller and rate class.
#pragma once
#include <array>
#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "router/context.hpp"
#include "wasl/options.pb.h"

namespace wasl::router {

// Thread-safe. Buckets belong to this process.
class Limiter {
 public:
  using Clock = std::chrono::steady_clock;

  // scale multiplies every allowance; 0 allows everything (load tests).
  explicit Limiter(double scale) : scale_(scale) {}

  // Takes one token for the person, or for the address of a stranger (of IPv6, its /64). Credentials always count by
  // address.
  // Returns how long to wait when there is none.
  std::optional<std::chrono::milliseconds> take(const Context& context, v1::RateClass rate, Clock::time_point now = Clock::now());

  // For asking who somebody is, before that is known: counted by address, generously, since many may share one.
  std::optional<std::chrono::milliseconds> take_identity(const std::string& address, Clock::time_point now = Clock::now());

 private:
  struct Bucket {
    double tokens;
    Clock::time_point at;
  };
  struct Shard {
    std::mutex mutex;
    std::unordered_map<std::string, Bucket> buckets;
  };
  struct Allowance {
    double per_second, burst;
  };
  static Allowance allowance(v1::RateClass rate);
  std::optional<std::chrono::milliseconds> take(const std::string& key, const Allowance& allowance, Clock::time_point now);
  void sweep(Shard& shard, Clock::time_point now);

  double scale_;
  std::array<Shard, 16> shards_;
};

}  // namespace wasl::router
