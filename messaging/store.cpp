#include "messaging/store.hpp"

#include <algorithm>
#include <set>

#include "core/crypto.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/compose.hpp"
#include "messaging/policy.hpp"
#include "messaging/rows.hpp"

namespace wasl::messaging::store {

using storage::Statement;

namespace {

const Statement kIsMember{"messaging.is_member",
                          "select 1 from conversation_members where conversation_id = $1 and person_id = $2"};

const Statement kMayWrite{"messaging.may_write",
                          "select may_write from conversation_members where conversation_id = $1 and person_id = $2"};

// What a member sees of conversations, as rows::conversation reads it. `page` holds the candidates.
#define WASL_CONVERSATION_VIEW                                                                                                                                              \
  R"(
  select c.id, c.kind, c.title, c.creator_id, (extract(epoch from c.created_at) * 1000)::bigint,
    coalesce(s.head, 0), me.read_offset,
    (select count(*) from (select 1 from messages u where u.conversation_id = c.id and u."offset" > me.read_offset
       and u.author_id <> $1 and u.deleted_at is null and not u.is_note limit 100) unread),
    c.member_count,
    array(select f.person_id from (select n.person_id, n.role from conversation_members n where n.conversation_id = c.id
      order by -n.role, n.joined_at, n.person_id limit 8) f where c.kind <> 'channel' or f.role > 0),
    (select count(*) from messages p where p.conversation_id = c.id and p.pinned_at is not null),
    (select count(*) from (select 1 from messages u where u.conversation_id = c.id and u."offset" > me.read_offset
       and u.mentions is not null and u.mentions && array[$1::bigint, 0] and u.author_id <> $1 and u.deleted_at is null limit 100) named),
    page.rank, page.activity, c.request, me.may_write, c.description, me.role, )" WASL_SETTINGS_COLUMNS                                                                     \
  R"(, coalesce(c.organisation_id, 0), me.in_name,
    case when me.role = 0 then 0 else (select count(*) from conversation_requests q where q.conversation_id = c.id) end, coalesce(c.picture_id, 0), )" WASL_MESSAGE_COLUMNS \
  R"(
  from page join conversations c on c.id = page.conversation_id
  join conversation_members me on me.conversation_id = c.id and me.person_id = $1
  left join streams s on s.kind = 2 and s.key = c.id
  left join lateral (select * from messages l where l.conversation_id = c.id order by l."offset" desc limit 1) m on true
  order by page.rank desc, page.activity desc, c.id desc)"

const Statement kOpen{"messaging.open_conversation", R"(
  with page as (select conversation_id, 0 as rank, 0::bigint as activity from conversation_members
                where person_id = $1 and conversation_id = $2))" WASL_CONVERSATION_VIEW};

const Statement kOpenSome{"messaging.open_conversations", R"(
  with page as (select id as conversation_id, 0 as rank, -position as activity
                from unnest($2::bigint[]) with ordinality t(id, position)))" WASL_CONVERSATION_VIEW};

const Statement kList{"messaging.list_conversations", R"(
  with page as (
    select n.conversation_id, a.rank, a.activity
    from conversation_members n join conversations c on c.id = n.conversation_id
    left join lateral (select l.sent_at from messages l where l.conversation_id = n.conversation_id
                       order by l."offset" desc limit 1) l on true
    cross join lateral (select (extract(epoch from coalesce(l.sent_at, c.created_at)) * 1000000)::bigint as activity,
      case when n.archived then 0 when n.pinned_at is null then 1 else 2 end as rank) a
    where n.person_id = $1 and (c.request <> 2 or c.creator_id = $1) and ($2::bigint is null or (a.rank, a.activity, n.conversation_id) < ($2, $3::bigint, $4::bigint))
    order by a.rank desc, a.activity desc, n.conversation_id desc limit $5))" WASL_CONVERSATION_VIEW};

constexpr int kRankColumn = 12, kActivityColumn = 13;

const Statement kInsertDirect{"messaging.insert_direct", R"(
  insert into conversations (kind, creator_id, direct_low, direct_high) values ('direct', $1, $2, $3)
  on conflict (direct_low, direct_high) do nothing returning id)"};
const Statement kFindDirect{"messaging.find_direct",
                            "select id from conversations where direct_low = $1 and direct_high = $2"};
const Statement kInsertGroup{"messaging.insert_group", R"(
  insert into conversations (kind, creator_id, client_id, title) values ('group', $1, $2, $3)
  on conflict (creator_id, client_id) do nothing returning id)"};
const Statement kFindGroup{"messaging.find_group",
                           "select id from conversations where creator_id = $1 and client_id = $2"};
const Statement kAddMembers{"messaging.add_members", R"(
  insert into conversation_members (conversation_id, person_id, role)
  select c.id, p, case when c.kind = 'group' and c.creator_id = p then 2 else 0 end
  from conversations c, unnest($2::bigint[]) p where c.id = $1
  on conflict do nothing)"};
const Statement kMembers{"messaging.members", R"(
  select n.person_id from conversation_members n join conversations c on c.id = n.conversation_id
  where n.conversation_id = $1 and (c.kind <> 'channel' or -n.role < 0) order by -n.role, n.joined_at, n.person_id limit $2)"};

const Statement kMessages{"messaging.list_messages", "select " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" < $2 order by m."offset" desc limit $3)"};
const Statement kMessagesFrom{"messaging.list_messages_from", "select " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" >= $2 order by m."offset" limit $3)"};
// Messages at or below lo were sent before; those at or above hi were not.
const Statement kFirstSince{"messaging.first_since", R"(
  with recursive step(lo, hi) as (
    select 0::bigint, head + 1 from streams where kind = 2 and key = $1
    union all
    select case when m.before then m."offset" else s.lo end, case when m.before then s.hi else s.mid end
    from (select lo, hi, (lo + hi) / 2 as mid from step where lo + 1 < hi) s
    left join lateral (select "offset", sent_at < to_timestamp($2::bigint / 1000.0) as before from messages
                       where conversation_id = $1 and "offset" >= s.mid order by "offset" limit 1) m on true)
  select m."offset" from (select hi from step where lo + 1 >= hi limit 1) s
  cross join lateral (select "offset" from messages where conversation_id = $1 and "offset" >= s.hi order by "offset" limit 1) m)"};
const Statement kMessage{"messaging.message", "select " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" = $2)"};
const Statement kSomeMessages{"messaging.some_messages", "select " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" = any($2::bigint[]) order by m."offset")"};
const Statement kHead{"messaging.head", "select head from streams where kind = 2 and key = $1"};

const Statement kLockMessage{"messaging.lock_message", "select " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m."offset" = $2 for update)"};
const Statement kSetText{"messaging.set_text", R"(
  update messages m set text = $3, edited_at = now(), edit_count = edit_count + 1, content = nullif($4, ''::bytea),
    mentions = nullif($5::bigint[], '{}') where conversation_id = $1 and "offset" = $2 returning )" WASL_MESSAGE_COLUMNS};
const Statement kMarkDeleted{"messaging.mark_deleted", R"(
  update messages m set text = '', content = null, reactions = null, pinned_at = null, mentions = null, deleted_at = now(), deleted_by = $3
  where conversation_id = $1 and "offset" = $2 returning )" WASL_MESSAGE_COLUMNS};

const Statement kInsertNote{"messaging.insert_note", R"(
  insert into messages (conversation_id, "offset", author_id, client_id, text, content, is_note)
  values ($1, $2, $3, $4, '', $5, true) returning (extract(epoch from sent_at) * 1000)::bigint)"};

const Statement kMoveMarker{"messaging.move_read_marker", R"(
  update conversation_members n set read_offset = least($3::bigint, s.head)
  from streams s
  where s.kind = 2 and s.key = $2 and n.conversation_id = $2 and n.person_id = $1 and n.read_offset < least($3::bigint, s.head)
  returning n.read_offset)"};
const Statement kMarker{"messaging.read_marker",
                        "select read_offset from conversation_members where person_id = $1 and conversation_id = $2"};

const Statement kMemberships{"messaging.memberships", R"(
  select conversation_id from conversation_members where person_id = $1 and conversation_id = any($2::bigint[]))"};
const Statement kRecords{"messaging.message_records", "select r.key, " WASL_MESSAGE_COLUMNS R"(
  from unnest($1::bigint[], $2::bigint[], $3::bigint[]) as r(key, after, upto)
  join messages m on m.conversation_id = r.key and m."offset" > r.after and m."offset" <= r.upto)"};

// The two statements of "make it, or find who was first".
std::pair<ConversationId, bool> made_or_found(const storage::Result& made,
                                              const std::function<storage::Result()>& find) {
  if (!made.empty()) return {ConversationId{made[0][0].as<std::int64_t>()}, true};
  return {ConversationId{find().at(0)[0].as<std::int64_t>()}, false};
}

}  // namespace

