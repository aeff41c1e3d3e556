#include "scenarios/closed.hpp"
#include "scenarios/scenarios.hpp"
#include "subjects/wasl_subject.hpp"

namespace wasl::bench::scenarios {

void fanout(Bench& bench) {
  WaslSubject wasl(bench);
  closed(bench, wasl, "fanout", {1, 1000, 1000}, {32, 1});
  if (!bench.quick()) closed(bench, wasl, "fanout", {1, 5000, 5000}, {32});
}

}  // namespace wasl::bench::scenarios
