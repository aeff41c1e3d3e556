// The read-only door of accounts for other modules. Their SQL may join the view confirmed_people.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::accounts::access {

// Those of `people` who have a confirmed account, in ascending order, each once.
std::vector<PersonId> existing(storage::Tx& tx, const std::vector<PersonId>& people);

// Those of `people` whom `person` blocks, or who block them: the two write to, mention and see each other no more.
std::vector<PersonId> apart(storage::Tx& tx, PersonId person, const std::vector<PersonId>& people);

}  // namespace wasl::accounts::access
