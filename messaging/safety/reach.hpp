// Whom one may write to, or bring into a group.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::messaging::reach {

// Refuses when one of them and the person have blocked each other, either way.
void require_reachable(storage::Tx& tx, PersonId me, const std::vector<PersonId>& people);
// Who speaks for no organisation asks first, unless a conversation has made them acquainted.
bool are_strangers(storage::Tx& tx, PersonId me, const std::vector<PersonId>& people);
// Both, for those who are brought into a group.
void require_acquainted(storage::Tx& tx, PersonId me, const std::vector<PersonId>& people);

}  // namespace wasl::messaging::reach
