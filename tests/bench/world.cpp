#include "world.hpp"

#include <sodium.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <new>
#include <pqxx/pqxx>
#include <stdexcept>
#include <thread>

#include "load/sign_in.hpp"
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
  std::ofstream(secret_file_) << std::string(64, '5') << '\n';
  chmod(secret_file_.c_str(), 0600);
  Process migrate({program, "migrate"}, environment(), directory + "/migrate.log", -1);
  if (migrate.wait() != 0) throw std::runtime_error("migrate failed: see " + directory + "/migrate.log");
}

std::vector<std::string> World::environment() const {
  return {"WASL_DATABASE=" + conninfo_, "WASL_SECRET_FILE=" + secret_file_, "WASL_MAIL=dir:" + directory_ + "/mail",
          "WASL_LOG_LEVEL=warning", "WASL_CLIENT_DIR=" + directory_ + "/none"};
}

void World::execute(const std::string& sql) {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction tx(c);
  tx.exec(sql);
}

pid_t World::postmaster() const {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction tx(c);
  std::ifstream stat("/proc/" + tx.exec("select pg_backend_pid()")[0][0].as<std::string>() + "/stat");
  std::string word;
  for (int i = 0; i < 4; ++i) stat >> word;
  return static_cast<pid_t>(std::stol(word));
}

void World::add_people(std::size_t n) {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str_alg(hash, kPassword, std::strlen(kPassword), crypto_pwhash_OPSLIMIT_MIN,
                            crypto_pwhash_MEMLIMIT_MIN, crypto_pwhash_ALG_ARGON2ID13) != 0)
    throw std::bad_alloc();
  const auto first = std::to_string(people_ + 1), last = std::to_string(people_ += n);
  execute(
      "insert into people (name, email, email_key, language, password_hash, confirmed_at)"
      " select 'Person ' || i, e, e, 'fr', '" +
      std::string(hash) +
      "', now()"
      " from generate_series(" +
      first + ", " + last + ") i, lateral (select 'p' || i || '@bench.example') m(e)");
}

// `members` selects (conversation counted from 0, person counted from 1).
std::int64_t World::groups(std::size_t count, const std::string& members) {
  pqxx::connection c(conninfo_);
  pqxx::work tx(c);
  const auto n = std::to_string(count);
  const auto first = tx.exec(
                           "insert into conversations (kind, title, creator_id) select 'group', 'Group ' || i, 1"
                           " from generate_series(1, " +
                           n + ") i returning id")[0][0]
                         .as<std::int64_t>();
  const auto f = std::to_string(first);
  tx.exec("insert into conversation_members (conversation_id, person_id) select " + f + " + m.g, m.p from (" + members +
          ") m(g, p)");
  tx.exec("insert into streams (kind, key, head) select 2, " + f + " + g, 0 from generate_series(0, " + n + " - 1) g");
  tx.commit();
  execute("vacuum analyze people, sign_in_sessions, conversations, conversation_members, streams");
  return first;
}

std::int64_t World::groups(std::size_t count, std::size_t members, std::size_t people) {
  const auto n = std::to_string(count), m = std::to_string(members), all = std::to_string(people);
  return groups(count, "select g, (g * " + m + " + k) % " + all + " + 1 from generate_series(0, " + n +
                           " - 1) g, generate_series(0, " + m + " - 1) k");
}

std::int64_t World::woven_groups(std::size_t n, std::size_t each) {
  const auto count = std::to_string(n), k = std::to_string(each), weave = std::to_string(kWeave);
  return groups(n, "select (i + k * " + weave + ") % " + count + ", i + 1 from generate_series(0, " + count +
                       " - 1) i, generate_series(0, " + k + " - 1) k");
}

void World::messages(std::int64_t first, std::size_t conversations, std::size_t count) {
  const auto f = std::to_string(first), n = std::to_string(conversations), k = std::to_string(count);
  execute(
      "insert into messages (conversation_id, \"offset\", author_id, client_id, text) select s.key, s.head + i,"
      " (select min(person_id) from conversation_members m where m.conversation_id = s.key),"
      " s.key * 100000000 + s.head + i, 'A message of the ordinary length that people write to each other'"
      " from streams s, generate_series(1, " +
      k + ") i where s.kind = 2 and s.key >= " + f + " and s.key < " + f + " + " + n);
  execute("update streams set head = head + " + k + " where kind = 2 and key >= " + f + " and key < " + f + " + " + n);
  // Nobody looks for them: no server shall make them findable while it is measured.
  execute("insert into message_index_progress select key, head from streams where kind = 2 and key >= " + f +
          " and key < " + f + " + " + n + " on conflict (conversation_id) do update set upto = excluded.upto");
  execute("analyze messages, streams");
}

