// How secrets and addresses are named in the database: by keyed hashes, worthless without the server's secret.
#pragma once
#include <string>
#include <string_view>

#include "accounts/policy.hpp"
#include "core/crypto.hpp"

namespace wasl::accounts::keys {

inline std::string of_token(std::string_view token, std::string_view secret) { return crypto::hash(token, secret); }

inline std::string of_address(const policy::Email& email, std::string_view secret) {
  return crypto::hash("address:" + email.key, secret);
}

}  // namespace wasl::accounts::keys
