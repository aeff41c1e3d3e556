#include "scenarios/closed.hpp"

#include "meter.hpp"

namespace wasl::bench::scenarios {

namespace {
constexpr std::size_t kFloorSockets = 1000;
}

void fill(Row& row, const Outcome& o) {
  row.deliveries_per_s = static_cast<double>(o.deliveries) / o.seconds;
  row.p50_ms = o.p50_ms;
  row.p99_ms = o.p99_ms;
}

void closed(Bench& bench, const Subject& subject, Stage& stage, const std::string& scenario, const Size& size,
            std::size_t window, double seconds, Floor floor) {
  const auto send = floor == Floor::kNone ? 0 : bench.send_floor(kFloorSockets, size.rooms == 1 ? window : 1);
  stage.traffic.closed(window, bench.seconds(1));  // plans, caches
  Row row{.scenario = scenario, .subject = subject.name(), .n = size.people, .window = window};
  const Meter meter({stage.pid()}, bench.postmaster());
  const auto outcome = stage.traffic.closed(window, bench.seconds(seconds));
  meter.report(row, static_cast<double>(outcome.deliveries));
  fill(row, outcome);
  if (send > 0) row.floor_ratio = (*row.server_cpu + *row.db_cpu) / send;
  row.note = format("%.0f messages/s", static_cast<double>(outcome.messages) / outcome.seconds);
  bench.add(row);
}

void closed(Bench& bench, Subject& subject, const std::string& scenario, const Size& size,
            const std::vector<std::size_t>& windows, double seconds, Floor floor) {
  const auto stage = subject.open(size);
  for (const auto window : windows) closed(bench, subject, *stage, scenario, size, window, seconds, floor);
}

}  // namespace wasl::bench::scenarios
