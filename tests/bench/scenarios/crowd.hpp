// Many people who each follow 20 conversations of 20 people.
#pragma once
#include <string>
#include <vector>

#include "bench.hpp"
#include "load/wasl_line.hpp"

namespace wasl::bench::scenarios {

class Crowd {
 public:
  static constexpr std::size_t kEach = 20;

  Crowd(Bench& bench, std::size_t n) : tokens_(bench.people(n)), first_(bench.world().woven_groups(n, kEach)) {}

  std::size_t size() const { return tokens_.size(); }
  const std::string& token(std::size_t client) const { return tokens_[client]; }
  const std::vector<std::string>& tokens() const { return tokens_; }
  std::int64_t first_conversation() const { return first_; }

  // The k-th conversation that a client follows.
  std::int64_t conversation(std::size_t client, std::size_t k) const {
    return first_ + static_cast<std::int64_t>((client + k * World::kWeave) % size());
  }
  // From now on, in all of them.
  std::string subscriptions(std::size_t client) const {
    std::string batch;
    for (std::size_t k = 0; k < kEach; ++k)
      batch += subscribe_frame(static_cast<std::uint32_t>(k), conversation(client, k), -1);
    return batch;
  }
  // Which of its conversations this is.
  std::size_t place(std::size_t client, std::int64_t conversation) const {
    return (static_cast<std::size_t>(conversation - first_) + size() - client) % size() / World::kWeave;
  }

 private:
  std::vector<std::string> tokens_;
  std::int64_t first_;
};

}  // namespace wasl::bench::scenarios
