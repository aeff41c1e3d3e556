// The read-only door of accounts for other modules. Their SQL may join the view confirmed_people.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/accounts/v1/accounts.pb.h"

namespace wasl::accounts::access {

// Those of `people` who have a confirmed account, in ascending order, each once.
std::vector<PersonId> existing(storage::Tx& tx, const std::vector<PersonId>& people);

// Those of `people` whom `person` blocks, or who block them: the two write to, mention and see each other no more.
std::vector<PersonId> apart(storage::Tx& tx, PersonId person, const std::vector<PersonId>& people);

// Verifiers and administrators of the platform, in ascending order.
std::vector<PersonId> stewards(storage::Tx& tx);

// What is kept about a person, for the person.
struct Account {
  std::string name, email, language;
  std::vector<std::string> roles;
  std::vector<v1::Session> sessions;
  std::vector<PersonId> blocked;
};
// Throws not_found.
Account account(storage::Tx& tx, PersonId person);

}  // namespace wasl::accounts::access
