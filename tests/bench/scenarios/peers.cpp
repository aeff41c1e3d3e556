#include "scenarios/scenarios.hpp"
namespace wasl::bench::scenarios {
void peers(Bench&) {}
}  // namespace wasl::bench::scenarios
