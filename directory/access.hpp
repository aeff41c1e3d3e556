// The directory's read-only door for other modules: who speaks for whom.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"

namespace wasl::directory::access {

// How to show people beside what they wrote: one card per confirmed person, in the order of `people`; others are left
// out. A card names the person's first seat in a published organisation: owned before held, then the oldest.
std::vector<wasl::v1::PersonCard> person_cards(storage::Tx& tx, const std::vector<PersonId>& people);

// In any role, and whatever state the organisation is in.
bool holds_seat(storage::Tx& tx, PersonId person, OrganisationId organisation);

// Whether the person holds a seat in a published organisation.
bool speaks_for_somebody(storage::Tx& tx, PersonId person);

}  // namespace wasl::directory::access
