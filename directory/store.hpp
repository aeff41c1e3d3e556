// The directory's SQL.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/directory.pb.h"

namespace wasl::directory::store {

using storage::Tx;

std::vector<v1::Sector> sectors(Tx& tx);
std::vector<v1::Region> regions(Tx& tx);

struct OrganisationSearch {
  std::vector<std::string> patterns;
  std::string sector, region, kind;  // empty: any
  OrganisationId after{};
  int limit = 0;
};
// Published ones, by their folded names.
std::vector<v1::Organisation> organisations(Tx& tx, const OrganisationSearch& search);

struct FoundOrganisation {
  v1::Organisation organisation;
  v1::OrganisationState state{};
  bool published = false;
};
std::optional<FoundOrganisation> organisation(Tx& tx, OrganisationId id);
// Those that exist, by their ids.
std::map<std::int64_t, FoundOrganisation> organisations(Tx& tx, const std::vector<OrganisationId>& ids);

struct HeldSeat {
  PersonId person;
  v1::SeatRole role;
};
// Owners, then editors, then members; at most 500.
std::vector<HeldSeat> seats(Tx& tx, OrganisationId id);

// Whatever state the organisations are in.
std::vector<v1::MySeat> seats_of(Tx& tx, PersonId person);

struct PeopleSearch {
  PersonId viewer{};
  std::vector<std::string> patterns;
  OrganisationId organisation{};  // 0: any
  int limit = 0;
};
// Confirmed people other than the viewer: found by name first, then by organisation; in each group those who share an
// organisation with the viewer first, then the newest.
std::vector<PersonId> find_people(Tx& tx, const PeopleSearch& search);

}  // namespace wasl::directory::store
