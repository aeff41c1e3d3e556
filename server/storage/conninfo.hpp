// What Wasl adds to the operator's connection string.
#pragma once
#include <string>

namespace wasl::storage {

// The same connection, which gives up on a server that is unreachable: after 5 s when connecting, after about 25 s of
// silence later. What the operator says about it stands. In keyword form, whatever the form it was given in. A string
// that libpq does not understand is returned as it is: connecting will say why.
std::string with_limits(const std::string& conninfo);

}  // namespace wasl::storage
