// The append-only record of what was done to organisations.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::history {

struct Entry {
  PersonId by{};       // 0: the platform itself
  std::string action;  // "registered", "submitted", ...
  PersonId subject{};  // whom it was done to
  std::string note{};
  std::string changes = "{}";  // JSON
};
void add(storage::Tx& tx, OrganisationId organisation, const Entry& entry);
// The same of each.
void add(storage::Tx& tx, const std::vector<OrganisationId>& organisations, const Entry& entry);

// The last first, those before the entry of this id; 0: from the last.
v1::ListHistoryResponse list(storage::Tx& tx, OrganisationId organisation, std::int64_t before, int limit);

}  // namespace wasl::directory::history
