#include <stdexcept>
#include <utility>

#include "load/traffic.hpp"
#include "load/wasl_line.hpp"
#include "meter.hpp"
#include "scenarios/scenarios.hpp"

namespace wasl::bench::scenarios {

namespace {

// People who each keep some messages unanswered and listen to nobody.
class Writers {
 public:
  Writers(std::uint16_t port, const std::vector<std::string>& tokens, std::int64_t first_room)
      : line_({.on_event = {},
               .on_reply = [this](std::size_t client, const v1::Reply& reply) { answered(client, reply); },
               .on_subscribed = {},
               .on_open = {},
               .on_refused = {},
               .on_lost = {}}),
        first_room_(first_room) {
    line_.connect(port, tokens);
  }

  void start(std::size_t unanswered) {
    for (std::size_t client = 0; client < line_.swarm().size(); ++client)
      for (std::size_t i = 0; i < unanswered; ++i) write(client);
  }

  // Acknowledged a second.
  double run(double seconds) {
    const auto before = acknowledged_;
    const auto start = wall_seconds();
    while (wall_seconds() < start + seconds) {
      line_.swarm().poll(5);
      for (const auto client : std::exchange(free_, {})) write(client);
    }
    return static_cast<double>(acknowledged_ - before) / (wall_seconds() - start);
  }

  void leave() {
    for (std::size_t client = 0; client < line_.swarm().size(); ++client) line_.drop(client);
  }

  std::int64_t acknowledged() const { return acknowledged_; }

 private:
  void answered(std::size_t client, const v1::Reply& reply) {
    if (reply.has_error()) throw std::runtime_error("a message was refused: " + reply.error().message());
    ++acknowledged_;
    free_.push_back(client);
  }
  void write(std::size_t client) {
    ++id_;
    line_.send(client, send_frame(static_cast<std::uint32_t>(id_), first_room_ + static_cast<std::int64_t>(client), id_,
                                  text_));
  }

  WaslLine line_;
  std::int64_t first_room_;
  std::uint64_t id_ = std::uint64_t{1} << 40;
  std::int64_t acknowledged_ = 0;
  std::vector<std::size_t> free_;
  const std::string text_ = std::string(kPayload, 'x');
};

constexpr std::size_t kWriters = 200, kUnanswered = 10;

void measure(Bench& bench, const std::vector<std::string>& tokens, std::int64_t first_room, const std::string& place) {
  auto server = bench.serve();
  Writers writers(server.port, tokens, first_room);
  writers.start(kUnanswered);
  writers.run(bench.seconds(1));
  Row row{.scenario = "ingest" + place, .n = kWriters, .window = kUnanswered};
  const auto before = writers.acknowledged();
  const Meter meter({server.pid()}, bench.postmaster());
  row.deliveries_per_s = writers.run(bench.seconds(5));
  meter.report(row, static_cast<double>(writers.acknowledged() - before));
  writers.leave();
  server.process->stop();
  const auto floor = bench.world().row_floor(bench.seconds(3));
  row.floor_ratio = row.deliveries_per_s / floor;
  row.note = format("acknowledged; the floor stores %.0f rows/s", floor);
  bench.add(row);
}

}  // namespace

void ingest(Bench& bench) {
  const auto people = bench.people(2 * kWriters);
  const auto first = bench.world().groups(kWriters, 2, 2 * kWriters);
  std::vector<std::string> tokens;  // one of each room
  for (std::size_t i = 0; i < people.size(); i += 2) tokens.push_back(people[i]);
  measure(bench, tokens, first, "");
  bench.let_database_roam(true);
  measure(bench, tokens, first, ", database anywhere");
  bench.let_database_roam(false);
}

}  // namespace wasl::bench::scenarios
