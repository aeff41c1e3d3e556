// The only ways to one organisation: missing and hidden look alike.
#pragma once
#include "directory/profiles/record.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::profiles {

Record open(storage::Tx& tx, const router::Viewer& viewer, OrganisationId id, Need need);

// The same, held until the commit. Nobody edits or owns what is suspended.
Record hold(storage::Tx& tx, const router::Viewer& viewer, OrganisationId id, Need need);

}  // namespace wasl::directory::profiles
