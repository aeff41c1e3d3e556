// The SQL of interests and of the first screen.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/home.pb.h"

namespace wasl::directory::interests::store {

using storage::Tx;

v1::Interests find(Tx& tx, PersonId person);
void write(Tx& tx, PersonId person, const v1::Interests& interests);
void forget(Tx& tx, PersonId person);

// People of the place and the sectors who are shown, of the place first. Neither the person nor whom a block keeps
// apart.
std::vector<PersonId> people_near(Tx& tx, PersonId person, const v1::Interests& interests, int limit);

// Verified and published, the last first.
std::vector<v1::Organisation> newest(Tx& tx, int limit);

// What waits for the person in the organisations they speak for.
std::vector<v1::HomeTask> tasks(Tx& tx, PersonId person, int limit);

bool asks_for_seat(Tx& tx, PersonId person);

}  // namespace wasl::directory::interests::store
