#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "subjects/wasl_subject.hpp"

namespace wasl::bench::scenarios {

void rooms(Bench& bench) {
  const auto count = bench.count(500, 100);
  const Size size{count, 10, count * 10};
  WaslSubject wasl(bench);
  const auto stage = wasl.open(size);
  closed(bench, wasl, *stage, "rooms", size, 64, 5);

  Row steady{.scenario = "rooms: 1000 messages/s", .n = size.people, .rate = 1000};
  fill(steady, stage->traffic.open(steady.rate, bench.seconds(8)));
  bench.add(steady);

  Row lone{.scenario = "rooms: a lone message", .n = size.people, .window = 1};
  fill(lone, stage->traffic.lone(bench.quick() ? 100 : 400));
  bench.add(lone);
}

}  // namespace wasl::bench::scenarios
