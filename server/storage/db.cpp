#include "storage/db.hpp"

#include <spdlog/spdlog.h>

#include <chrono>

#include "core/error.hpp"
#include "core/resume.hpp"

namespace wasl::storage {

namespace {

constexpr int kAttempts = 4;

Refused away() { return unavailable("storage_unavailable", "The server cannot reach its storage. Try again in a moment."); }

bool is_transient(const std::string& sqlstate) {
  return sqlstate == "40001" || sqlstate == "40P01";  // serialisation failure, deadlock
}

bool is_going_away(const std::string& sqlstate) {
  return sqlstate.starts_with("57P") || sqlstate.starts_with("08") || sqlstate == "53300" ||
         sqlstate == "25P03";  // this process did not run for so long that its transaction was ended
}

bool is_too_slow(const std::string& sqlstate) {
  return sqlstate == "57014" || sqlstate == "55P03";  // statement_timeout, lock_timeout
}

void pause_before(int attempt) { std::this_thread::sleep_for(std::chrono::milliseconds(15 * attempt * attempt)); }

// One attempt. Returns true when done, false when the body may run again.
bool attempt(std::unique_ptr<Connection>& connection, const std::string& conninfo, const std::function<void(Tx&)>& body,
             InDoubt in_doubt, int number) {
  const bool last = number == kAttempts;
  try {
    if (!connection || !connection->raw.is_open()) connection = std::make_unique<Connection>(conninfo);
    Tx tx(*connection);
    body(tx);
    tx.commit();
    return true;
  } catch (const pqxx::in_doubt_error& e) {
    spdlog::warn("storage: lost the connection during a commit: {}", e.what());
    connection.reset();
    if (in_doubt == InDoubt::kRefuse || last) throw away();
  } catch (const pqxx::broken_connection& e) {
    if (last) spdlog::warn("storage: no connection: {}", e.what());
    connection.reset();
    if (last) throw away();
  } catch (const pqxx::sql_error& e) {
    const auto state = e.sqlstate();
    if (is_going_away(state)) connection.reset();
    if (is_too_slow(state)) throw unavailable("storage_slow", "The server took too long. Try again in a moment.");
    if (!is_transient(state) && !is_going_away(state)) throw;
    if (last) throw away();
  }
  return false;
}

}  // namespace

void transact_on(std::unique_ptr<Connection>& connection, const std::string& conninfo,
                 const std::function<void(Tx&)>& body, InDoubt in_doubt) {
  for (int n = 1; !attempt(connection, conninfo, body, in_doubt, n); ++n) pause_before(n);
}

namespace {
// Each pool thread keeps its own connection; a thread serves one Db only.
thread_local std::unique_ptr<Connection> pool_connection;
}  // namespace

Db::Db(std::string conninfo, unsigned connections) : conninfo_(std::move(conninfo)), queue_(connections) {
  for (unsigned i = 0; i < connections; ++i)
    threads_.emplace_back([this] {
      while (queue_.run_one()) {
      }
      pool_connection.reset();
    });
}

Db::~Db() {
  queue_.stop();
  for (auto& thread : threads_) thread.join();
}

asio::awaitable<void> Db::run(Body body, InDoubt in_doubt, Lane lane) {
  co_await suspend([this, body = std::move(body), in_doubt, lane](std::function<void(std::exception_ptr)> done) mutable {
    auto work = [this, body = std::move(body), in_doubt, done] {
      std::exception_ptr error;
      try {
        transact_on(pool_connection, conninfo_, body, in_doubt);
      } catch (...) {
        error = std::current_exception();
      }
      done(error);
    };
    try {
      queue_.push(lane, {std::move(work), done});
    } catch (const Refused&) {
      done(std::current_exception());
    }
  });
}

void Db::run_now(const Body& body, InDoubt in_doubt) {
  std::unique_ptr<Connection> connection;
  transact_on(connection, conninfo_, body, in_doubt);
}

}  // namespace wasl::storage