void require_member(Tx& tx, PersonId viewer, ConversationId id) {
  require(!tx.exec(kIsMember, id, viewer).empty(), not_found("conversation"));
}

void require_writer(Tx& tx, PersonId viewer, ConversationId id) {
  const auto found = tx.exec(kMayWrite, id, viewer);
  require(!found.empty(), not_found("conversation"));
  require(found[0][0].as<bool>(), policy::only_reads());
}

namespace {
void name_organisations(Tx& tx, const std::vector<v1::Conversation*>& conversations) {
  std::vector<std::int64_t> ids;
  for (const auto* c : conversations)
    if (c->organisation_id() != 0) ids.push_back(c->organisation_id());
  if (ids.empty()) return;
  const auto names = directory::access::organisation_names(tx, ids);
  for (auto* c : conversations)
    if (const auto it = names.find(c->organisation_id()); it != names.end()) *c->mutable_organisation_name() = it->second;
}
}  // namespace

v1::Conversation open(Tx& tx, PersonId viewer, ConversationId id) {
  const auto found = tx.exec(kOpen, viewer, id);
  require(!found.empty(), not_found("conversation"));
  auto conversation = rows::conversation(found[0], viewer);
  name_organisations(tx, {&conversation});
  return conversation;
}

std::vector<v1::Conversation> open_some(Tx& tx, PersonId viewer, const std::vector<ConversationId>& ids) {
  std::vector<std::int64_t> wanted;
  for (const auto id : ids) wanted.push_back(raw(id));
  std::vector<v1::Conversation> out;
  for (const auto& row : tx.exec(kOpenSome, viewer, wanted)) out.push_back(rows::conversation(row, viewer));
  std::vector<v1::Conversation*> listed;
  for (auto& conversation : out) listed.push_back(&conversation);
  name_organisations(tx, listed);
  return out;
}

