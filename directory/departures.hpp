// What becomes of the seats of somebody whose account is deleted.
#pragma once
#include "directory/seats/keeper.hpp"
#include "storage/db.hpp"

namespace wasl::directory::departures {

// Blocks. Forgets interests and gives up seats and requests for seats, each organisation in a transaction of its own:
// doing it all again after a crash goes on where it stopped. Seats that were the last ones leave an orphan to the
// verifiers.
void forget_person(storage::Db& db, seats::Keeper& keeper, PersonId person);

}  // namespace wasl::directory::departures
