#include "accounts/attempts.hpp"

#include "accounts/policy.hpp"
#include "accounts/token_store.hpp"
#include "core/error.hpp"

namespace wasl::accounts::attempts {

using namespace std::chrono_literals;

namespace {

Refused too_many(std::chrono::seconds wait) {
  return Refused(Code::kResourceExhausted, "accounts.too_many_attempts",
                 "Too many wrong passwords: wait, then try again.")
      .retry_after(wait);
}

}  // namespace

void begin(storage::Tx& tx, const std::string& address) {
  const auto failures = store::lock_failures(tx, address);
  const auto wait = policy::wait(failures.count, failures.since_last);
  if (wait > 0s) throw too_many(wait);
  store::set_failures(tx, address, policy::forgotten(failures.since_last) ? 1 : failures.count + 1);
}

}  // namespace wasl::accounts::attempts
