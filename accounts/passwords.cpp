#include "accounts/passwords.hpp"

#include "core/crypto.hpp"

namespace wasl::accounts {

Passwords::Passwords(Workers& workers) : workers_(workers), decoy_(crypto::hash_password(crypto::random_token())) {}

asio::awaitable<std::string> Passwords::hash(std::string password) {
  co_return co_await workers_.run([password = std::move(password)] { return crypto::hash_password(password); });
}

asio::awaitable<bool> Passwords::verify(const std::optional<store::Person>& person, std::string password) {
  const bool real = person && !person->password_hash.empty();
  auto hashed = real ? person->password_hash : decoy_;
  const bool matches = co_await workers_.run([hashed = std::move(hashed), password = std::move(password)] {
    return crypto::verify_password(hashed, password);
  });
  co_return real&& matches;
}

}  // namespace wasl::accounts
