#include "storage/tx.hpp"

namespace wasl::storage {

Connection::Connection(const std::string& conninfo) : raw(conninfo) {
  pqxx::nontransaction setup(raw);
  setup.exec("set statement_timeout = '15s'; set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '30s'; "
             "set jit = off; set timezone = 'UTC'; set client_min_messages = warning");
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
