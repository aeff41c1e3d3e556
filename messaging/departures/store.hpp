// The SQL of what people leave behind.
#pragma once
#include <vector>

#include "messaging/store.hpp"

namespace wasl::messaging::departures::store {

using storage::Tx;

// Conversations that have not heard of it yet, in ascending order.
std::vector<ConversationId> to_leave(Tx& tx, PersonId person);
// Where the person asks to be let in.
std::vector<ConversationId> asked(Tx& tx, PersonId person);

struct Held {
  v1::ConversationKind kind = v1::CONVERSATION_UNSPECIFIED;
  PersonId creator{};
  bool waiting = false;  // a stranger's request that has not been answered
  bool in_name = false;  // the person takes part in an organisation's name
  bool closed = false;
};
// Locks it; none: the person is no member.
std::optional<Held> hold(Tx& tx, PersonId person, ConversationId id);

// Nobody writes there from now on; a request that waited is settled, `refused` or not. What the person had set goes.
void close(Tx& tx, PersonId person, ConversationId id, bool refused);

// Drafts, scheduled messages, presence, settings.
void forget_personal(Tx& tx, PersonId person);

}  // namespace wasl::messaging::departures::store
