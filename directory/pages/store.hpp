// Reads what public pages show.
#pragma once
#include <cstdint>
#include <vector>

#include "core/ids.hpp"
#include "directory/pages/page.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::pages::store {

using storage::Tx;

Filing filing(Tx& tx);

// The pages (id / kIdsOfAPage) on which there are published organisations, ascending.
inline constexpr std::int64_t kIdsOfAPage = 50'000;
std::vector<std::int64_t> listed_pages(Tx& tx);
// The published ones of one of them, ascending.
std::vector<OrganisationId> listed(Tx& tx, std::int64_t page);

}  // namespace wasl::directory::pages::store
