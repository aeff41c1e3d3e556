// Which of several servers carries a stream.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/stream_id.hpp"

namespace wasl::bus {

// Rendezvous hashing (D. Thaler, C. Ravishankar, "Using name-based mappings to increase hit rates", IEEE/ACM Transactions
// on Networking 6(1), 1998): each server scores each stream, the highest score wins. Every process that knows the same
// names agrees, whatever their order; one server more takes over its share of the streams and moves no other.
class Shards {
 public:
  // Throws std::runtime_error with one sentence when a name stands there twice, or none at all.
  explicit Shards(const std::vector<std::string>& names);

  std::size_t size() const { return seeds_.size(); }
  // Index into the names. Costs a few nanoseconds per server.
  std::size_t of(StreamId stream) const;

 private:
  std::vector<std::uint64_t> seeds_;
};

}  // namespace wasl::bus
