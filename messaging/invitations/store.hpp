// The SQL of links and requests.
#pragma once
#include <string>
#include <vector>

#include "messaging/invitations/policy.hpp"
#include "storage/tx.hpp"

namespace wasl::messaging::invitations::store {

using storage::Tx;

v1::InvitationLink create(Tx& tx, ConversationId id, PersonId creator, const v1::CreateLinkRequest& request);
// Those that work, the newest first.
std::vector<v1::InvitationLink> links(Tx& tx, ConversationId id);
// Throws not_found when the group has no such link.
void revoke(Tx& tx, ConversationId id, std::int64_t link);
// Throws not_found when nobody has made it.
Link find(Tx& tx, const std::string& token);

// Whether the person was removed by whoever leads the group: the link alone does not bring them back.
bool was_removed(Tx& tx, ConversationId id, PersonId person);

// What a link tells to whoever holds it.
v1::LookAtLinkResponse look(Tx& tx, const Link& link, PersonId viewer);

// False: they asked already.
bool ask(Tx& tx, ConversationId id, PersonId person);
struct Asker {
  PersonId person;
  std::int64_t asked_at_ms;
};
std::vector<Asker> askers(Tx& tx, ConversationId id);

}  // namespace wasl::messaging::invitations::store
