// Looks for organisations that may be the same one as a submitted profile.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/verification.pb.h"

namespace wasl::directory::verification {

// The likest first, at most 5; no drafts.
std::vector<v1::Duplicate> duplicates(storage::Tx& tx, OrganisationId id, const v1::Profile& profile);

}  // namespace wasl::directory::verification
