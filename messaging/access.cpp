#include "messaging/access.hpp"

#include <algorithm>

#include "messaging/personal/store.hpp"
#include "messaging/store.hpp"

namespace wasl::messaging::access {

namespace {
const storage::Statement kConversations{"messaging.conversations_of", R"(
  select conversation_id from conversation_members n join conversations c on c.id = n.conversation_id
  where n.person_id = $1 and (c.request <> 2 or c.creator_id = $1) order by 1)"};
}  // namespace

v1::Conversation conversation(storage::Tx& tx, PersonId viewer, ConversationId id) {
  return store::open(tx, viewer, id);
}

std::vector<ConversationId> conversations(storage::Tx& tx, PersonId person) {
  std::vector<ConversationId> out;
  for (const auto& row : tx.exec(kConversations, person)) out.push_back(ConversationId{row[0].as<std::int64_t>()});
  return out;
}

std::vector<PersonId> members(storage::Tx& tx, ConversationId id, std::uint32_t limit) {
  return store::members(tx, id, limit);
}

std::vector<v1::Message> messages(storage::Tx& tx, ConversationId id, Offset after, std::uint32_t limit) {
  auto page = store::messages(tx, id, {after + 1, 0, limit}).messages;
  std::ranges::reverse(page);
  return page;
}

Personal personal(storage::Tx& tx, PersonId person) {
  return {store::drafts(tx, person), store::scheduled(tx, person), store::hides_receipts(tx, person)};
}

}  // namespace wasl::messaging::access
