#include "messaging/departures/store.hpp"

#include "messaging/rows.hpp"
#include "messaging/safety/store.hpp"

namespace wasl::messaging::departures::store {

using storage::Statement;

namespace {

const Statement kToLeave{"messaging.to_leave", R"(
  select n.conversation_id from conversation_members n join conversations c on c.id = n.conversation_id
  where n.person_id = $1 and not c.closed order by 1)"};
const Statement kAsked{"messaging.asked_to_join",
                       "select conversation_id from conversation_requests where person_id = $1 order by 1"};
const Statement kHold{"messaging.hold_to_leave", R"(
  select c.kind, c.creator_id, c.request, n.in_name, c.closed
  from conversations c join conversation_members n on n.conversation_id = c.id and n.person_id = $1
  where c.id = $2 for no key update of c)"};
const Statement kClose{"messaging.close", "update conversations set closed = true, request = $2 where id = $1"};
const Statement kSilence{"messaging.silence", R"(
  update conversation_members set may_write = false, writes_once = false where conversation_id = $1)"};
const Statement kUnset{"messaging.unset", R"(
  update conversation_members set archived = false, pinned_at = null, muted_until = null, marked_unread = false
  where conversation_id = $1 and person_id = $2)"};

const Statement kForgetDrafts{"messaging.forget_drafts", "delete from drafts where person_id = $1"};
const Statement kForgetScheduled{"messaging.forget_scheduled", "delete from scheduled_messages where author_id = $1"};
const Statement kForgetReceipts{"messaging.forget_receipts", "delete from receipts_hidden where person_id = $1"};
const Statement kForgetPresence{"messaging.forget_presence_of", "delete from presence where person_id = $1"};
const Statement kForgetHiding{"messaging.forget_hiding", "delete from presence_hidden where person_id = $1"};
const Statement kForgetRemovals{"messaging.forget_removals", "delete from conversation_removals where person_id = $1"};

std::vector<ConversationId> conversations_of(const storage::Result& found) {
  std::vector<ConversationId> out;
  for (const auto& row : found) out.push_back(ConversationId{row[0].as<std::int64_t>()});
  return out;
}

}  // namespace

std::vector<ConversationId> to_leave(Tx& tx, PersonId person) { return conversations_of(tx.exec(kToLeave, person)); }

std::vector<ConversationId> asked(Tx& tx, PersonId person) { return conversations_of(tx.exec(kAsked, person)); }

std::optional<Held> hold(Tx& tx, PersonId person, ConversationId id) {
  const auto found = tx.exec(kHold, person, id);
  if (found.empty()) return std::nullopt;
  const auto row = found[0];
  const auto waiting = row[2].as<int>() == static_cast<int>(messaging::store::Request::kWaiting);
  return Held{rows::conversation_kind(row[0].as<std::string>()), PersonId{row[1].as<std::int64_t>()}, waiting,
              row[3].as<bool>(), row[4].as<bool>()};
}

void close(Tx& tx, PersonId person, ConversationId id, bool refused) {
  const auto request = refused ? messaging::store::Request::kRefused : messaging::store::Request::kNone;
  tx.exec(kClose, id, static_cast<int>(request));
  tx.exec(kSilence, id);
  tx.exec(kUnset, id, person);
}

void forget_personal(Tx& tx, PersonId person) {
  for (const auto* statement :
       {&kForgetDrafts, &kForgetScheduled, &kForgetReceipts, &kForgetPresence, &kForgetHiding, &kForgetRemovals})
    tx.exec(*statement, person);
}

}  // namespace wasl::messaging::departures::store
