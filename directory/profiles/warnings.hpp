// What a verifier should look at once more. Pure.
#pragma once
#include <vector>

#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::profiles {

// place_outside_country: by the box around the country, for those whose regions are known here. mixed_script: a word of
// a name has letters of two scripts, as names that imitate others do; unusual_script: of none that is written here;
// invisible_character: something in a name does not show.
std::vector<v1::Warning> warnings(const v1::Profile& profile);

}  // namespace wasl::directory::profiles
