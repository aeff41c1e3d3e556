#include "scenarios/scenarios.hpp"
namespace wasl::bench::scenarios {
void overload(Bench&) {}
void peers(Bench&) {}
}  // namespace wasl::bench::scenarios