std::pair<ConversationId, bool> ensure_direct(Tx& tx, PersonId creator, PersonId other) {
  const auto [low, high] = std::minmax({raw(creator), raw(other)});
  return made_or_found(tx.exec(kInsertDirect, creator, low, high),
                       [&, l = low, h = high] { return tx.exec(kFindDirect, l, h); });
}

std::pair<ConversationId, bool> ensure_group(Tx& tx, PersonId creator, std::int64_t client_id,
                                             const std::string& title) {
  return made_or_found(tx.exec(kInsertGroup, creator, client_id, title),
                       [&] { return tx.exec(kFindGroup, creator, client_id); });
}

void add_members(Tx& tx, ConversationId id, const std::vector<PersonId>& people) {
  std::vector<std::int64_t> ids;
  for (const auto person : people) ids.push_back(raw(person));
  tx.exec(kAddMembers, id, ids);
}

Listed list(Tx& tx, PersonId viewer, const std::optional<Cursor>& after, std::uint32_t limit) {
  std::optional<std::int64_t> rank;
  if (after) rank = after->rank;
  const auto from = after.value_or(Cursor{});
  const auto found = tx.exec(kList, viewer, rank, from.time_us, from.id, limit + 1);
  Listed out;
  for (const auto& row : found) {
    if (out.conversations.size() == limit) {
      const auto& last = found[static_cast<storage::Result::size_type>(limit) - 1];
      out.next = Cursor{last[kRankColumn].as<std::int64_t>(), last[kActivityColumn].as<std::int64_t>(), last[0].as<std::int64_t>()};
      break;
    }
    out.conversations.push_back(rows::conversation(row, viewer));
  }
  std::vector<v1::Conversation*> listed;
  for (auto& conversation : out.conversations) listed.push_back(&conversation);
  name_organisations(tx, listed);
  return out;
}

std::vector<PersonId> members(Tx& tx, ConversationId id, std::uint32_t limit) {
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kMembers, id, limit)) out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

std::vector<v1::Message> answered_by(Tx& tx, ConversationId id, const std::vector<v1::Message>& page) {
  std::set<Offset> wanted;
  for (const auto& m : page)
    if (m.content().has_reply_to()) wanted.insert(m.content().reply_to().offset());
  for (const auto& m : page) wanted.erase(m.offset());
  if (wanted.empty()) return {};
  std::vector<v1::Message> out;
  for (const auto& row : tx.exec(kSomeMessages, id, std::vector<Offset>(wanted.begin(), wanted.end())))
    out.push_back(rows::message(row, 0));
  return out;
}

