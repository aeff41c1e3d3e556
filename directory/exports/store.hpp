// Reads what is exported.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::exports::store {

using storage::Tx;

// Those that are still published, in this order.
std::vector<v1::PublicProfile> profiles(Tx& tx, const std::vector<OrganisationId>& ids, bool all_contacts);

// The same organisations by country and region, within it by their first sector, within that as they came.
struct Placed {
  OrganisationId id{};
  std::string region, sector;  // codes; empty: none
};
std::vector<Placed> grouped(Tx& tx, const std::vector<OrganisationId>& ids);

}  // namespace wasl::directory::exports::store
