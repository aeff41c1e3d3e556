// One transaction. What it must announce is announced after its commit, never before.
#pragma once
#include <functional>
#include <pqxx/pqxx>
#include <set>
#include <string>
#include <vector>

#include "storage/statement.hpp"

namespace wasl::storage {

using Result = pqxx::result;
using Row = pqxx::row;

// A database connection and the statements that it has prepared. Belongs to one thread.
struct Connection {
  explicit Connection(const std::string& conninfo);
  void prepare(const Statement& statement);

  pqxx::connection raw;
  std::set<std::string, std::less<>> prepared;
};

class Tx {
 public:
  explicit Tx(Connection& connection) : connection_(connection), work_(connection.raw) {}

  template <class... Args>
  Result exec(const Statement& statement, const Args&... args) {
    connection_.prepare(statement);
    return work_.exec_prepared(statement.name, param(args)...);
  }

  // For migrations and administration only: one-off SQL text.
  Result exec_text(const std::string& sql) { return work_.exec(sql); }

  // Called once, on a database thread, if and only if the transaction has been committed.
  void after_commit(std::function<void()> announce) { announcements_.push_back(std::move(announce)); }

  // For Db: commits, then announces.
  void commit();

 private:
  Connection& connection_;
  pqxx::work work_;
  std::vector<std::function<void()>> announcements_;
};

}  // namespace wasl::storage
