#include "messaging/personal/store.hpp"

#include "core/error.hpp"

namespace wasl::messaging::store {

namespace {

using storage::Statement;

#define WASL_DRAFT_COLUMNS "conversation_id, text, reply_to, (extract(epoch from updated_at) * 1000)::bigint"
#define WASL_SCHEDULED_COLUMNS                                                                                 \
  "id, conversation_id, client_id, text, content, (extract(epoch from send_at) * 1000)::bigint, failure, author_id"

const Statement kSetDraft{"messaging.set_draft", R"(
  insert into drafts (person_id, conversation_id, text, reply_to) values ($1, $2, $3, $4)
  on conflict (person_id, conversation_id) do update
    set text = excluded.text, reply_to = excluded.reply_to,
      updated_at = greatest(clock_timestamp(), drafts.updated_at + interval '1 millisecond')
  returning )" WASL_DRAFT_COLUMNS};
const Statement kRemoveDraft{"messaging.remove_draft", R"(
  delete from drafts where person_id = $1 and conversation_id = $2
  returning (extract(epoch from greatest(clock_timestamp(), updated_at + interval '1 millisecond')) * 1000)::bigint)"};
const Statement kDrafts{"messaging.drafts", "select " WASL_DRAFT_COLUMNS R"(
  from drafts d where person_id = $1
    and exists (select from conversation_members n where n.conversation_id = d.conversation_id and n.person_id = $1)
  order by updated_at desc limit 200)"};

const Statement kWaitingScheduled{"messaging.waiting_scheduled",
                                  "select count(*) from scheduled_messages where author_id = $1"};
const Statement kInsertScheduled{"messaging.insert_scheduled", R"(
  insert into scheduled_messages (author_id, conversation_id, client_id, text, content, send_at)
  values ($1, $2, $3, $4, nullif($5::bytea, ''), to_timestamp($6::bigint / 1000.0))
  on conflict (author_id, client_id) do nothing returning )" WASL_SCHEDULED_COLUMNS};
const Statement kFindScheduled{"messaging.find_scheduled", "select " WASL_SCHEDULED_COLUMNS R"(
  from scheduled_messages where author_id = $1 and client_id = $2)"};
const Statement kScheduled{"messaging.scheduled", "select " WASL_SCHEDULED_COLUMNS R"(
  from scheduled_messages where author_id = $1 order by send_at, id limit 100)"};
const Statement kCancelScheduled{"messaging.cancel_scheduled", R"(
  delete from scheduled_messages where author_id = $1 and id = $2 and (taken_until is null or failure <> '')
  returning conversation_id)"};
const Statement kChangeScheduled{"messaging.change_scheduled", R"(
  update scheduled_messages set text = $3, send_at = to_timestamp($4::bigint / 1000.0), taken_until = null, failure = ''
  where author_id = $1 and id = $2 and (taken_until is null or failure <> '')
  returning )" WASL_SCHEDULED_COLUMNS};
const Statement kTakeDue{"messaging.take_due", R"(
  update scheduled_messages m set taken_until = now() + interval '1 minute'
  where id in (select id from scheduled_messages
               where failure = '' and send_at <= now() and (taken_until is null or taken_until < now())
                 and author_id in (select p.id from confirmed_people p)
               order by send_at limit $1 for update skip locked)
  returning )" WASL_SCHEDULED_COLUMNS};
const Statement kRemoveScheduled{"messaging.remove_scheduled", "delete from scheduled_messages where id = $1"};
const Statement kFailScheduled{"messaging.fail_scheduled", "update scheduled_messages set failure = $2 where id = $1"};

const Statement kHidesReceipts{"messaging.hides_receipts", "select 1 from receipts_hidden where person_id = $1"};
const Statement kHideReceipts{"messaging.hide_receipts",
                              "insert into receipts_hidden (person_id) values ($1) on conflict do nothing"};
const Statement kShowReceipts{"messaging.show_receipts", "delete from receipts_hidden where person_id = $1"};
const Statement kReceipts{"messaging.receipts", R"(
  select n.person_id, n.read_offset from conversation_members n join conversations c on c.id = n.conversation_id
  where n.conversation_id = $2 and n.person_id <> $1 and n.read_offset > 0
    and c.kind in ('direct', 'group') and (c.kind <> 'direct' or (c.request = 0 and n.may_write))
    and not exists (select from receipts_hidden h where h.person_id = n.person_id)
  order by n.read_offset desc, n.person_id limit 200)"};
const Statement kShowsReading{"messaging.shows_reading", R"(
  select not exists (select from receipts_hidden where person_id = $1)
    and exists (select from conversation_members n join conversations c on c.id = n.conversation_id
                where n.conversation_id = $2 and n.person_id = $1 and c.kind in ('direct', 'group') and (c.kind <> 'direct' or (c.request = 0 and n.may_write)))
    and (select count(*) from (select from conversation_members where conversation_id = $2 limit 51) few) <= 50)"};

v1::Draft draft(const storage::Row& row) {
  v1::Draft d;
  d.set_conversation_id(row[0].as<std::int64_t>());
  d.set_text(row[1].c_str());
  d.set_reply_to(row[2].as<std::int64_t>());
  d.set_updated_at_ms(row[3].as<std::int64_t>());
  return d;
}

v1::MessageContent content(const storage::Row& row) {
  v1::MessageContent c;
  if (!row[4].is_null()) c.ParseFromString(pqxx::binarystring(row[4]).str());
  return c;
}

v1::Scheduled scheduled_of(const storage::Row& row) {
  v1::Scheduled s;
  s.set_id(row[0].as<std::int64_t>());
  s.set_conversation_id(row[1].as<std::int64_t>());
  s.set_client_id(static_cast<std::uint64_t>(row[2].as<std::int64_t>()));
  s.set_text(row[3].c_str());
  s.set_reply_to(content(row).reply_to().offset());
  s.set_send_at_ms(row[5].as<std::int64_t>());
  s.set_failure(row[6].c_str());
  return s;
}

}  // namespace

v1::Draft set_draft(Tx& tx, PersonId person, ConversationId id, const std::string& text, Offset reply_to) {
  if (!text.empty()) return draft(tx.exec(kSetDraft, person, id, text, reply_to)[0]);
  v1::Draft none;
  none.set_conversation_id(raw(id));
  const auto removed = tx.exec(kRemoveDraft, person, id);
  if (!removed.empty()) none.set_updated_at_ms(removed[0][0].as<std::int64_t>());
  return none;
}

std::vector<v1::Draft> drafts(Tx& tx, PersonId person) {
  std::vector<v1::Draft> out;
  for (const auto& row : tx.exec(kDrafts, person)) out.push_back(draft(row));
  return out;
}

int waiting_scheduled(Tx& tx, PersonId author) { return tx.exec(kWaitingScheduled, author)[0][0].as<int>(); }

std::pair<v1::Scheduled, bool> ensure_scheduled(Tx& tx, const Outgoing& m, std::int64_t send_at_ms) {
  const auto content = m.content.SerializeAsString();
  const auto made = tx.exec(kInsertScheduled, m.author, m.conversation, m.client_id, m.text, pqxx::binarystring(content), send_at_ms);
  if (!made.empty()) return {scheduled_of(made[0]), true};
  return {scheduled_of(tx.exec(kFindScheduled, m.author, m.client_id).at(0)), false};
}

std::vector<v1::Scheduled> scheduled(Tx& tx, PersonId author) {
  std::vector<v1::Scheduled> out;
  for (const auto& row : tx.exec(kScheduled, author)) out.push_back(scheduled_of(row));
  return out;
}

std::optional<ConversationId> cancel_scheduled(Tx& tx, PersonId author, std::int64_t id) {
  const auto gone = tx.exec(kCancelScheduled, author, id);
  if (gone.empty()) return std::nullopt;
  return ConversationId{gone[0][0].as<std::int64_t>()};
}

std::optional<v1::Scheduled> change_scheduled(Tx& tx, PersonId author, std::int64_t id, const std::string& text, std::int64_t send_at_ms) {
  const auto changed = tx.exec(kChangeScheduled, author, id, text, send_at_ms);
  if (changed.empty()) return std::nullopt;
  return scheduled_of(changed[0]);
}

std::vector<Due> take_due(Tx& tx, int most) {
  std::vector<Due> out;
  for (const auto& row : tx.exec(kTakeDue, most))
    out.push_back({row[0].as<std::int64_t>(), {ConversationId{row[1].as<std::int64_t>()}, PersonId{row[7].as<std::int64_t>()},
                                               row[2].as<std::int64_t>(), row[3].c_str(), content(row)}});
  return out;
}

void remove_scheduled(Tx& tx, std::int64_t id) { tx.exec(kRemoveScheduled, id); }

void fail_scheduled(Tx& tx, std::int64_t id, const std::string& reason) { tx.exec(kFailScheduled, id, reason); }

bool hides_receipts(Tx& tx, PersonId person) { return !tx.exec(kHidesReceipts, person).empty(); }

void set_receipts_hidden(Tx& tx, PersonId person, bool hidden) { tx.exec(hidden ? kHideReceipts : kShowReceipts, person); }

std::vector<v1::Receipt> receipts(Tx& tx, PersonId viewer, ConversationId id) {
  std::vector<v1::Receipt> out;
  for (const auto& row : tx.exec(kReceipts, viewer, id)) {
    auto& receipt = out.emplace_back();
    receipt.set_person_id(row[0].as<std::int64_t>());
    receipt.set_read_offset(row[1].as<std::int64_t>());
  }
  return out;
}

bool shows_reading(Tx& tx, PersonId person, ConversationId id) { return tx.exec(kShowsReading, person, id)[0][0].as<bool>(); }

}  // namespace wasl::messaging::store
