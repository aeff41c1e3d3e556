// Hashing and verifying, on workers, in the same time whether or not there is an account.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "accounts/store.hpp"
#include "core/workers.hpp"

namespace wasl::accounts {

class Passwords {
 public:
  // Blocks for one hash.
  explicit Passwords(Workers& workers);

  asio::awaitable<std::string> hash(std::string password);

  // False without a person, or for one that no password opens.
  asio::awaitable<bool> verify(const std::optional<store::Person>& person, std::string password);

 private:
  Workers& workers_;
  std::string decoy_;  // what is verified against when there is nothing else
};

}  // namespace wasl::accounts
