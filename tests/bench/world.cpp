#include "world.hpp"

#include <sys/stat.h>
#include <sys/wait.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <pqxx/pqxx>
#include <stdexcept>
#include <thread>

#include "core/crypto.hpp"
#include "machine.hpp"

namespace wasl::bench {

namespace {
constexpr const char* kDatabase = "wasl_bench";
}

World::World(const std::string& server_conninfo, const std::string& program, const std::string& directory)
    : conninfo_(server_conninfo + " dbname=" + kDatabase), secret_file_(directory + "/secret"), directory_(directory) {
  {
    pqxx::connection c(server_conninfo + " dbname=postgres");
    pqxx::nontransaction tx(c);
    tx.exec("drop database if exists " + std::string(kDatabase) + " with (force)");
    tx.exec("create database " + std::string(kDatabase));
  }
  secret_ = std::string(32, 's');
  std::ofstream(secret_file_) << crypto::hex(secret_) << '\n';
  chmod(secret_file_.c_str(), 0600);
  Process migrate({program, "migrate"}, environment(), directory + "/migrate.log", -1);
  int status = 0;
  if (waitpid(migrate.pid(), &status, 0) != migrate.pid() || status != 0)
    throw std::runtime_error("migrate failed: see " + directory + "/migrate.log");
}

std::vector<std::string> World::environment() const {
  return {"WASL_DATABASE=" + conninfo_, "WASL_SECRET_FILE=" + secret_file_, "WASL_MAIL=dir:" + directory_ + "/mail",
          "WASL_RATE_SCALE=0", "WASL_LOG_LEVEL=warning", "WASL_CLIENT_DIR=" + directory_ + "/none"};
}

void World::execute(const std::string& sql) {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction tx(c);
  tx.exec(sql);
}

std::vector<std::string> World::people(std::size_t n) {
  std::vector<std::string> tokens;
  pqxx::connection c(conninfo_);
  pqxx::work tx(c);
  tx.exec_params(
      "insert into people (name, email, email_key, language, confirmed_at)"
      " select 'Person ' || i, 'p' || i || '@bench.example', 'p' || i || '@bench.example', 'fr', now()"
      " from generate_series($1::int + 1, $1::int + $2::int) i",
      static_cast<int>(people_), static_cast<int>(n));
  std::string hashes = "{";
  for (std::size_t i = 0; i < n; ++i) {
    tokens.push_back(crypto::random_token());
    hashes += (i ? "," : "") + ("\"\\\\x" + crypto::hex(crypto::hash(tokens.back(), secret_))) + "\"";
  }
  tx.exec_params(
      "insert into sign_in_sessions (person_id, token_hash, stay, expires_at)"
      " select $1::int + ord, h, true, now() + interval '30 days' from unnest($2::bytea[]) with ordinality t(h, ord)",
      static_cast<int>(people_), hashes + "}");
  tx.commit();
  people_ += n;
  made_last_ = n;
  return tokens;
}

// `members` selects (conversation counted from 0, person counted from 1 among those made last).
std::int64_t World::groups(std::size_t count, const std::string& members) {
  pqxx::connection c(conninfo_);
  pqxx::work tx(c);
  const auto n = std::to_string(count), base = std::to_string(people_ - made_last_);
  const auto first = tx.exec("insert into conversations (kind, title, creator_id) select 'group', 'Group ' || i, 1"
                             " from generate_series(1, " + n + ") i returning id")[0][0].as<std::int64_t>();
  const auto f = std::to_string(first);
  tx.exec("insert into conversation_members (conversation_id, person_id) select " + f + " + m.g, " + base + " + m.p from (" + members +
          ") m(g, p)");
  tx.exec("insert into streams (kind, key, head) select 2, " + f + " + g, 0 from generate_series(0, " + n + " - 1) g");
  tx.commit();
  return first;
}

std::int64_t World::fresh_groups(std::size_t count, std::size_t members) {
  const auto n = std::to_string(count), m = std::to_string(members);
  return groups(count, "select g, g * " + m + " + k from generate_series(0, " + n + " - 1) g, generate_series(1, " + m + ") k");
}

std::int64_t World::woven_groups(std::size_t n, std::size_t each) {
  const auto count = std::to_string(n), k = std::to_string(each);
  return groups(n, "select (i + k * 37) % " + count + ", i + 1 from generate_series(0, " + count + " - 1) i, generate_series(0, " + k + " - 1) k");
}

void World::messages(std::int64_t first, std::size_t conversations, std::size_t count) {
  const auto f = std::to_string(first), n = std::to_string(conversations), k = std::to_string(count);
  execute("insert into messages (conversation_id, \"offset\", author_id, client_id, text) select s.key, s.head + i,"
          " (select min(person_id) from conversation_members m where m.conversation_id = s.key),"
          " s.key * 100000000 + s.head + i, 'A message of the ordinary length that people write to each other'"
          " from streams s, generate_series(1, " + k + ") i where s.kind = 2 and s.key >= " + f + " and s.key < " + f + " + " + n);
  execute("update streams set head = head + " + k + " where kind = 2 and key >= " + f + " and key < " + f + " + " + n);
}

void World::analyze() { execute("vacuum analyze"); }

double World::row_floor(double seconds) {
  execute("drop table if exists floor; create table floor (a bigint, b bigint, c bigint, d bigint, t text, at timestamptz default now(),"
          " primary key (a, b), unique (c, d))");
  std::atomic<std::int64_t> rows{0};
  const auto end = wall_seconds() + seconds;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      pqxx::connection c(conninfo_);
      c.prepare("ins", "insert into floor (a, b, c, d, t) select $1, $2::bigint + i, $1, $2::bigint + i, $3 from generate_series(1, 100) i");
      const std::string text(128, 'x');
      for (std::int64_t at = 0; wall_seconds() < end; at += 100) {
        pqxx::nontransaction tx(c);
        tx.exec_prepared("ins", t, at, text);
        rows += 100;
      }
    });
  const auto start = wall_seconds();
  for (auto& thread : threads) thread.join();
  return static_cast<double>(rows) / (wall_seconds() - start);
}

}  // namespace wasl::bench
