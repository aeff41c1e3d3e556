#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "subjects/wasl_subject.hpp"

namespace wasl::bench::scenarios {

void fanout(Bench& bench) {
  WaslSubject wasl(bench);
  closed(bench, wasl, "fanout", {1, 1000, 1000}, {32, 1});
  const auto many = bench.count(5000, 2000);
  closed(bench, wasl, "fanout", {1, many, many}, {32});
}

}  // namespace wasl::bench::scenarios
