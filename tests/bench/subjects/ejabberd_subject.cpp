#include "subjects/ejabberd_subject.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <pqxx/pqxx>
#include <stdexcept>

#include "core/crypto.hpp"
#include "subjects/xmpp_chat.hpp"

namespace wasl::bench {

namespace fs = std::filesystem;

namespace {

constexpr const char* kDomain = "bench.example";
constexpr const char* kSchema = "/usr/share/ejabberd/sql/pg.sql";

bool contains(const fs::path& directory, const std::string& prefix) {
  std::error_code absent;
  for (const auto& entry : fs::directory_iterator(directory, absent))
    if (entry.path().filename().string().starts_with(prefix)) return true;
  return false;
}

// Where Debian keeps what Erlang itself does not look for.
std::optional<fs::path> libraries() {
  if (!contains("/usr/lib/erlang/lib", "p1_pgsql-")) return std::nullopt;
  for (const fs::path multiarch : {"/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu"})
    if (contains(multiarch, "ejabberd-")) return multiarch;
  return std::nullopt;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), {}};
}

void replace(std::string& text, const std::string& name, const std::string& value) {
  for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) text.replace(at, name.size(), value);
}

}  // namespace

std::string EjabberdSubject::missing() const {
  if (!libraries() || !fs::exists(kSchema))
    return "apt-get install ejabberd erlang-p1-pgsql, and keep the service from starting";
  if (bench_.setting().pg_port == 0) return "run it by scripts/bench";
  return {};
}

void EjabberdSubject::make_database(std::size_t people) {
  password_ = crypto::random_token();
  {
    pqxx::connection c(bench_.setting().pg + " dbname=postgres");
    pqxx::nontransaction tx(c);
    tx.exec("drop database if exists ejabberd with (force)");
    tx.exec("drop role if exists ejabberd");
    tx.exec("create role ejabberd login password '" + password_ + "'");
    tx.exec("create database ejabberd owner ejabberd");
  }
  pqxx::connection c(bench_.setting().pg + " dbname=ejabberd");
  pqxx::nontransaction tx(c);
  tx.exec("set role ejabberd");
  tx.exec(read_file(kSchema));
  tx.exec("insert into users (username, password) select 'u' || i, 'p' from generate_series(0, " +
          std::to_string(people) + " - 1) i");
}

// Returns the file's path.
std::string EjabberdSubject::configure(std::uint16_t port) {
  auto text = read_file(bench_.setting().peers + "/ejabberd.yml");
  replace(text, "@DOMAIN@", kDomain);
  replace(text, "@PORT@", std::to_string(port));
  replace(text, "@PG_PORT@", std::to_string(bench_.setting().pg_port));
  replace(text, "@PG_PASSWORD@", password_);
  const auto path = bench_.setting().directory + "/ejabberd.yml";
  std::ofstream(path) << text;
  return path;
}

std::unique_ptr<Stage> EjabberdSubject::open(const Size& size) {
  make_database(size.people);
  const auto port = free_port();
  const auto spool = bench_.setting().directory + "/ejabberd";
  fs::remove_all(spool);
  fs::create_directories(spool);
  const std::vector<std::string> environment{
      "EJABBERD_CONFIG_PATH=" + configure(port), "EJABBERD_LOG_PATH=" + spool + "/ejabberd.log",
      "ERL_LIBS=" + libraries()->string(), "ERL_CRASH_DUMP=" + spool + "/crash.dump", "HOME=" + spool};
  const std::vector<std::string> command{"erl",     "-noinput",    "+K",    "true",    "+P",  "250000",          "+Q",
                                         "65536",   "-start_epmd", "false", "-mnesia", "dir", '"' + spool + '"', "-s",
                                         "ejabberd"};
  auto server = std::make_unique<Process>(command, environment, spool + "/out.log", Bench::server_core());
  server->wait_for(port, 60);
  const auto empty = pss_bytes(server->pid());
  auto chat = std::make_unique<XmppChat>(kDomain);
  chat->connect(port, size.people);
  return std::make_unique<Stage>(std::move(server), empty, std::move(chat),
                                 rooms_of(1, size.rooms, size.members, size.people));
}

}  // namespace wasl::bench
