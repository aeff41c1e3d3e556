// Reads the catalogue from the database.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "directory/find/catalogue.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::find::store {

struct Region {
  std::string code;
  Place middle;
};
std::vector<Region> regions(storage::Tx& tx);

// Where the next reading begins, so that nothing that is still on its way is left out. Taken before reading: what
// commits in between is read twice rather than never.
std::string boundary(storage::Tx& tx);

// Some thousand of those that are published, by id; none: these were all.
std::vector<Listed> published_after(storage::Tx& tx, OrganisationId last);
// What has changed, published or not.
std::vector<Listed> changed_since(storage::Tx& tx, const std::string& since);

}  // namespace wasl::directory::find::store
