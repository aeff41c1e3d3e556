// The SQL about people as administrators see them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/accounts/v1/team.pb.h"

namespace wasl::accounts::team::store {

using storage::Tx;

// In ascending order; none is added or removed before tx ends. Take before people.
std::vector<PersonId> lock_administrators(Tx& tx);
// Whether the person is one, and remains one until tx ends.
bool hold_administrator(Tx& tx, PersonId person);

// Without the name on the card.
std::optional<v1::Account> find(Tx& tx, PersonId person);
// The same; nobody else changes it before tx ends.
std::optional<v1::Account> lock(Tx& tx, PersonId person);

struct Search {
  std::vector<std::string> patterns;
  std::string email_key;  // instead of patterns, when it is not empty
  bool team = false, suspended = false;
  std::string role;
  std::int64_t before = 0;
  int limit = 0;
};
std::vector<v1::Account> search(Tx& tx, const Search& search);

void suspend(Tx& tx, PersonId person, const std::string& reason, std::int64_t until_ms);
void restore(Tx& tx, PersonId person);

v1::GetPeopleFiguresResponse figures(Tx& tx);

}  // namespace wasl::accounts::team::store
