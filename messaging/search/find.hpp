// Finding: stretch after stretch, newest first, until nothing that is left can be newer than what has been found.
#pragma once
#include <vector>

#include "messaging/search/query.hpp"
#include "messaging/search/store.hpp"

namespace wasl::messaging::search {

// At most query.limit + 1 places, newest first: one more than a page tells that there is a next one.
std::vector<Place> find(storage::Tx& tx, PersonId viewer, const Query& query);

}  // namespace wasl::messaging::search