void World::organisations(std::size_t count) {
  // "kalo" and the like: every word is a number in syllables.
  const std::string word =
      "(select string_agg((array['ba','de','ki','lo','mu','na','re','si','to','vu'])[1 + substr(lpad(w::text, 4, '0'), "
      "d, 1)::int], '')"
      " from generate_series(1, 4) d)";
  execute(
      "create temp table words as select w, " + word +
      " as word from generate_series(0, 4999) w;"
      "insert into organisations (kind, name_ar, name_fr, abbreviation, region, members, state, verified_at, "
      "confirmed_at, latitude, longitude, staff, volunteers, budget, locality_fr, details)"
      " select (array['association','association','association','partner','authority'])[1 + i % 5],"
      " 'جمعية ' || i, initcap('Association ' || a.word || ' ' || b.word), 'A' || i, r.code, i % 7, 'published', now(),"
      " now() - i % 400 * interval '1 day', r.latitude + (i % 100 - 50) / 200.0, r.longitude + (i % 97 - 48) / 200.0,"
      " i % 5, i % 6, i % 6, 'Ville ' || i % 1500, jsonb_build_object('mission', jsonb_build_object('fr', "
      "said.mission))"
      " from generate_series(1, " +
      std::to_string(count) +
      ") i"
      " join words a on a.w = i * 7919::bigint % 5000 join words b on b.w = i * 104729::bigint / 50 % 5000"
      " join (select *, row_number() over (order by code) - 1 as n, count(*) over () as all_of_them from regions) r on "
      "r.n = i % r.all_of_them"
      " join lateral (select string_agg(translate(lpad(floor(20000 * power(random(), 3))::int::text, 5, '0'),"
      " '0123456789', 'bakedomiru'), ' ') as mission from generate_series(1, 35 + 0 * i)) said on true;"
      "insert into organisation_sectors (organisation_id, sector) select o.id, s.code from organisations o"
      " join (select code, row_number() over (order by code) - 1 as n, count(*) over () as all_of_them from sectors) s"
      " on s.n in (o.id % s.all_of_them, o.id * 7 % s.all_of_them);"
      "analyze organisations");
}

double World::organisations_pass_ms(const std::string& word) {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction tx(c);
  tx.exec("set enable_bitmapscan = off");  // all of them are looked at, as facets need it
  std::vector<double> times;
  for (int i = 0; i < 7; ++i) {
    const auto start = wall_seconds();
    tx.exec("select count(*) from organisations where state = 'published' and search like '% " + word + "%'");
    times.push_back((wall_seconds() - start) * 1000);
  }
  std::ranges::sort(times);
  return times[times.size() / 2];
}

std::string World::mission_word(int number) {
  constexpr std::string_view kLetters = "bakedomiru";
  auto out = std::to_string(100'000 + number).substr(1);
  for (auto& digit : out) digit = kLetters[static_cast<std::size_t>(digit - '0')];
  return out;
}

void World::make_verifier(std::size_t person) {
  execute("insert into platform_roles (person_id, role) values (" + std::to_string(person) + ", 'verifier')");
}

void World::settle_organisations() {
  execute("vacuum analyze organisations");
  execute("checkpoint");
}

std::int64_t World::last_organisation() {
  pqxx::connection c(conninfo_);
  pqxx::nontransaction tx(c);
  return tx.exec("select max(id) from organisations")[0][0].as<std::int64_t>();
}

double World::seconds_of(const std::string& sql) {
  const auto start = wall_seconds();
  execute(sql);
  return wall_seconds() - start;
}

namespace {
// A statement with the path of a file beside the database's own in place of %L.
std::string with_file(const std::string& statement) {
  return "do $do$ begin execute format($q$" + statement +
         "$q$, current_setting('data_directory') || '/floor.copy'); end $do$";
}
}  // namespace

double World::copy_organisations_out() { return seconds_of(with_file("copy organisations to %L")); }

double World::copy_organisations_in(std::int64_t after) {
  execute(with_file("copy (select * from organisations where id > " + std::to_string(after) + ") to %L"));
  execute(
      "drop table if exists floor_organisations; create table floor_organisations (like organisations including all)");
  return seconds_of(with_file("copy floor_organisations from %L"));
}

double World::row_floor(double seconds) {
  execute(
      "drop table if exists floor; create table floor (a bigint, b bigint, c bigint, d bigint, t text, at timestamptz "
      "default now(),"
      " primary key (a, b), unique (c, d))");
  std::atomic<std::int64_t> rows{0};
  const auto end = wall_seconds() + seconds;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      pqxx::connection c(conninfo_);
      c.prepare("ins",
                "insert into floor (a, b, c, d, t) select $1, $2::bigint + i, $1, $2::bigint + i, $3 from "
                "generate_series(1, 100) i");
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
