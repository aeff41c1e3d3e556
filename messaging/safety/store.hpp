// Requests of strangers, rights in direct conversations, reports.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/messaging.pb.h"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::messaging::store {

using storage::Tx;

enum class Request : int { kNone = 0, kWaiting = 1, kRefused = 2 };

struct RequestRow {
  PersonId creator, other;
  Request state;
};

// Locks the conversation. Throws not_found unless the viewer is a member of this direct conversation.
RequestRow lock_request(Tx& tx, PersonId viewer, ConversationId id);
void set_request(Tx& tx, ConversationId id, Request state);
// Those that the person made and nobody has answered.
int waiting_requests(Tx& tx, PersonId creator);
// Those of `people` with whom the person shares a conversation that is no request.
std::vector<PersonId> acquainted(Tx& tx, PersonId person, const std::vector<PersonId>& people);

// The creator may write one message.
void start_request(Tx& tx, ConversationId id);
// Sets what the two of a direct conversation may do, by its request and by whether they are apart. Nothing when they
// have none; else the conversation.
std::optional<ConversationId> settle_rights(Tx& tx, PersonId a, PersonId b, bool apart);

void insert_report(Tx& tx, PersonId reporter, ConversationId id, const v1::Message& message, const std::string& reason,
                   const std::string& comment);

}  // namespace wasl::messaging::store
