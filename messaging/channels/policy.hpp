// Who announces what, and who may follow. Pure; each throws Refused, saying why.
#pragma once
#include <cstddef>

#include "directory/access.hpp"

namespace wasl::messaging::channels::policy {

inline constexpr std::size_t kMostChannels = 20;  // of an organisation

using directory::access::Standing;

void may_see(const Standing& viewer);
void may_create(const Standing& viewer);
void few_enough(std::size_t channels);

}  // namespace wasl::messaging::channels::policy
