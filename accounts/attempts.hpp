// The limit of wrong passwords for one address, wherever they are typed.
#pragma once
#include <string>

#include "storage/tx.hpp"

namespace wasl::accounts::attempts {

// Counts the attempt as wrong before it is known: attempts made at once cannot slip past the limit. A right one clears
// the count (store::clear_failures). Throws accounts.too_many_attempts. `address`: keys::of_address.
void begin(storage::Tx& tx, const std::string& address);

}  // namespace wasl::accounts::attempts
