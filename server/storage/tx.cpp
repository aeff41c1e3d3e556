#include "storage/tx.hpp"

#include "storage/conninfo.hpp"

namespace wasl::storage {

namespace {

// A process that hangs between two statements, or is cut off, holds its row locks for a few seconds at most: less than
// the others are prepared to wait for them.
constexpr auto kSettings = R"(
  set statement_timeout = '15s';
  set lock_timeout = '10s';
  set idle_in_transaction_session_timeout = '3s';
  set client_connection_check_interval = '5s';
  set tcp_keepalives_idle = 10;
  set tcp_keepalives_interval = 5;
  set tcp_keepalives_count = 3;
  set tcp_user_timeout = '25s';
  set jit = off;
  set timezone = 'UTC';
  set client_min_messages = warning)";

}  // namespace

Connection::Connection(const std::string& conninfo) : raw(with_limits(conninfo)) {
  pqxx::nontransaction setup(raw);
  setup.exec(kSettings);
}

void Connection::prepare(const Statement& statement) {
  if (prepared.contains(std::string_view(statement.name))) return;
  raw.prepare(statement.name, statement.sql);
  prepared.emplace(statement.name);
}

void Tx::commit() {
  work_.commit();
  for (auto& announce : announcements_) announce();
}

}  // namespace wasl::storage
