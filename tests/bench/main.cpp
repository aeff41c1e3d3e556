// Measures the server as ratios to what this machine can do. See docs/performance.md.
#include <sched.h>
#include <spdlog/spdlog.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <boost/program_options.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <pqxx/pqxx>
#include <sstream>

#include "core/crypto.hpp"
#include "floors.hpp"
#include "load.hpp"
#include "machine.hpp"
#include "wasl/messaging/v1/messaging.pb.h"
#include "world.hpp"

namespace wasl::bench {
namespace {

namespace po = boost::program_options;

constexpr std::size_t kPayload = 128;

struct Row {
  std::string scenario, subject = "wasl";
  std::size_t n = 0, window = 0;
  double rate = 0, deliveries_per_s = 0;
  std::optional<double> server_cpu{}, db_cpu{}, p50_ms{}, p99_ms{}, bytes_per_connection{}, floor_ratio{};
  std::string note{};
};

struct Setting {
  std::string program, pg, redis, directory;
  bool quick = false;
};

class Bench {
 public:
  explicit Bench(Setting s) : setting_(std::move(s)), world_(setting_.pg, setting_.program, setting_.directory) {
    pin_database();
  }

  double seconds(double full) const { return setting_.quick ? std::min(full, 1.5) : full; }
  const Setting& setting() const { return setting_; }
  World& world() { return world_; }
  pid_t postmaster() const { return postmaster_; }

  std::unique_ptr<Process> serve(std::uint16_t port, bool redis) {
    auto environment = world_.environment();
    environment.push_back("WASL_LISTEN=127.0.0.1:" + std::to_string(port));
    environment.push_back("WASL_PUBLIC_URL=http://127.0.0.1:" + std::to_string(port));
    environment.push_back("WASL_LOOPS=1");
    environment.push_back("WASL_DATABASE_CONNECTIONS=6");
    if (redis) environment.push_back("WASL_REDIS=unix:" + setting_.redis);
    auto process = std::make_unique<Process>(std::vector<std::string>{setting_.program, "serve"}, environment,
                                             setting_.directory + "/server.log", cores() > 1 ? 0 : -1);
    wait_for(port);
    return process;
  }

  void add(Row row) {
    print(row);
    rows_.push_back(std::move(row));
  }

  static void print_head() {
    std::printf("%-34s %7s %6s %12s %9s %9s %8s %8s %9s %7s\n", "scenario", "n", "window", "deliver/s", "srv us", "db us", "p50 ms",
                "p99 ms", "B/conn", "floor x");
  }

  void write_json(const std::string& path) const;

 private:
  static std::string cell(const std::optional<double>& v, const char* format) {
    if (!v) return "-";
    char out[32];
    std::snprintf(out, sizeof out, format, *v);
    return out;
  }
  static void print(const Row& r) {
    std::printf("%-34s %7zu %6zu %12.0f %9s %9s %8s %8s %9s %7s %s\n", r.scenario.c_str(), r.n, r.window, r.deliveries_per_s,
                cell(r.server_cpu, "%.3f").c_str(), cell(r.db_cpu, "%.3f").c_str(), cell(r.p50_ms, "%.2f").c_str(),
                cell(r.p99_ms, "%.2f").c_str(), cell(r.bytes_per_connection, "%.0f").c_str(), cell(r.floor_ratio, "%.2f").c_str(),
                r.note.c_str());
    std::fflush(stdout);
  }
  static void wait_for(std::uint16_t port) {
    for (int i = 0; i < 200; ++i) {
      const std::string probe = "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(port);
      if (std::system(("bash -c '" + probe + "' 2>/dev/null").c_str()) == 0) return;
      usleep(50'000);
    }
    throw std::runtime_error("the server does not come up: see its log");
  }
  // The server's processes share one core with PostgreSQL, the generator has the other.
  void pin_database() {
    pqxx::connection c(world_.conninfo());
    pqxx::nontransaction tx(c);
    std::ifstream stat("/proc/" + tx.exec("select pg_backend_pid()")[0][0].as<std::string>() + "/stat");
    std::string word;
    for (int i = 0; i < 4; ++i) stat >> word;
    postmaster_ = static_cast<pid_t>(std::stol(word));
    if (cores() < 2) return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(0, &set);
    sched_setaffinity(postmaster_, sizeof set, &set);
    pin_to(1);
  }

  Setting setting_;
  World world_;
  pid_t postmaster_ = 0;
  std::vector<Row> rows_;
};

void Bench::write_json(const std::string& path) const {
  std::ofstream out(path);
  const auto number = [&](const char* key, const std::optional<double>& v) {
    out << ", \"" << key << "\": ";
    if (v)
      out << *v;
    else
      out << "null";
  };
  out << "[\n";
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const auto& r = rows_[i];
    out << "  {\"scenario\": \"" << r.scenario << "\", \"subject\": \"" << r.subject << "\", \"n\": " << r.n << ", \"window\": " << r.window
        << ", \"rate\": " << r.rate << ", \"deliveries_per_s\": " << r.deliveries_per_s;
    number("server_cpu_s_per_million", r.server_cpu);
    number("db_cpu_s_per_million", r.db_cpu);
    number("p50_ms", r.p50_ms);
    number("p99_ms", r.p99_ms);
    number("bytes_per_connection", r.bytes_per_connection);
    number("floor_ratio", r.floor_ratio);
    out << (i + 1 < rows_.size() ? "},\n" : "}\n");
  }
  out << "]\n";
}

// CPU of the server's processes and of PostgreSQL, from construction on.
class Meter {
 public:
  Meter(std::vector<pid_t> servers, pid_t db) : servers_(std::move(servers)), db_(db) { start(); }
  void start() {
    server_ = server_now();
    database_ = cpu_seconds(db_, true);
  }
  void report(Row& row, double units) const {
    row.server_cpu = (server_now() - server_) * 1e6 / units;
    row.db_cpu = (cpu_seconds(db_, true) - database_) * 1e6 / units;
  }

