#include "messaging/member.hpp"

#include "core/error.hpp"

namespace wasl::messaging::store {

namespace {
const storage::Statement kMember{"messaging.member", R"(
  select c.kind = 'direct', n.role, n.may_write, n.in_name, c.kind = 'question'
  from conversation_members n join conversations c on c.id = n.conversation_id
  where n.conversation_id = $1 and n.person_id = $2)"};
const storage::Statement kSpeaksFor{"messaging.speaks_for", R"(
  select c.organisation_id from conversation_members n join conversations c on c.id = n.conversation_id
  where n.conversation_id = $1 and n.person_id = $2 and n.in_name)"};
const storage::Statement kMayBeHeard{"messaging.may_be_heard", R"(
  select 1 from conversation_members where conversation_id = $1 and person_id = $2 and may_write)"};
}  // namespace

Member member(storage::Tx& tx, PersonId viewer, ConversationId id) {
  const auto found = tx.exec(kMember, id, viewer);
  require(!found.empty(), not_found("conversation"));
  return {viewer, found[0][0].as<bool>(), found[0][1].as<int>(), found[0][2].as<bool>(), found[0][3].as<bool>(),
          found[0][4].as<bool>()};
}

std::int64_t speaks_for(storage::Tx& tx, PersonId viewer, ConversationId id) {
  const auto found = tx.exec(kSpeaksFor, id, viewer);
  return found.empty() ? 0 : found[0][0].as<std::int64_t>();
}

bool may_be_heard(storage::Tx& tx, PersonId who, std::int64_t conversation) {
  return !tx.exec(kMayBeHeard, ConversationId{conversation}, who).empty();
}

}  // namespace wasl::messaging::store
