// The SQL of seats. Changes are made while the organisation is held.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "directory/seats/policy.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::seats::store {

using storage::Tx;

Counts counts(Tx& tx, OrganisationId id);
v1::SeatRole role(Tx& tx, OrganisationId id, PersonId person);

void put(Tx& tx, OrganisationId id, PersonId person, v1::SeatRole role);
void remove(Tx& tx, OrganisationId id, PersonId person);
// Nobody owns it any more, or somebody does again.
void set_orphaned(Tx& tx, OrganisationId id, bool orphaned);

void ask(Tx& tx, OrganisationId id, PersonId person, const std::string& text);
// Whether the person has asked.
bool settle(Tx& tx, OrganisationId id, PersonId person);
// How many requests of theirs wait.
int asked_by(Tx& tx, PersonId person);
bool has_asked(Tx& tx, OrganisationId id, PersonId person);
struct Asker {
  PersonId person{};
  std::string text;
  std::int64_t asked_at_ms = 0;
};
std::vector<Asker> askers(Tx& tx, OrganisationId id);

struct NewInvitation {
  OrganisationId organisation{};
  std::string token_hash, email;  // email empty: a link
  v1::SeatRole role{};
  PersonId creator{};
  unsigned hours = 0;
};
std::int64_t invite(Tx& tx, const NewInvitation& invitation);
struct Invited {
  v1::SeatInvitation invitation;  // without its creator
  PersonId creator{};
};
std::vector<Invited> invitations(Tx& tx, OrganisationId id);
bool revoke(Tx& tx, OrganisationId id, std::int64_t invitation);
void revoke_all_of(Tx& tx, OrganisationId id, PersonId creator);
// As this person finds it: an invitation from before their seat was taken away does not work for them.
std::optional<Invitation> find(Tx& tx, const std::string& token_hash, PersonId person);
void use(Tx& tx, std::int64_t invitation, PersonId person);

struct Mails {
  int by_person = 0, to_address = 0;  // in a day
};
Mails mails(Tx& tx, PersonId creator, const std::string& email);

}  // namespace wasl::directory::seats::store
