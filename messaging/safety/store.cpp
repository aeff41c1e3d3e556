#include "messaging/safety/store.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace wasl::messaging::store {

namespace {

using storage::Statement;

const Statement kLockRequest{"messaging.lock_request", R"(
  select c.creator_id, case when c.creator_id = c.direct_low then c.direct_high else c.direct_low end, c.request
  from conversations c join conversation_members n on n.conversation_id = c.id and n.person_id = $1
  where c.id = $2 and c.kind = 'direct' for update of c)"};
const Statement kSetRequest{"messaging.set_request", "update conversations set request = $2 where id = $1"};
const Statement kWaitingRequests{"messaging.waiting_requests", R"(
  select count(*) from conversations where creator_id = $1 and request = 1)"};
const Statement kAcquainted{"messaging.acquainted", R"(
  select p from unnest($2::bigint[]) p
  where exists (select from conversation_members b
                join conversation_members a on a.conversation_id = b.conversation_id and a.person_id = $1
                join conversations c on c.id = b.conversation_id and c.request = 0 and c.kind in ('direct', 'group')
                where b.person_id = p))"};
const Statement kWritesOnce{"messaging.writes_once", R"(
  update conversation_members n set writes_once = true from conversations c
  where c.id = $1 and n.conversation_id = c.id and n.person_id = c.creator_id)"};
const Statement kSettleRights{"messaging.settle_rights", R"(
  update conversation_members n
  set may_write = not $3::boolean and not c.closed and case c.request when 0 then true when 1 then n.writes_once else false end,
    writes_once = n.writes_once and c.request = 1
  from conversations c
  where c.direct_low = $1 and c.direct_high = $2 and n.conversation_id = c.id
  returning c.id)"};
const Statement kInsertReport{"messaging.insert_report", R"(
  insert into message_reports (reporter_id, conversation_id, "offset", author_id, reason, comment, text, content)
  select $1, $2, m."offset", m.author_id, $4, $5, m.text, m.content
  from messages m where m.conversation_id = $2 and m."offset" = $3
  on conflict do nothing)"};

}  // namespace

RequestRow lock_request(Tx& tx, PersonId viewer, ConversationId id) {
  const auto found = tx.exec(kLockRequest, viewer, id);
  require(!found.empty(), not_found("conversation"));
  return {PersonId{found[0][0].as<std::int64_t>()}, PersonId{found[0][1].as<std::int64_t>()}, static_cast<Request>(found[0][2].as<int>())};
}

void set_request(Tx& tx, ConversationId id, Request state) { tx.exec(kSetRequest, id, static_cast<int>(state)); }

int waiting_requests(Tx& tx, PersonId creator) { return tx.exec(kWaitingRequests, creator)[0][0].as<int>(); }

std::vector<PersonId> acquainted(Tx& tx, PersonId person, const std::vector<PersonId>& people) {
  std::vector<std::int64_t> ids;
  for (const auto p : people) ids.push_back(raw(p));
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kAcquainted, person, ids)) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

void start_request(Tx& tx, ConversationId id) {
  set_request(tx, id, Request::kWaiting);
  tx.exec(kWritesOnce, id);
}

std::optional<ConversationId> settle_rights(Tx& tx, PersonId a, PersonId b, bool apart) {
  const auto [low, high] = std::minmax({raw(a), raw(b)});
  const auto settled = tx.exec(kSettleRights, low, high, apart);
  if (settled.empty()) return std::nullopt;
  return ConversationId{settled[0][0].as<std::int64_t>()};
}

void insert_report(Tx& tx, PersonId reporter, ConversationId id, const v1::Message& message, const std::string& reason,
                   const std::string& comment) {
  tx.exec(kInsertReport, reporter, id, message.offset(), reason, comment);
}

}  // namespace wasl::messaging::store