 private:
  double server_now() const {
    double total = 0;
    for (const auto pid : servers_) total += cpu_seconds(pid);
    return total;
  }
  std::vector<pid_t> servers_;
  pid_t db_;
  double server_ = 0, database_ = 0;
};

constexpr std::uint16_t kPort = 18'701;

void fill(Row& row, const Outcome& o) {
  row.deliveries_per_s = static_cast<double>(o.deliveries) / o.seconds;
  row.p50_ms = o.p50_ms;
  row.p99_ms = o.p99_ms;
}

std::vector<bench::Room> rooms_of(std::int64_t first, std::size_t count, std::size_t members) {
  std::vector<bench::Room> rooms;
  for (std::size_t r = 0; r < count; ++r) {
    bench::Room room{first + static_cast<std::int64_t>(r), {}};
    for (std::size_t k = 0; k < members; ++k) room.members.push_back(r * members + k);
    rooms.push_back(std::move(room));
  }
  return rooms;
}

struct Town {
  // Conversation `first`, first+1, ... of `members` people; people are fresh, in the order of the clients.
  Town(Bench& b, std::size_t rooms, std::size_t members, bool redis = false)
      : bench(b), load(kPayload), swarm(load.events()), server(b.serve(kPort, redis)) {
    const auto fresh = b.world().people(rooms * members);
    const auto first = b.world().fresh_groups(rooms, members);
    b.world().analyze();
    swarm.connect(kPort, fresh);
    load.join(swarm, rooms_of(first, rooms, members));
    load.closed(swarm, 4, .3);  // plans, caches
  }
  Bench& bench;
  ChatLoad load;
  Swarm swarm;
  std::unique_ptr<Process> server;
};

void closed(Bench& bench, const std::string& name, std::size_t rooms, std::size_t members, std::vector<std::size_t> windows,
            double seconds) {
  Town town(bench, rooms, members);
  for (const auto window : windows) {
    town.load.closed(town.swarm, window, bench.seconds(.5));
    Row row{.scenario = name, .n = rooms == 1 ? members : rooms * members, .window = window};
    Meter meter({town.server->pid()}, bench.postmaster());
    const auto o = town.load.closed(town.swarm, window, bench.seconds(seconds));
    meter.report(row, static_cast<double>(o.deliveries));
    fill(row, o);
    if (window == 1 && rooms == 1) {
      const auto floor = send_floor(members, 200, bench.seconds(1));
      row.floor_ratio = (*row.server_cpu + *row.db_cpu) / floor;
      row.note = "floor " + std::to_string(floor).substr(0, 5) + " us";
    }
    bench.add(row);
  }
}

void fanout(Bench& bench) {
  closed(bench, "fanout", 1, 1000, {32, 1}, 5);
  closed(bench, "fanout", 1, 5000, {32}, 5);
}

void rooms(Bench& bench) {
  Town town(bench, 500, 10);
  {
    Row row{.scenario = "rooms", .n = 5000, .window = 64};
    Meter meter({town.server->pid()}, bench.postmaster());
    const auto o = town.load.closed(town.swarm, 64, bench.seconds(5));
    meter.report(row, static_cast<double>(o.deliveries));
    fill(row, o);
    bench.add(row);
  }
  Row steady{.scenario = "rooms at a rate", .n = 5000, .rate = 1000};
  fill(steady, town.load.open(town.swarm, 1000, bench.seconds(5)));
  bench.add(steady);
  Row lone{.scenario = "a lone message", .n = 5000, .window = 1};
  fill(lone, town.load.lone(town.swarm, bench.setting().quick ? 100 : 400));
  bench.add(lone);
}

void ingest(Bench& bench) {
  constexpr std::size_t kSenders = 200, kWindow = 10;
  std::int64_t acknowledged = 0, refused = 0;
  std::vector<std::size_t> owed;
  Swarm::Events events;
  events.on_reply = [&](std::size_t client, std::uint32_t, bool ok, std::string_view) {
    ok ? ++acknowledged : ++refused;
    owed.push_back(client);
  };
  auto server = bench.serve(kPort, false);
  const auto tokens = bench.world().people(kSenders * 2);
  const auto first = bench.world().fresh_groups(kSenders, 2);
  bench.world().analyze();
  Swarm swarm(events);
  std::vector<std::string> senders;
  for (std::size_t i = 0; i < kSenders; ++i) senders.push_back(tokens[i * 2]);
  swarm.connect(kPort, senders);
  std::uint64_t id = 1ULL << 40;
  const std::string text(kPayload, 'x');
  const auto send = [&](std::size_t client) {
    ++id;
    swarm.send(client, send_frame(static_cast<std::uint32_t>(id), first + static_cast<std::int64_t>(client), id, text));
  };
  for (std::size_t c = 0; c < kSenders; ++c)
    for (std::size_t k = 0; k < kWindow; ++k) send(c);
  const auto run = [&](double seconds) {
    for (const auto end = wall_seconds() + seconds; wall_seconds() < end;) {
      swarm.poll(5);
      for (const auto client : std::exchange(owed, {})) send(client);
    }
  };
  run(bench.seconds(1));
  Row row{.scenario = "ingest", .n = kSenders, .window = kWindow};
  Meter meter({server->pid()}, bench.postmaster());
  acknowledged = 0;
  const auto start = wall_seconds();
  run(bench.seconds(5));
  const auto per_second = static_cast<double>(acknowledged) / (wall_seconds() - start);
  meter.report(row, static_cast<double>(acknowledged));
  if (refused > 0) throw std::runtime_error("ingest: messages were refused");
  server.reset();
  const auto floor = bench.world().row_floor(bench.seconds(3));
  row.deliveries_per_s = per_second;
  row.floor_ratio = per_second / floor;
  row.note = "acknowledged/s; floor " + std::to_string(static_cast<long>(floor)) + " rows/s";
  bench.add(row);
}

// Everyone follows 20 conversations of 20 people.
struct Crowd {
  static constexpr std::size_t kEach = 20;
  Crowd(Bench& bench, std::size_t n) : people(n), tokens(bench.world().people(n)), first(bench.world().woven_groups(n, kEach)) {
    bench.world().analyze();
  }
  // The conversations of client i: woven so that everyone is in kEach of them.
  std::vector<std::int64_t> of(std::size_t i) const {
    std::vector<std::int64_t> out;
    for (std::size_t k = 0; k < kEach; ++k) out.push_back(first + static_cast<std::int64_t>((i + k * 37) % people));
    return out;
  }
  std::string subscriptions(std::size_t i, std::int64_t since) const {
    std::string batch;
    std::uint32_t id = 0;
    for (const auto conversation : of(i)) batch += subscribe_frame(++id, conversation, since);
    return batch;
  }
  std::size_t people;
  std::vector<std::string> tokens;
  std::int64_t first;
};

void idle(Bench& bench) {
  const std::size_t n = bench.setting().quick ? 2000 : 10'000;
  const Crowd crowd(bench, n);
  auto server = bench.serve(kPort, false);
  sleep(1);
  const auto before = pss_bytes(server->pid());
  std::size_t joined = 0;
  Swarm::Events events;
  events.on_subscribed = [&](auto, auto, auto) { ++joined; };
  Swarm swarm(events);
  swarm.connect(kPort, crowd.tokens);
  for (std::size_t i = 0; i < n; ++i) {
    swarm.send(i, crowd.subscriptions(i, -1));
    if (i % 100 == 99) swarm.until([&] { return joined + 4000 > (i + 1) * Crowd::kEach; }, 60, "subscriptions");
  }
  swarm.until([&] { return joined == n * Crowd::kEach; }, 60, "subscriptions");
  for (const auto end = wall_seconds() + bench.seconds(8); wall_seconds() < end;) swarm.poll(100);
  Row row{.scenario = "idle, 20 conversations each", .n = n};
  row.bytes_per_connection = static_cast<double>(pss_bytes(server->pid()) - before) / static_cast<double>(n);
  bench.add(row);
}

void resume(Bench& bench) {
  const std::size_t n = bench.setting().quick ? 1000 : 10'000;
  const Crowd crowd(bench, n);
  bench.world().messages(crowd.first, n, 5);
  bench.world().analyze();
  auto server = bench.serve(kPort, false);
  std::int64_t events_heard = 0, subscribed = 0, refused = 0;
  Swarm::Events events;
  events.on_event = [&](const Delivery&) { ++events_heard; };
  events.on_subscribed = [&](auto, auto, bool recovered) { recovered ? ++subscribed : ++refused; };
  events.on_reply = [&](auto, auto, bool ok, auto) { refused += !ok; };
  Swarm swarm(events);
  const auto start = wall_seconds();
  Meter meter({server->pid()}, bench.postmaster());
  swarm.connect(kPort, crowd.tokens, 500);
  for (std::size_t i = 0; i < n; ++i) swarm.send(i, crowd.subscriptions(i, 0));
  const auto wanted = static_cast<std::int64_t>(n * Crowd::kEach);
  swarm.until([&] { return events_heard >= wanted * 5 && subscribed + refused >= wanted; }, 120, "everyone in sync");
  Row row{.scenario = "resume, 20 x 5 behind", .n = n};
  const auto took = wall_seconds() - start;
  row.deliveries_per_s = static_cast<double>(events_heard) / took;
  meter.report(row, static_cast<double>(events_heard));
  row.bytes_per_connection = static_cast<double>(pss_bytes(server->pid())) / static_cast<double>(n);
  row.note = "in sync after " + std::to_string(took).substr(0, 5) + " s, " + std::to_string(refused) + " refused";
  bench.add(row);
}

void bus(Bench& bench) {
  constexpr std::size_t kMembers = 1000;
  const auto tokens = bench.world().people(kMembers);
  const auto room = bench.world().fresh_groups(1, kMembers);
  bench.world().analyze();
  std::map<bool, double> cost;
  for (const bool two : {false, true}) {
    auto one = bench.serve(kPort, true);
    auto other = two ? bench.serve(kPort + 1, true) : nullptr;
    ChatLoad load(kPayload);
    Swarm swarm(load.events());
    swarm.connect(kPort, {tokens.begin(), tokens.begin() + kMembers / 2});
    swarm.connect(two ? kPort + 1 : kPort, {tokens.begin() + kMembers / 2, tokens.end()});
    load.join(swarm, rooms_of(room, 1, kMembers));
    load.closed(swarm, 32, bench.seconds(1));
    std::vector<pid_t> servers{one->pid()};
    if (two) servers.push_back(other->pid());
    Row row{.scenario = two ? "bus: two processes" : "bus: one process", .n = kMembers, .window = 32};
    Meter meter(servers, bench.postmaster());
    const auto o = load.closed(swarm, 32, bench.seconds(5));
    meter.report(row, static_cast<double>(o.deliveries));
    fill(row, o);
    cost[two] = *row.server_cpu;
    if (two) {
      row.floor_ratio = cost[true] / cost[false];
      row.note = "floor: one process";
    }
    bench.add(row);
  }
}

void growth(Bench& bench) {
  for (const std::size_t members : {std::size_t{10}, std::size_t{100}, std::size_t{1000}, std::size_t{10'000}}) closed(bench, "growth: members", 1, members, {32}, 3);
  for (const std::size_t count : {std::size_t{1}, std::size_t{100}, std::size_t{1000}, std::size_t{bench.setting().quick ? 2000U : 10'000U}})
    closed(bench, "growth: streams", count, 2, {64}, 3);
}

void history(Bench& bench) {
  const auto tokens = bench.world().people(2);
  const auto small = bench.world().fresh_groups(1, 2);
  const auto large = bench.world().fresh_groups(1, 2);
  bench.world().messages(small, 1, 100);
  bench.world().messages(large, 1, bench.setting().quick ? 100'000 : 1'000'000);
  bench.world().analyze();
  auto server = bench.serve(kPort, false);
  std::size_t replies = 0, refused = 0;
  Swarm::Events events;
  events.on_reply = [&](auto, auto, bool ok, auto) { ok ? ++replies : ++refused; };
  Swarm swarm(events);
  swarm.connect(kPort, {tokens[0]});
  for (const auto conversation : {small, large}) {
    messaging::v1::ListMessagesRequest request;
    request.set_conversation_id(conversation);
    request.set_limit(50);
    const auto call = call_frame(1, "wasl.messaging.v1.MessagingService/ListMessages", request.SerializeAsString());
    const std::size_t count = bench.setting().quick ? 200 : 2000;
    const auto run = [&] {
      replies = 0;
      for (std::size_t i = 0; i < count; ++i) {
        swarm.send(0, call);
        swarm.until([&] { return replies + refused > i; }, 10, "a page");
      }
    };
    run();
    Row row{.scenario = conversation == small ? "growth: open, 100 messages" : "growth: open, long history", .n = 1, .window = 1};
    Meter meter({server->pid()}, bench.postmaster());
    const auto start = wall_seconds();
    run();
    meter.report(row, static_cast<double>(count));
    row.deliveries_per_s = static_cast<double>(count) / (wall_seconds() - start);
    row.note = "pages";
    bench.add(row);
  }
}

void floors(Bench& bench) {
  Row plain{.scenario = "floor: send() of 200 B", .subject = "kernel", .n = 1000, .window = 1};
  plain.server_cpu = send_floor(1000, 200, bench.seconds(2));
  bench.add(plain);
  Row together{.scenario = "floor: 50 messages in one send()", .subject = "kernel", .n = 1000, .window = 50};
  together.server_cpu = send_floor(1000, 10'000, bench.seconds(2)) / 50;
  bench.add(together);
}

const std::vector<std::pair<std::string, std::function<void(Bench&)>>> kScenarios{
    {"floors", floors}, {"fanout", fanout}, {"rooms", rooms}, {"ingest", ingest}, {"idle", idle},
    {"resume", resume}, {"bus", bus},       {"growth", growth}, {"history", history}};

int run(int argc, char** argv) {
  Setting s;
  std::string json;
  std::vector<std::string> wanted;
  po::options_description d("wasl_bench [SCENARIO]...");
  d.add_options()("help", "this")("list", "the scenarios")("quick", "under a minute in all")(
      "json", po::value(&json), "write the figures there")("program", po::value(&s.program)->default_value("build/release/bin/wasl"), "")(
      "pg", po::value(&s.pg), "libpq connection string of a PostgreSQL server, without dbname")(
      "redis", po::value(&s.redis), "path of a Redis socket")("directory", po::value(&s.directory)->default_value("/tmp"),
                                                               "for logs and secrets")("scenario", po::value(&wanted), "");
  po::positional_options_description p;
  p.add("scenario", -1);
  po::variables_map v;
  po::store(po::command_line_parser(argc, argv).options(d).positional(p).run(), v);
  po::notify(v);
  if (v.count("help")) return std::cout << d, 0;
  if (v.count("list")) {
    for (const auto& [name, scenario] : kScenarios) std::cout << name << '\n';
    return 0;
  }
  s.quick = v.count("quick") > 0;
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  crypto::init();
  for (const auto& name : wanted)
    if (std::ranges::none_of(kScenarios, [&](const auto& one) { return one.first == name; }))
      throw std::runtime_error("no scenario '" + name + "'; see --list");
  Bench bench(s);
  Bench::print_head();
  for (const auto& [name, scenario] : kScenarios)
    if (wanted.empty() || std::ranges::find(wanted, name) != wanted.end()) scenario(bench);
  if (!json.empty()) bench.write_json(json);
  return 0;
}

}  // namespace
}  // namespace wasl::bench

int main(int argc, char** argv) {
  try {
    return wasl::bench::run(argc, argv);
  } catch (const std::exception& e) {
    std::cerr << "bench: " << e.what() << '\n';
    return 1;
  }
}
