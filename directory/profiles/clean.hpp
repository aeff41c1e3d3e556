// What people write about an organisation, checked and tidied. Pure; everything throws Refused{invalid_argument} that
// names the field at fault ("name.ar", "contacts[2].value") for what it cannot accept.
#pragma once
#include <map>
#include <set>
#include <string>

#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::profiles {

// What a profile may refer to.
struct Known {
  std::map<std::string, std::string> country_of;  // a region's
  std::set<std::string> sectors;
  unsigned year = 0;  // it is
};

v1::Profile clean(const v1::Profile& typed, const Known& known);

// Whether verifiers can begin with it: a name is there always, a place, a sector and a contact must be, too.
void require_complete(const v1::Profile& profile);

}  // namespace wasl::directory::profiles
