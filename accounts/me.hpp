#pragma once
#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/accounts/v1/accounts.pb.h"

namespace wasl::accounts {

// How signed-in people see themselves.
v1::Me me_of(storage::Tx& tx, PersonId person, SessionId session);

}  // namespace wasl::accounts
