// The papers of organisations: kept for whoever added them, shown to whoever has the review.
#pragma once
#include <vector>

#include "directory/files.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory {

// Callers hold the organisation, and have checked who may.
class Papers {
 public:
  explicit Papers(Files files) : files_(std::move(files)) {}

  // Throws what media says of the file.
  std::int64_t add(storage::Tx& tx, OrganisationId id, PersonId owner, std::int64_t file) const;
  // Throws not_found.
  void remove(storage::Tx& tx, OrganisationId id, std::int64_t paper) const;
  // The first first.
  static std::vector<v1::Paper> list(storage::Tx& tx, OrganisationId id);

  // To this person only, from now on; 0: to nobody but whoever added them.
  void show_to(storage::Tx& tx, OrganisationId id, PersonId reader) const;

 private:
  Files files_;
};

}  // namespace wasl::directory
