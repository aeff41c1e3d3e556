// Whether this process can serve: what /readyz says.
#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "storage/db.hpp"

namespace wasl {

namespace asio = boost::asio;

// Asks the database at most once a second, one question at a time, however often it is asked itself. A database that
// hangs is away once it has not answered for a while.
class Readiness {
 public:
  explicit Readiness(storage::Db& db) : db_(db) {}

  asio::awaitable<bool> operator()();

 private:
  using Moment = std::chrono::steady_clock::duration;
  static constexpr Moment kPatience = std::chrono::seconds(3), kNever = Moment::min();

  asio::awaitable<bool> answers();

  storage::Db& db_;
  std::atomic<std::int64_t> asked_{-1};
  std::atomic<bool> asking_{false};
  std::atomic<Moment> answered_{kNever};
};

}  // namespace wasl
