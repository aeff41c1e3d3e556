// What differs between two profiles, and what of it must be looked at before it is public. Pure.
#pragma once
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::profiles {

v1::Changes changes(const v1::Profile& before, const v1::Profile& after);

// Kind, names, abbreviation, country, region, registration number, president.
bool changes_important(const v1::Profile& before, const v1::Profile& after);

// Whether it looks different in a list: see Organisation.
bool shows_in_lists(const v1::Profile& before, const v1::Profile& after);

// `after`, but what is important as it was before.
v1::Profile unimportant_part(const v1::Profile& before, const v1::Profile& after);

}  // namespace wasl::directory::profiles
