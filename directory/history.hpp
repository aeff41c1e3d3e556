// The append-only record of what was done to organisations.
#pragma once
#include <string>

#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::history {

struct Entry {
  PersonId by{};       // 0: the platform itself
  std::string action;  // "registered", "submitted", ...
  PersonId subject{};  // whom it was done to
  std::string note{};
  std::string changes = "{}";  // JSON
};
void add(storage::Tx& tx, OrganisationId organisation, const Entry& entry);

}  // namespace wasl::directory::history
