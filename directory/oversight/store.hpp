// The SQL of what the platform's team does to organisations, and counts of them. Callers of changes hold the
// organisation.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/oversight.pb.h"

namespace wasl::directory::oversight::store {

using storage::Tx;

// What it was stays known; of a suspended one only the reason changes.
void suspend(Tx& tx, OrganisationId id, const std::string& reason);
void restore(Tx& tx, OrganisationId id);
// Not suspended: all empty.
v1::GetOrganisationSuspensionResponse suspension(Tx& tx, OrganisationId id);

std::vector<PersonId> holders(Tx& tx, OrganisationId id);

struct Search {
  std::vector<std::string> patterns;
  std::string state;  // empty: any
  std::int64_t before = 0;
  int limit = 0;
};
std::vector<OrganisationId> search(Tx& tx, const Search& search);

v1::GetDirectoryFiguresResponse figures(Tx& tx);

}  // namespace wasl::directory::oversight::store
