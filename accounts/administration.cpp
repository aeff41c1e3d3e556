// The part of the module that `wasl admin` uses.
#include "accounts/keys.hpp"
#include "accounts/module.hpp"
#include "accounts/session_store.hpp"
#include "accounts/store.hpp"
#include "accounts/token_store.hpp"
#include "core/crypto.hpp"
#include "core/error.hpp"

namespace wasl::accounts {

using storage::Tx;

namespace {

store::Person open(Tx& tx, const std::string& email) {
  auto person = store::lock(tx, policy::email(email));
  if (!person) throw not_found("person");
  return std::move(*person);
}

void check_role(const std::string& role) {
  require(policy::role(role) != router::kNoRole,
          invalid("role", "accounts.bad_role", "Roles are administrator, verifier, moderator and specialist."));
}

void end_sessions(Tx& tx, PersonId person, sessions::SignOuts& sign_outs) {
  tx.after_commit([&sign_outs, ended = store::end_all_sessions(tx, person)] { sign_outs.ended(ended); });
}

}  // namespace

PersonId Module::create_person(const std::string& name, const std::string& email, const std::string& language,
                               const std::string& password) {
  store::NewPerson person{policy::person_name(name), policy::email(email), language, "", true};
  policy::language(std::string_view(language));
  policy::check_password(password, person.email);
  person.password_hash = crypto::hash_password(password);
  const auto id = parts_.db.transact_now([&](Tx& tx) { return store::insert(tx, person); });
  if (!id) throw Refused(Code::kAlreadyExists, "accounts.email_taken", "This address has an account.").at("email");
  return *id;
}

void Module::set_password(const std::string& email, const std::string& password) {
  const auto address = policy::email(email);
  policy::check_password(password, address);
  const auto hash = crypto::hash_password(password);
  parts_.db.transact_now([&](Tx& tx) {
    const auto person = open(tx, email);
    store::set_password(tx, person.id, hash);
    store::confirm(tx, person.id);
    store::clear_failures(tx, keys::of_address(address, parts_.secret));
    end_sessions(tx, person.id, parts_.sign_outs);
  });
}

void Module::grant_role(const std::string& email, const std::string& role) {
  check_role(role);
  parts_.db.transact_now([&](Tx& tx) { store::grant_role(tx, open(tx, email).id, role); });
}

PersonId Module::revoke_role(const std::string& email, const std::string& role) {
  check_role(role);
  return parts_.db.transact_now([&](Tx& tx) {
    const auto person = open(tx, email);
    store::revoke_role(tx, person.id, role);
    end_sessions(tx, person.id, parts_.sign_outs);
    return person.id;
  });
}

}  // namespace wasl::accounts
