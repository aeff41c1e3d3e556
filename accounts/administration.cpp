// The part of the module that `wasl admin` uses.
#include "accounts/keys.hpp"
#include "accounts/module.hpp"
#include "accounts/session_store.hpp"
#include "accounts/store.hpp"
#include "accounts/team/keeper.hpp"
#include "accounts/team/policy.hpp"
#include "accounts/token_store.hpp"
#include "audit/access.hpp"
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

// Whoever holds the administrators does so before the person.
PersonId find(Tx& tx, const std::string& email) {
  const auto person = store::find(tx, policy::email(email));
  if (!person) throw not_found("person");
  return person->id;
}

// By the command line.
void record(Tx& tx, const char* act, PersonId person) {
  audit::access::record(tx, {PersonId{}, act, audit::access::Target::kPerson, raw(person)});
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
  const auto id = parts_.db.transact_now([&](Tx& tx) {
    const auto made = store::insert(tx, person);
    if (made) record(tx, "person_created", *made);
    return made;
  });
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
    record(tx, "password_set", person.id);
  });
}

void Module::grant_role(const std::string& email, const std::string& role, const std::string& reason) {
  team::policy::is_role(role);
  parts_.db.transact_now(
      [&, why = audit::access::reason(reason)](Tx& tx) { keeper_->grant(tx, PersonId{}, find(tx, email), role, why); });
}

PersonId Module::revoke_role(const std::string& email, const std::string& role, const std::string& reason) {
  team::policy::is_role(role);
  return parts_.db.transact_now([&, why = audit::access::reason(reason)](Tx& tx) {
    const auto person = find(tx, email);
    keeper_->revoke(tx, PersonId{}, person, role, why);
    return person;
  });
}

PersonId Module::suspend_person(const std::string& email, const std::string& reason) {
  return parts_.db.transact_now([&, why = audit::access::reason(reason)](Tx& tx) {
    const auto person = find(tx, email);
    keeper_->suspend(tx, PersonId{}, person, why, 0);
    return person;
  });
}

void Module::lift_suspension(const std::string& email, const std::string& reason) {
  parts_.db.transact_now(
      [&, why = audit::access::reason(reason)](Tx& tx) { keeper_->restore(tx, PersonId{}, find(tx, email), why); });
}

}  // namespace wasl::accounts
