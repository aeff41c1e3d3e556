// The directory's read-only door for other modules: who speaks for whom.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/common.pb.h"
#include "wasl/directory/v1/directory.pb.h"
#include "wasl/directory/v1/home.pb.h"

namespace wasl::directory::access {

// How to show people beside what they wrote: one card per confirmed or former person, in the order of `people`; others
// are left out. A card names the person's first seat in a published organisation: owned before held, then the oldest.
std::vector<wasl::v1::PersonCard> person_cards(storage::Tx& tx, const std::vector<PersonId>& people);

// In any role, and whatever state the organisation is in.
bool holds_seat(storage::Tx& tx, PersonId person, OrganisationId organisation);

// What an organisation is to a person. Nobody edits a suspended one. All false: to them it does not exist, unless it is
// published.
struct Standing {
  bool published = false, holds_seat = false, edits = false;
};
Standing standing(storage::Tx& tx, PersonId person, OrganisationId organisation);

// Those who write in its name, confirmed people only, in ascending order; nobody while it is suspended.
std::vector<PersonId> editors(storage::Tx& tx, OrganisationId organisation);

// The names of those that exist.
std::map<std::int64_t, wasl::v1::LocalText> organisation_names(storage::Tx& tx,
                                                               const std::vector<std::int64_t>& organisations);

// Whether the person holds a seat in a published organisation.
bool speaks_for_somebody(storage::Tx& tx, PersonId person);

// The person's seats, whatever state the organisations are in.
std::vector<v1::MySeat> seats_of(storage::Tx& tx, PersonId person);

// What they have chosen to hear of.
v1::Interests interests_of(storage::Tx& tx, PersonId person);

// Somebody whose offer to help in a sector has been accepted.
struct Specialist {
  PersonId person;
  std::vector<std::string> places, languages;  // no places: anywhere
  bool open = false;                           // available today
  int at_once = 0;                             // how many open questions they want to have
};
// Of one sector, in ascending order.
std::vector<Specialist> specialists(storage::Tx& tx, const std::string& sector);
// Those in which the person has been accepted.
std::vector<std::string> sectors_of_specialist(storage::Tx& tx, PersonId person);

// Whether these are words that something is filed under. A region's country is named, too.
struct Filed {
  bool sector = false, region = false, language = false;
  std::string country;
};
Filed filed(storage::Tx& tx, const std::string& sector, const std::string& region, const std::string& language);

}  // namespace wasl::directory::access
