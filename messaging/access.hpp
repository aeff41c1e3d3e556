// Messaging's read-only door for other modules.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/messaging.pb.h"
#include "wasl/messaging/v1/personal.pb.h"

namespace wasl::messaging::access {

// As the viewer sees it. Throws not_found to whoever is not a member.
v1::Conversation conversation(storage::Tx& tx, PersonId viewer, ConversationId id);
// All that the person is a member of, the oldest first.
std::vector<ConversationId> conversations(storage::Tx& tx, PersonId person);
std::vector<PersonId> members(storage::Tx& tx, ConversationId id, std::uint32_t limit);
// Oldest first, above that offset.
std::vector<v1::Message> messages(storage::Tx& tx, ConversationId id, Offset after, std::uint32_t limit);

struct Personal {
  std::vector<v1::Draft> drafts;
  std::vector<v1::Scheduled> scheduled;
  bool receipts_hidden;
};
Personal personal(storage::Tx& tx, PersonId person);

}  // namespace wasl::messaging::access
