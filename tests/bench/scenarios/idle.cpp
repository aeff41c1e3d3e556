#include "load/wasl_line.hpp"
#include "scenarios/crowd.hpp"
#include "scenarios/scenarios.hpp"

namespace wasl::bench::scenarios {

void idle(Bench& bench) {
  const Crowd crowd(bench, bench.count(10'000, 1000));
  const auto server = bench.serve();
  sleep(1);
  const auto before = pss_bytes(server.pid());
  std::size_t joined = 0;
  WaslLine line({.on_event = {},
                 .on_reply = {},
                 .on_subscribed = [&](std::size_t, const v1::Subscribed&) { ++joined; },
                 .on_open = {},
                 .on_refused = {},
                 .on_lost = {}});
  line.connect(server.port, crowd.tokens());
  for (std::size_t i = 0; i < crowd.size(); ++i) {
    line.send(i, crowd.subscriptions(i));
    if (i % 100 == 0) line.swarm().until([&] { return joined + 4000 > i * Crowd::kEach; }, 60, "subscriptions");
  }
  line.swarm().until([&] { return joined == crowd.size() * Crowd::kEach; }, 60, "subscriptions");
  for (const auto end = wall_seconds() + bench.seconds(5); wall_seconds() < end;) line.swarm().poll(100);
  Row row{.scenario = "idle, 20 conversations each", .n = crowd.size()};
  row.bytes_per_connection = static_cast<double>(pss_bytes(server.pid()) - before) / static_cast<double>(crowd.size());
  bench.add(row);
}

}  // namespace wasl::bench::scenarios
