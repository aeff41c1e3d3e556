#include "meter.hpp"
#include "scenarios/returners.hpp"
#include "scenarios/scenarios.hpp"

namespace wasl::bench::scenarios {

// The server is killed while everybody is connected; something is written (by people on another node, say); it starts
// again, and all come back at once.
void resume(Bench& bench) {
  constexpr std::int64_t kMissed = 5;
  const Crowd crowd(bench, bench.count(10'000, 1000));
  Returners everybody(crowd);
  auto server = bench.serve();
  everybody.come(server.port);
  everybody.until_in_sync(0, 120);
  server.process->kill();
  everybody.until_lost(30);
  bench.world().messages(crowd.first_conversation(), crowd.size(), kMissed);

  const auto start = wall_seconds();
  server = bench.serve({.port = server.port});
  const Meter meter({server.pid()}, bench.postmaster());
  everybody.come(server.port);
  everybody.until_in_sync(kMissed, 120);
  const auto took = wall_seconds() - start;

  const auto events = static_cast<double>(crowd.size() * Crowd::kEach) * kMissed;
  Row row{.scenario = "resume, 20 x 5 behind", .n = crowd.size(), .deliveries_per_s = events / took};
  meter.report(row, events);
  const auto peak = static_cast<double>(peak_bytes(server.pid()));
  row.bytes_per_connection = peak / static_cast<double>(crowd.size());
  row.note = format("all in sync %.2f s after the start; %ld told to come back later; peak memory %.0f MiB", took,
                    static_cast<long>(everybody.turned_away()), peak / (1 << 20));
  bench.add(row);
}

}  // namespace wasl::bench::scenarios
