#include "support/database.hpp"

#include <pwd.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>

#include "support/eventually.hpp"
#include "support/server.hpp"

namespace wasl::test {

struct Sql::State {
  explicit State(const std::string& conninfo) : connection(conninfo) {}
  pqxx::connection connection;
};

namespace {

std::string base() {
  const char* given = std::getenv("WASL_TEST_PG");
  if (!given) throw std::runtime_error("WASL_TEST_PG is not set: run the tests with scripts/test");
  return given;
}

void administer(const std::string& sql) { Sql(base()).rows(sql); }

void drop(const std::string& name) {
  try {
    administer("drop database if exists " + name + " with (force)");
  } catch (const std::exception&) {  // the whole PostgreSQL is thrown away after the run
  }
}

std::string next_name() {
  static std::atomic<int> count{0};
  return "it_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

// Migrated once; every other database is a copy.
struct Template {
  std::string name = next_name() + "_template";
  Template() {
    administer("create database " + name);
    const auto done = run_wasl({"migrate"}, {{"WASL_DATABASE", conninfo_of(name)}});
    if (done.status != 0) throw std::runtime_error("wasl migrate failed: " + done.output);
  }
  ~Template() { drop(name); }
};

const char* kBin = "/usr/lib/postgresql/15/bin/";

std::vector<std::string> as_postgres(std::vector<std::string> command) {
  command.front() = kBin + command.front();
  if (::geteuid() != 0) return command;
  std::vector<std::string> out{"setpriv",       "--reuid",     "postgres", "--regid", "postgres",
                               "--init-groups", "--pdeathsig", "KILL",     "--"};
  out.insert(out.end(), command.begin(), command.end());
  return out;
}

// The state and the parent of a process; nothing when there is none.
std::optional<std::pair<char, pid_t>> state_of(const std::filesystem::path& process) {
  const auto stat = read_file((process / "stat").string());
  const auto at = stat.rfind(") ");
  if (at == std::string::npos) return std::nullopt;
  return std::pair(stat[at + 2], static_cast<pid_t>(std::stoi(stat.substr(at + 4))));
}

bool is_alive(pid_t pid) {
  const auto state = state_of("/proc/" + std::to_string(pid));
  return state && state->first != 'Z';
}

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> out;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const auto name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    if (const auto state = state_of(entry.path()); state && state->second == parent) out.push_back(std::stoi(name));
  }
  return out;
}

}  // namespace

std::string conninfo_of(const std::string& database) { return base() + " dbname=" + database; }

Sql::Sql(const std::string& conninfo) : state_(std::make_unique<State>(conninfo)) {}
Sql::~Sql() = default;

std::vector<std::vector<std::string>> Sql::rows(const std::string& sql) {
  pqxx::nontransaction tx(state_->connection);
  std::vector<std::vector<std::string>> out;
  for (const auto& row : tx.exec(sql)) {
    auto& line = out.emplace_back();
    for (const auto& field : row) line.emplace_back(field.c_str());
  }
  return out;
}

std::string Sql::value(const std::string& sql) { return rows(sql).at(0).at(0); }
std::int64_t Sql::number(const std::string& sql) { return std::stoll(value(sql)); }

Database::Database(Content content) : name_(next_name()) {
  static const Template migrated;
  administer("create database " + name_ + (content == Content::kMigrated ? " template " + migrated.name : ""));
  sql_ = std::make_unique<Sql>(conninfo());
  // Installations that share a Redis are told apart by this; copies of a template would all be the same one.
  if (content == Content::kMigrated) sql_->rows("update installation set id = gen_random_uuid()");
}

Database::~Database() {
  sql_.reset();
  drop(name_);
}

Postgres::Postgres(Disk disk) : home_(fresh_path("pg")), disk_(disk) {
  std::filesystem::create_directory(home_);
  if (const auto* user = ::geteuid() == 0 ? ::getpwnam("postgres") : nullptr)
    if (::chown(home_.c_str(), user->pw_uid, user->pw_gid) != 0) throw std::runtime_error("cannot hand over " + home_);
  const auto made = run(as_postgres({"initdb", "-D", home_ + "/data", "-U", "wasl", "-A", "trust", "-E", "UTF8",
                                     "--no-sync", "--locale=C.UTF-8"}),
                        {{"LC_ALL", "C.UTF-8"}});
  if (made.status != 0) throw std::runtime_error("initdb failed: " + made.output);
  start();
  Sql("host=" + home_ + " user=wasl dbname=postgres").rows("create database wasl");
}

Postgres::~Postgres() { stop(); }

void Postgres::launch() {
  process_ = std::make_unique<Process>(
      as_postgres({"postgres", "-D", home_ + "/data", "-c", "listen_addresses=", "-c",
                   "unix_socket_directories=" + home_, "-c", disk_ == Disk::kTrusted ? "fsync=on" : "fsync=off"}),
      Environment{{"LC_ALL", "C.UTF-8"}}, home_ + ".log");
}

// What a killed one left in its lock file tells the next one what to clear away, unless its number is another's by now.
void Postgres::start() {
  const auto answers = [&] { return run({std::string(kBin) + "pg_isready", "-q", "-h", home_}).status == 0; };
  launch();
  bool up = eventually([&] { return !process_->running() || answers(); }) && process_->running();
  if (!up) {
    std::filesystem::remove(home_ + "/data/postmaster.pid");
    launch();
    up = eventually(answers);
  }
  if (!up) throw std::runtime_error("PostgreSQL does not start: " + read_file(home_ + ".log"));
}

void Postgres::end(int signal) {
  if (!process_) return;
  thaw();
  process_->signal(signal);
  process_->wait();
  process_.reset();
}

void Postgres::stop() { end(SIGQUIT); }
void Postgres::shut_down() { end(SIGINT); }

void Postgres::kill() {
  process_->signal(SIGSTOP);  // no more children
  const auto children = children_of(process_->pid());
  process_->signal(SIGKILL);
  for (const auto child : children) ::kill(child, SIGKILL);
  process_->wait();
  process_.reset();
  frozen_.clear();
  for (const auto child : children)
    if (!eventually([&] { return !is_alive(child); }))
      throw std::runtime_error("a process of PostgreSQL outlives SIGKILL");
}

void Postgres::freeze() {
  for (const auto& row :
       Sql(conninfo())
           .rows("select pid from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'"))
    frozen_.push_back(std::stoi(row.at(0)));
  process_->signal(SIGSTOP);
  for (const auto pid : frozen_) ::kill(pid, SIGSTOP);
}

void Postgres::thaw() {
  for (const auto pid : frozen_) ::kill(pid, SIGCONT);
  process_->signal(SIGCONT);
  frozen_.clear();
}

std::string Postgres::conninfo() const { return "host=" + home_ + " user=wasl dbname=wasl"; }

}  // namespace wasl::test
