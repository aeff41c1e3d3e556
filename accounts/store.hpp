// The SQL about people and their roles.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "accounts/policy.hpp"
#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::accounts::store {

using storage::Tx;

struct Person {
  PersonId id{};
  std::string name, email, email_key, language;
  std::string password_hash;  // empty: no password opens this account
  bool confirmed = false;
  bool suspended = false;  // at this moment
};

// Throws Refused{not_found} when there is no such person.
Person get(Tx& tx, PersonId id);
std::optional<Person> find(Tx& tx, const policy::Email& email);

// The same, and nobody changes the person before tx ends.
std::optional<Person> lock(Tx& tx, const policy::Email& email);

struct NewPerson {
  std::string name;
  policy::Email email;
  std::string language, password_hash;
  bool confirmed = false;
};
// Nothing when the address is taken.
std::optional<PersonId> insert(Tx& tx, const NewPerson& person);

void confirm(Tx& tx, PersonId id);
void set_password(Tx& tx, PersonId id, const std::string& hash);
void withdraw_password(Tx& tx, PersonId id);
// Whether it was another one before.
bool set_language(Tx& tx, PersonId id, const std::string& language);

// In alphabetical order.
std::vector<std::string> roles(Tx& tx, PersonId id);
void grant_role(Tx& tx, PersonId id, const std::string& role);
void revoke_role(Tx& tx, PersonId id, const std::string& role);

// Everything about the person but the row that names the author of what they wrote. Sessions have been ended before.
void erase(Tx& tx, PersonId id);

// Sign-ups that nobody has confirmed for 30 days: addresses of people who may never have asked.
void forget_unconfirmed(Tx& tx);

// Writes the folded name of everyone who has none. Harmless at any time.
void refresh_search(Tx& tx);

}  // namespace wasl::accounts::store