Page messages(Tx& tx, ConversationId id, const Window& window) {
  Page page;
  // The position before the state: whatever comes between is in both, and applying it twice is harmless.
  const auto head = tx.exec(kHead, id);
  page.head = head.empty() ? 0 : head[0][0].as<Offset>();
  // One more than asked tells whether there are others.
  const auto read = [&](const Statement& statement, std::uint32_t limit, bool& others) {
    std::vector<v1::Message> out;
    for (const auto& row : tx.exec(statement, id, window.at, limit + 1)) out.push_back(rows::message(row, 0));
    others = out.size() > limit;
    if (others) out.pop_back();
    return out;
  };
  if (window.at < std::numeric_limits<Offset>::max()) page.messages = read(kMessagesFrom, window.newer, page.newer);
  std::ranges::reverse(page.messages);
  std::ranges::move(read(kMessages, window.older, page.more), std::back_inserter(page.messages));
  page.answered = answered_by(tx, id, page.messages);
  return page;
}

Offset first_since(Tx& tx, ConversationId id, std::int64_t ms) {
  const auto found = tx.exec(kFirstSince, id, ms);
  return found.empty() ? 0 : found[0][0].as<Offset>();
}

std::optional<v1::Message> message(Tx& tx, ConversationId id, Offset offset) {
  const auto found = tx.exec(kMessage, id, offset);
  return found.empty() ? std::nullopt : std::optional(rows::message(found[0], 0));
}

v1::Message lock_message(Tx& tx, PersonId viewer, ConversationId id, Offset offset) {
  require_member(tx, viewer, id);
  const auto found = tx.exec(kLockMessage, id, offset);
  require(!found.empty(), not_found("message"));
  return rows::message(found[0], 0);
}

v1::Message insert_note(Tx& tx, ConversationId id, Offset offset, PersonId author, const v1::Note& note) {
  v1::Message m;
  m.set_offset(offset);
  m.set_author_id(raw(author));
  m.set_client_id(crypto::random_number());
  *m.mutable_content()->mutable_note() = note;
  const auto content = m.content().SerializeAsString();
  const auto row =
      tx.exec(kInsertNote, id, offset, author, static_cast<std::int64_t>(m.client_id()), pqxx::binarystring(content));
  m.set_sent_at_ms(row[0][0].as<std::int64_t>());
  return m;
}

v1::Message set_text(Tx& tx, ConversationId id, Offset offset, const std::string& text, const v1::MessageContent& content) {
  const auto bytes = content.SerializeAsString();
  return rows::message(tx.exec(kSetText, id, offset, text, pqxx::binarystring(bytes), mentioned(content))[0], 0);
}

v1::Message mark_deleted(Tx& tx, ConversationId id, Offset offset, PersonId by) {
  return rows::message(tx.exec(kMarkDeleted, id, offset, by)[0], 0);
}

Marker move_read_marker(Tx& tx, PersonId viewer, ConversationId id, Offset to) {
  const auto moved = tx.exec(kMoveMarker, viewer, id, to);
  if (!moved.empty()) return {moved[0][0].as<Offset>(), true};
  const auto marker = tx.exec(kMarker, viewer, id);
  require(!marker.empty(), not_found("conversation"));
  return {marker[0][0].as<Offset>(), false};
}

std::vector<bool> memberships(Tx& tx, PersonId viewer, const std::vector<std::int64_t>& conversations) {
  std::set<std::int64_t> mine;
  for (const auto& row : tx.exec(kMemberships, viewer, conversations)) mine.insert(row[0].as<std::int64_t>());
  std::vector<bool> out;
  for (const auto id : conversations) out.push_back(mine.contains(id));
  return out;
}

std::vector<streams::StoredEvent> message_records(Tx& tx, const std::vector<streams::Range>& ranges) {
  std::vector<std::int64_t> keys, after, upto;
  for (const auto& r : ranges) {
    keys.push_back(r.key);
    after.push_back(r.after);
    upto.push_back(r.upto);
  }
  std::vector<streams::StoredEvent> out;
  for (const auto& row : tx.exec(kRecords, keys, after, upto)) {
    const auto message = rows::message(row, 1);
    out.push_back({row[0].as<std::int64_t>(), message.offset(), v1::EVENT_MESSAGE_SENT, message.SerializeAsString()});
  }
  return out;
}

}  // namespace wasl::messaging::store
