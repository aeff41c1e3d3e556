// Which organisations are near somebody. Pure.
#pragma once
#include <set>
#include <vector>

#include "directory/find/catalogue.hpp"
#include "wasl/directory/v1/home.pb.h"

namespace wasl::directory::interests {

// One pass over the catalogue. Of the chosen region (of the country where only that is chosen) first, then the nearest
// to it; in each those of the chosen sectors first, then what was confirmed last; what is abroad and far is not near.
// With sectors alone: those of them. With nothing chosen: nothing. Neither `own` ones nor the platform itself.
std::vector<v1::FoundOrganisation> near(const find::Catalogue& catalogue, const v1::Interests& interests,
                                        const std::set<std::int64_t>& own, std::size_t limit, std::int64_t now_ms);

}  // namespace wasl::directory::interests
