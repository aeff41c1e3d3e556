// The composition root: builds the parts, lists the modules, reads the command line.
#include <curl/curl.h>
#include <google/protobuf/stubs/logging.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <fstream>
#include <iostream>
#include <sstream>

#include "accounts/module.hpp"
#include "bus/local_bus.hpp"
#include "bus/redis_bus.hpp"
#include "core/command_line.hpp"
#include "core/config.hpp"
#include "core/crypto.hpp"
#include "core/log.hpp"
#include "directory/module.hpp"
#include "gateway/server.hpp"
#include "jobs/mailer.hpp"
#include "media/module.hpp"
#include "messaging/module.hpp"
#include "mydata/module.hpp"
#include "storage/migrations.hpp"

namespace wasl::streams {
std::span<const storage::Migration> migrations();
}
namespace wasl::jobs {
std::span<const storage::Migration> migrations();
}

namespace wasl {
namespace {

using namespace std::chrono_literals;

constexpr auto kUsage = R"(wasl: a real-time social network and messaging server

usage: wasl COMMAND [--config FILE] [ARGUMENTS]

  serve [--listen ADDRESS] [--redis ADDRESS]...
                            answer on the configured address until SIGINT or SIGTERM; --redis may be given several times
  migrate                   bring the database's schema up to this program's
  config                    print the configuration as it is understood, without passwords
  admin create-person NAME EMAIL LANGUAGE
                            a confirmed account; LANGUAGE is ar, fr or en; the password is read from standard input
  admin reset-password EMAIL
                            the new password is read from standard input; ends every session of the person
  admin grant-role EMAIL ROLE
  admin revoke-role EMAIL ROLE
                            ROLE is administrator, verifier, moderator or specialist
  admin index-messages      make all messages findable that are not yet (the server does it, too, unhurriedly)
  admin collect-files       remove uploaded files that no message has shown for a day (the server does so too)
  admin demo FILE           run FILE (SQL) once, on an installation without people
  help, version

Configuration: `key = value` lines in FILE, then WASL_<KEY> from the environment, then --listen and --redis; `wasl config`
lists the keys.
Exit status: 0 done, 1 refused or failed, 2 the command line is not understood.
)";

storage::Migrations all_migrations() {
  storage::Migrations all;
  for (const auto part : {streams::migrations(), jobs::migrations(), accounts::migrations(), directory::migrations(),
                          media::migrations(), messaging::migrations(), mydata::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::string installation_id(storage::Db& db) {
  return db.transact_now([](storage::Tx& tx) { return tx.exec_text("select id from installation")[0][0].as<std::string>(); });
}

std::unique_ptr<bus::Bus> make_bus(const Config& config, storage::Db& db) {
  const auto servers = split_list(config.redis);
  if (servers.empty()) return std::make_unique<bus::LocalBus>();
  return std::make_unique<bus::RedisBus>(servers, "wasl:" + installation_id(db));
}

std::int64_t megabytes(unsigned count) { return std::int64_t{count} * 1024 * 1024; }

// Everything but the gateway; enough for administration.
struct House {
  explicit House(const Config& c)
      : config(c),
        db(c.database, c.database_connections),
        bus(make_bus(c, db)),
        streams(*bus),
        sign_outs(*bus),
        mailer(c.mail, c.mail_from),
        accounts({db, streams, sign_outs, workers, jobs, c.secret, c.public_url}),
        directory({db}),
        media({db, streams, c.media_dir, megabytes(c.largest_file_mb), megabytes(c.organisation_quota_mb), megabytes(c.person_quota_mb)}) {
    jobs.register_kind("mail", [this](const std::string& payload) { mailer.send(jobs::read_mail(payload)); });
  }

  void refresh_search() {
    db.transact_now([this](storage::Tx& tx) {
      accounts.refresh_search(tx);
      directory.refresh_search(tx);
    });
  }

  const Config& config;
  storage::Db db;
  std::unique_ptr<bus::Bus> bus;
  streams::Streams streams;
  sessions::SignOuts sign_outs;
  Workers workers{2, 64};
  jobs::Jobs jobs{db};
  jobs::Mailer mailer;
  accounts::Module accounts;
  directory::Module directory;
  media::Module media;
};

// An announcement that a session has ended may get lost: look, too.
asio::awaitable<void> sweep_sessions(House& house, asio::io_context& io) {
  asio::steady_timer timer(io);
  for (int round = 0;; ++round) {
    timer.expires_after(15s);
    co_await timer.async_wait(asio::use_awaitable);
    try {
      const auto live = house.sign_outs.live();
      const auto ended = co_await house.db.transact([&house, live, round](storage::Tx& tx) {
        if (round % 1440 == 0) house.accounts.forget_expired(tx);
        return house.accounts.ended_among(tx, live);
      });
      for (const auto session : ended) house.sign_outs.close(session);
    } catch (const std::exception& e) {
      spdlog::warn("sessions cannot be checked: {}", e.what());
    }
  }
}

// Files that nobody shows. On a thread of its own: removing is slow.
void collect_files(media::Module& media, const std::atomic<bool>& leaving) {
  for (int second = 0; !leaving; ++second) {
    std::this_thread::sleep_for(1s);
    if (second % 3600 != 600) continue;
    try {
      if (const auto gone = media.collect(); gone > 0) spdlog::info("{} unused files removed", gone);
    } catch (const std::exception& e) {
      spdlog::warn("unused files cannot be removed: {}", e.what());
    }
  }
}

// Asks the database at most once a second, one question at a time, however often it is asked itself. A database that
// hangs is away once it has not answered for a while.
class Readiness {
 public:
  explicit Readiness(storage::Db& db) : db_(db) {}

  asio::awaitable<bool> operator()() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    const auto second = now / 1s;
    if (asked_.exchange(second) != second && !asking_.exchange(true)) {
      answered_ = co_await answers() ? std::chrono::steady_clock::now().time_since_epoch() : kNever;
      asking_ = false;
    }
    co_return answered_.load() > now - kPatience;
  }

 private:
  using Moment = std::chrono::steady_clock::duration;
  static constexpr Moment kPatience = 3s, kNever = Moment::min();

  asio::awaitable<bool> answers() {
    try {
      co_await db_.transact([](storage::Tx& tx) { tx.exec_text("select 1"); });
      co_return true;
    } catch (const Refused& refused) {
      co_return refused.reason() == "busy";  // a load balancer that took it away would make the others busier
    } catch (const std::exception&) {
    }
    co_return false;
  }

  storage::Db& db_;
  std::atomic<std::int64_t> asked_{-1};
  std::atomic<bool> asking_{false};
  std::atomic<Moment> answered_{kNever};
};

void wait_for_signal() {
  asio::io_context io;
  asio::signal_set signals(io, SIGINT, SIGTERM);
  signals.async_wait([](boost::system::error_code, int number) { spdlog::info("leaving: signal {}", number); });
  io.run();
  std::signal(SIGINT, SIG_DFL);  // a second one ends at once
  std::signal(SIGTERM, SIG_DFL);
}

void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

void require_current_schema(const Config& config) {
  switch (storage::schema_state(config.database, all_migrations())) {
    case storage::SchemaState::kCurrent: return;
    case storage::SchemaState::kBehind: throw std::runtime_error("the database's schema is older than this program: run `wasl migrate`");
    case storage::SchemaState::kAhead: throw std::runtime_error("the database's schema is newer than this program: install the newer wasl");
    case storage::SchemaState::kChanged: throw std::runtime_error("the database's schema was made by altered migrations");
  }
}

// Tells the hubs of every loop what the bus hears.
bus::Listener listen_for(Loops& loops, std::vector<std::unique_ptr<sessions::Hub>>& hubs, sessions::SignOuts& sign_outs,
                         messaging::Module& messaging) {
  return {[&](const bus::Rings& rings, bool more) {
            messaging.on_rings(*rings);
            for (std::size_t i = 0; i < loops.size(); ++i)
              loops.at(i).post([&hub = *hubs[i], rings, more] { hub.on_rings(*rings, more); });
          },
          [&](const std::string& text) { sign_outs.on_announcement(text); },
          [&] {
            for (std::size_t i = 0; i < loops.size(); ++i)
              loops.at(i).post([&hub = *hubs[i]] { hub.check_heads(); });
          }};
}

int serve(const Config& config) {
  raise_descriptor_limit();
  std::signal(SIGPIPE, SIG_IGN);
  require_current_schema(config);
  Loops loops(config.loops);
  House house(config);
  std::vector<std::unique_ptr<sessions::Hub>> hubs;
  std::vector<sessions::Hub*> hub_list;
  for (std::size_t i = 0; i < loops.size(); ++i)
    hub_list.push_back(hubs.emplace_back(std::make_unique<sessions::Hub>(loops.at(i), house.db, house.streams)).get());

  messaging::Module messaging({house.db, house.streams, config.rate_scale});
  house.accounts.register_kinds(house.streams);
  house.accounts.on_block_changed([&](storage::Tx& tx, PersonId who, PersonId whom) { messaging.on_block_changed(tx, who, whom); });
  mydata::Module mydata(house.db, house.media);
  router::Registry registry;
  house.accounts.bind(registry);
  house.directory.bind(registry);
  house.media.bind(registry);
  messaging.bind(registry);
  mydata.bind(registry);
  registry.require_complete();
  house.refresh_search();

  router::Limiter limiter(config.rate_scale);
  const router::Router router(registry, limiter);
  Readiness ready(house.db);
  const auto files = gateway::StaticFiles::load(config.client_dir);
  const std::array doors{house.media.door()};
  const gateway::Services services{router,
                                   limiter,
                                   [&house](std::string token) { return house.accounts.authenticate(std::move(token)); },
                                   house.sign_outs,
                                   *house.bus,
                                   files,
                                   config.public_url,
                                   split_list(config.trusted_proxies),
                                   [&ready] { return ready(); },
                                   std::chrono::seconds(config.idle_timeout),
                                   std::chrono::seconds(config.request_timeout),
                                   config.max_connections,
                                   doors,
                                   [&house](PersonId who, StreamId stream) {
                                     return house.db.transact(
                                         [&house, who, stream](storage::Tx& tx) { return house.streams.may_signal(tx, who, stream); },
                                         storage::InDoubt::kRunAgain);
                                   }};
  gateway::Server server(loops, hub_list, services);
  server.listen(config.listen);
  house.bus->listen(listen_for(loops, hubs, house.sign_outs, messaging));
  for (std::size_t i = 0; i < loops.size(); ++i)
    asio::co_spawn(loops.at(i).io(), hubs[i]->keep_checking(5s, 500ms), asio::detached);
  asio::co_spawn(loops.first().io(), messaging.keep_sending(loops.first().io()), asio::detached);
  asio::co_spawn(loops.first().io(), sweep_sessions(house, loops.first().io()), asio::detached);
  house.jobs.start(2);
  mydata.start();
  std::atomic<bool> leaving{false};
  std::thread collector([&] { collect_files(house.media, leaving); });
  loops.start();
  spdlog::info("wasl {} listens on port {}", WASL_VERSION, server.port());

  wait_for_signal();
  server.leave(5s);
  house.jobs.stop();
  mydata.stop();
  leaving = true;
  collector.join();
  spdlog::info("left");
  spdlog::shutdown();
  std::_Exit(0);  // all state is in PostgreSQL; threads that still hold some of ours need no ceremony
}

int migrate(const Config& config) {
  const auto applied = storage::migrate(config.database, all_migrations());
  for (const auto& name : applied) std::cout << "applied " << name << '\n';
  if (applied.empty()) std::cout << "the schema is current\n";
  return 0;
}

std::string read_password() {
  std::string password;
  std::getline(std::cin, password);
  if (password.empty()) throw std::runtime_error("the password is read from standard input, one line: none came");
  return password;
}

void load_demo(House& house, const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::ostringstream sql;
  sql << file.rdbuf();
  const bool loaded = house.db.transact_now([&](storage::Tx& tx) {
    tx.exec_text("lock table people in exclusive mode");
    if (!tx.exec_text("select 1 from people limit 1").empty()) return false;
    tx.exec_text(sql.str());
    return true;
  });
  house.refresh_search();
  std::cout << (loaded ? "demo data loaded\n" : "there are people already: demo data left out\n");
}

int administer(const Config& config, const std::vector<std::string>& words) {
  require_current_schema(config);
  House house(config);
  house.bus->listen({[](const bus::Rings&, bool) {}, [](const std::string&) {}, [] {}});
  const auto is = [&](const char* command, std::size_t arguments) { return words[0] == command && words.size() == arguments + 1; };
  if (words.empty()) throw Usage("admin: what?");
  if (is("create-person", 3)) {
    const auto id = house.accounts.create_person(words[1], words[2], words[3], read_password());
    std::cout << "person " << raw(id) << " created\n";
  } else if (is("reset-password", 1)) {
    house.accounts.set_password(words[1], read_password());
    std::cout << "password set; every session of the person has ended\n";
  } else if (is("grant-role", 2)) {
    house.accounts.grant_role(words[1], words[2]);
    std::cout << "granted\n";
  } else if (is("revoke-role", 2)) {
    house.accounts.revoke_role(words[1], words[2]);
    std::cout << "revoked\n";
  } else if (is("index-messages", 0)) {
    std::cout << messaging::index_messages(house.db) << " conversations indexed\n";
  } else if (is("collect-files", 0)) {
    std::cout << house.media.collect() << " files removed\n";
  } else if (is("demo", 1)) {
    load_demo(house, words[1]);
  } else {
    throw Usage("admin: '" + words[0] + "' is not understood, or has the wrong number of arguments");
  }
  return 0;
}

bool is_one_of(const std::string& word, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

int run(const std::vector<std::string>& words) {
  const bool asks = std::ranges::any_of(words, [](const auto& w) { return w == "--help" || w == "-h"; });
  const auto line = asks ? CommandLine{"help", {}, {}, {}} : parse_command_line(words);
  const auto& command = line.command;
  if (is_one_of(command, {"", "help"})) {
    std::cout << kUsage;
    return command.empty() ? 2 : 0;
  }
  if (is_one_of(command, {"version", "--version"})) {
    std::cout << "wasl " << WASL_VERSION << '\n';
    return 0;
  }
  if (!is_one_of(command, {"serve", "migrate", "config", "admin"})) throw Usage("'" + command + "' is not a command");
  if (command != "admin" && !line.arguments.empty()) throw Usage(command + " takes no argument '" + line.arguments[0] + "'");
  crypto::init();
  const auto config = load_config(line.config_file, line.settings);
  start_log(command == "serve" ? config.log_level : "warning", config.log_format);
  if (command == "serve") return serve(config);
  if (command == "migrate") return migrate(config);
  if (command == "admin") return administer(config, line.arguments);
  std::cout << print_config(config);
  return 0;
}

}  // namespace
}  // namespace wasl

int main(int argc, char** argv) {
  google::protobuf::SetLogHandler(nullptr);  // it would print what strangers send
  curl_global_init(CURL_GLOBAL_DEFAULT);
  try {
    return wasl::run({argv + 1, argv + argc});
  } catch (const wasl::Usage& e) {
    std::cerr << "wasl: " << e.what() << "\nTry `wasl help`.\n";
    return 2;
  } catch (const std::exception& e) {
    std::cerr << "wasl: " << e.what() << '\n';
    return 1;
  }
}
