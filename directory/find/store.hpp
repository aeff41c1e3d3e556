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

struct Changes {
  std::vector<Listed> listed;
  std::string until;  // ask again since here: nothing that was still on its way is left out
};
// "0": everything that is published; else what has changed, published or not.
Changes changed_since(storage::Tx& tx, const std::string& since);

}  // namespace wasl::directory::find::store
