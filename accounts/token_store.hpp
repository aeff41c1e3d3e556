// The SQL about mailed tokens and about limits. Tokens and addresses come as keyed hashes (keys.hpp).
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::accounts::store {

using storage::Tx;

enum class Purpose { kConfirm, kReset };

void insert_token(Tx& tx, const std::string& hash, PersonId person, Purpose purpose, std::chrono::hours valid_for);

// Whose confirmation this is. Asking again within its validity answers the same: mail scanners open links too.
std::optional<PersonId> redeem_confirmation(Tx& tx, const std::string& hash);

// Whose reset this would be, without using it up.
std::optional<PersonId> peek_reset(Tx& tx, const std::string& hash);
// Once; every other reset of the person goes with it.
std::optional<PersonId> redeem_reset(Tx& tx, const std::string& hash);

struct Failures {
  int count = 0;
  std::chrono::seconds since_last{0};
};
// Nobody else reads or changes them before tx ends.
Failures lock_failures(Tx& tx, const std::string& address);
void set_failures(Tx& tx, const std::string& address, int count);
void clear_failures(Tx& tx, const std::string& address);

// Counts one mail to the address; false when `per_hour` have been counted already.
bool count_mail(Tx& tx, const std::string& address, int per_hour);

// Tokens and limits that mean nothing any more.
void forget_expired_tokens(Tx& tx);

}  // namespace wasl::accounts::store
