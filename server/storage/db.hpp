// PostgreSQL from coroutines: transactions run on a pool of threads, one connection each.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <type_traits>
#include <vector>

#include "storage/queue.hpp"
#include "storage/tx.hpp"

namespace wasl::storage {

namespace asio = boost::asio;

// What to do when the connection is lost during a commit, so that nobody knows whether it was done.
enum class InDoubt {
  kRunAgain,  // the closure is idempotent: running it twice changes nothing more
  kRefuse,    // answer `unavailable`; the caller finds out
};

class Db {
 public:
  // Connects lazily; a database that is away answers `unavailable` to each call until it is back, and so does a queue in
  // which one would wait too long (see Queue).
  Db(std::string conninfo, unsigned connections);
  ~Db();

  // Runs f(Tx&) in one transaction and commits; resumes on the caller's loop. Whatever f throws rolls back and is
  // rethrown. Serialisation failures, deadlocks and connections lost before the commit run f again (at most 4 times
  // in all), so f must not have effects outside the transaction but through tx.after_commit.
  template <class F, class R = std::invoke_result_t<F&, Tx&>>
  asio::awaitable<R> transact(F f, InDoubt in_doubt = InDoubt::kRefuse, Lane lane = Lane::kCall) {
    if constexpr (std::is_void_v<R>) {
      co_await run([f = std::move(f)](Tx& tx) mutable { f(tx); }, in_doubt, lane);
    } else {
      auto result = std::make_shared<std::optional<R>>();
      co_await run([result, f = std::move(f)](Tx& tx) mutable { result->emplace(f(tx)); }, in_doubt, lane);
      co_return std::move(**result);
    }
  }

  // The same, blocking the calling thread; for start-up, administration and workers. Never on an event loop.
  template <class F, class R = std::invoke_result_t<F&, Tx&>>
  R transact_now(F f, InDoubt in_doubt = InDoubt::kRefuse) {
    if constexpr (std::is_void_v<R>) {
      run_now([&f](Tx& tx) { f(tx); }, in_doubt);
    } else {
      std::optional<R> result;
      run_now([&](Tx& tx) { result.emplace(f(tx)); }, in_doubt);
      return std::move(*result);
    }
  }

  const std::string& conninfo() const { return conninfo_; }

 private:
  using Body = std::function<void(Tx&)>;
  asio::awaitable<void> run(Body body, InDoubt in_doubt, Lane lane);
  void run_now(const Body& body, InDoubt in_doubt);

  std::string conninfo_;
  Queue queue_;
  std::vector<std::thread> threads_;
};

// Runs one transaction on a connection that the caller keeps, (re)connecting it when it is null or lost; rules as for
// Db::transact. For threads with a connection of their own.
void transact_on(std::unique_ptr<Connection>& connection, const std::string& conninfo,
                 const std::function<void(Tx&)>& body, InDoubt in_doubt);

}  // namespace wasl::storage
