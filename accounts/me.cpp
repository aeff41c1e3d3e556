#include "accounts/me.hpp"

#include "accounts/policy.hpp"
#include "accounts/store.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"

namespace wasl::accounts {

v1::Me me_of(storage::Tx& tx, PersonId id, SessionId session) {
  const auto person = store::get(tx, id);
  auto cards = directory::access::person_cards(tx, {id});
  if (cards.empty()) throw not_found("person");
  v1::Me me;
  *me.mutable_card() = std::move(cards.front());
  me.set_email(person.email);
  me.set_language(policy::language(std::string_view(person.language)));
  for (auto& role : store::roles(tx, id)) me.add_roles(std::move(role));
  me.set_session_id(raw(session));
  return me;
}

}  // namespace wasl::accounts
