#include "storage/migrations.hpp"

#include <map>
#include <stdexcept>

#include "core/crypto.hpp"

namespace wasl::storage {

namespace {

using Applied = std::map<std::pair<std::string, int>, std::string>;  // (module, number) -> checksum

std::string checksum(const Migration& m) { return crypto::hex(crypto::hash(m.sql)); }

bool has_record(pqxx::transaction_base& tx) {
  return !tx.exec1("select to_regclass('schema_migrations')")[0].is_null();
}

Applied applied(pqxx::transaction_base& tx) {
  Applied out;
  if (!has_record(tx)) return out;
  for (const auto& row : tx.exec("select module, number, checksum from schema_migrations"))
    out[{row[0].as<std::string>(), row[1].as<int>()}] = row[2].as<std::string>();
  return out;
}

SchemaState compare(Applied seen, const Migrations& known) {
  bool behind = false;
  for (const auto& m : known) {
    const auto it = seen.find({m.module, m.number});
    if (it == seen.end()) {
      behind = true;
      continue;
    }
    if (it->second != checksum(m)) return SchemaState::kChanged;
    seen.erase(it);
  }
  if (!seen.empty()) return SchemaState::kAhead;
  return behind ? SchemaState::kBehind : SchemaState::kCurrent;
}

void apply(pqxx::connection& connection, const Migration& m) {
  pqxx::work tx(connection);
  tx.exec(m.sql);
  tx.exec_params("insert into schema_migrations(module, number, name, checksum) values ($1, $2, $3, $4)",
                 std::string(m.module), m.number, std::string(m.name), checksum(m));
  tx.commit();
}

}  // namespace

std::vector<std::string> migrate(const std::string& conninfo, const Migrations& known) {
  pqxx::connection connection(conninfo);
  {
    pqxx::nontransaction lock(connection);
    lock.exec("set client_min_messages = warning; select pg_advisory_lock(7265318)");  // ends with the connection
    lock.exec(
        "create table if not exists schema_migrations(module text, number int, name text not null, checksum text not null,"
        " applied_at timestamptz not null default now(), primary key (module, number))");
  }
  Applied seen;
  {
    pqxx::nontransaction tx(connection);
    seen = applied(tx);
  }
  switch (compare(seen, known)) {
    case SchemaState::kAhead: throw std::runtime_error("the database belongs to a newer version of wasl");
    case SchemaState::kChanged: throw std::runtime_error("a migration that was applied has been altered since");
    case SchemaState::kCurrent: return {};
    case SchemaState::kBehind: break;
  }
  std::vector<std::string> names;
  for (const auto& m : known) {
    if (seen.contains({m.module, m.number})) continue;
    apply(connection, m);
    names.push_back(std::string(m.module) + "/" + m.name);
  }
  return names;
}

SchemaState schema_state(const std::string& conninfo, const Migrations& known) {
  pqxx::connection connection(conninfo);
  pqxx::nontransaction tx(connection);
  return compare(applied(tx), known);
}

}  // namespace wasl::storage
