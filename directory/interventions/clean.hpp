// What partners write about their interventions, checked and tidied. Pure; throws Refused{invalid_argument} that names
// the field at fault.
#pragma once
#include <string>
#include <string_view>

#include "directory/profiles/clean.hpp"
#include "wasl/directory/v1/interventions.pb.h"

namespace wasl::directory::interventions {

v1::Intervention clean(const v1::Intervention& typed, const profiles::Known& known);

// Codes in any number up to a limit, bands and a year that exist. Codes that nobody has mean that nothing is found.
v1::InterventionFilter clean(const v1::InterventionFilter& asked);

// The place in a list after which the next page starts: what it is ordered by, and the id. Opaque to clients.
struct Place {
  int value = 0;
  std::int64_t id = 0;  // 0: the beginning
};
std::string cursor_after(v1::InterventionOrder order, Place last);
// Throws when it is of another order.
Place read_cursor(v1::InterventionOrder order, std::string_view cursor);

}  // namespace wasl::directory::interventions
