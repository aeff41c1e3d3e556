// Everybody in a crowd: each follows its conversations, remembers how far it has read, and comes back as told to when
// it is turned away.
#pragma once
#include <cstdint>
#include <vector>

#include "load/later.hpp"
#include "load/wasl_line.hpp"
#include "scenarios/crowd.hpp"

namespace wasl::bench::scenarios {

// Throws std::runtime_error on an event out of order, a stream that is not recovered, and a refusal without a way back.
class Returners {
 public:
  explicit Returners(const Crowd& crowd);

  // All begin to connect to this port, or connect anew, at once.
  void come(std::uint16_t port);
  // Until each follows all of its conversations and has heard 1 to `upto` in each.
  void until_in_sync(std::int64_t upto, double seconds);
  // Until the lines of all have ended.
  void until_lost(double seconds);

  std::int64_t turned_away() const { return turned_away_; }

 private:
  void connect(std::size_t client);
  void follow(std::size_t client, std::size_t k, std::size_t upto);
  void on_event(const Delivery& delivery);
  void on_reply(std::size_t client, const v1::Reply& reply);
  std::int64_t& offset(std::size_t client, std::size_t k) { return offsets_[client * Crowd::kEach + k]; }

  const Crowd& crowd_;
  WaslLine line_;
  std::uint16_t port_ = 0;
  std::vector<std::int64_t> offsets_;  // of each client in each of its conversations
  Later connecting_, following_;       // of those turned away: a client; client * kEach + k
  std::int64_t heard_ = 0, followed_ = 0, lost_ = 0, turned_away_ = 0;
};

}  // namespace wasl::bench::scenarios
