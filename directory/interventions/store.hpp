// The SQL of interventions.
#pragma once
#include <optional>
#include <vector>

#include "core/ids.hpp"
#include "directory/interventions/clean.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::interventions::store {

using storage::Tx;

struct Question {
  v1::InterventionFilter filter;
  bool own = false;  // of the filter's organisation, in whatever state it is
  v1::InterventionOrder order{};
  Place after;
  int limit = 0;
};

struct Listed {
  v1::Intervention intervention;
  Place place;
};
std::vector<Listed> list(Tx& tx, const Question& question);

struct Totals {
  std::uint32_t total = 0;
  std::vector<v1::InterventionPlace> places;
};
Totals totals(Tx& tx, const Question& question);

// Callers hold the organisation.
std::optional<v1::Intervention> find(Tx& tx, OrganisationId organisation, std::int64_t id);
std::optional<v1::Intervention> find_by_client(Tx& tx, OrganisationId organisation, std::uint64_t client_id);
int count(Tx& tx, OrganisationId organisation);
std::int64_t insert(Tx& tx, PersonId by, std::uint64_t client_id, const v1::Intervention& intervention);
void update(Tx& tx, PersonId by, const v1::Intervention& intervention);
bool remove(Tx& tx, OrganisationId organisation, std::int64_t id);

}  // namespace wasl::directory::interventions::store
