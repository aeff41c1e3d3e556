// The SQL of logos.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::logos::store {

using storage::Tx;

// 0: none.
void set(Tx& tx, OrganisationId id, std::int64_t file);
std::int64_t get(Tx& tx, OrganisationId id);

struct Logo {
  OrganisationId organisation{};
  std::int64_t file = 0;
  bool published = false, holds_seat = false;  // the viewer
};
// Of those that have one.
std::vector<Logo> some(Tx& tx, const std::vector<std::int64_t>& organisations, PersonId viewer);

}  // namespace wasl::directory::logos::store
