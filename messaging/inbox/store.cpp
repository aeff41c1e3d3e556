#include "messaging/inbox/store.hpp"

#include <algorithm>

namespace wasl::messaging::inbox::store {

using storage::Statement;

namespace {

const Statement kHoldSeats{"messaging.hold_seats",
                           "select pg_advisory_xact_lock_shared(hashtextextended('wasl.seats', $1::bigint))"};
const Statement kHoldSeatsAlone{"messaging.hold_seats_alone",
                                "select pg_advisory_xact_lock(hashtextextended('wasl.seats', $1::bigint))"};

const Statement kFind{"messaging.find_with_organisation", R"(
  select id from conversations where kind = 'organisation' and organisation_id = $2 and creator_id = $1)"};
const Statement kInsert{"messaging.insert_with_organisation", R"(
  insert into conversations (kind, creator_id, organisation_id) values ('organisation', $1, $2)
  on conflict (organisation_id, creator_id) where kind = 'organisation' do nothing returning id)"};
const Statement kAddEditors{"messaging.add_in_name", R"(
  insert into conversation_members (conversation_id, person_id, in_name, may_write, read_offset)
  select c.id, p, true, not c.closed, coalesce(s.head, 0)
  from conversations c cross join unnest($2::bigint[]) p left join streams s on s.kind = 2 and s.key = c.id
  where c.id = any($1::bigint[])
  on conflict do nothing)"};
const Statement kOpenedLately{"messaging.opened_lately", R"(
  select count(*), coalesce((extract(epoch from min(created_at) + interval '1 day' - now()) * 1000)::bigint, 0)
  from conversations where creator_id = $1 and kind = 'organisation' and created_at > now() - interval '1 day')"};

// What the viewer answers ($1), of one organisation or all ($2).
#define WASL_INBOX \
  R"(
  with inbox as (
    select c.id, c.done_offset, coalesce(c.assignee_id, 0) as assignee, l.at,
      not c.closed and l.author_id = c.creator_id and l."offset" > c.done_offset as waiting
    from conversation_members n join conversations c on c.id = n.conversation_id and c.kind = 'organisation'
    cross join lateral (
      select m."offset", m.author_id, (extract(epoch from m.sent_at) * 1000000)::bigint as at from messages m
      where m.conversation_id = c.id and not m.is_note and m.deleted_at is null order by m."offset" desc limit 1) l
    where n.person_id = $1 and n.in_name and ($2::bigint = 0 or c.organisation_id = $2)))"

const Statement kList{"messaging.list_inbox", WASL_INBOX R"(
  select waiting, done_offset, assignee, id, at from inbox
  where case $3::int when 1 then waiting when 2 then assignee = $1 when 3 then not waiting else true end
    and ($4::bigint is null or (at, id) < ($4, $5::bigint))
  order by at desc, id desc limit $6)"};
const Statement kCounts{"messaging.count_inbox", WASL_INBOX R"(
  select count(*), count(*) filter (where waiting), count(*) filter (where assignee = $1) from inbox)"};

const Statement kState{"messaging.inbox_state", R"(
  select coalesce(not c.closed and l.author_id = c.creator_id and l."offset" > c.done_offset, false), c.done_offset, coalesce(c.assignee_id, 0)
  from conversations c left join lateral (
    select m."offset", m.author_id from messages m
    where m.conversation_id = c.id and not m.is_note and m.deleted_at is null order by m."offset" desc limit 1) l on true
  where c.id = $1)"};
const Statement kAnswers{"messaging.answers", R"(
  select 1 from conversation_members where conversation_id = $1 and person_id = $2 and in_name)"};
// The mark only goes up, or is taken away.
const Statement kSetDone{"messaging.set_done", R"(
  update conversations c set done_offset = least($2, s.head) from streams s
  where c.id = $1 and s.kind = 2 and s.key = $1
    and case $2::bigint when 0 then c.done_offset <> 0 else c.done_offset < least($2, s.head) end
  returning 1)"};
const Statement kSetAssignee{"messaging.set_assignee", R"(
  update conversations set assignee_id = nullif($2::bigint, 0) where id = $1 and assignee_id is distinct from nullif($2::bigint, 0)
  returning 1)"};

const Statement kInboxesToJoin{"messaging.inboxes_to_join", R"(
  select c.id from conversations c where c.kind = 'organisation' and c.organisation_id = $1
    and not exists (select from conversation_members n where n.conversation_id = c.id and n.person_id = $2)
  order by c.id limit $3)"};
const Statement kInboxesToLeave{"messaging.inboxes_to_leave", R"(
  select c.id from conversation_members n join conversations c on c.id = n.conversation_id and c.organisation_id = $1
  where n.person_id = $2 and n.in_name order by c.id limit $3)"};
const Statement kChannelsToLead{"messaging.channels_to_lead", R"(
  select c.id from conversations c left join conversation_members n on n.conversation_id = c.id and n.person_id = $2
  where c.kind = 'channel' and c.organisation_id = $1 and (n.person_id is null or n.role = 0 or not n.may_write)
  order by c.id limit $3)"};
const Statement kChannelsToCede{"messaging.channels_to_cede", R"(
  select c.id from conversations c join conversation_members n on n.conversation_id = c.id and n.person_id = $2
  where c.kind = 'channel' and c.organisation_id = $1 and (n.role > 0 or n.may_write) order by c.id limit $3)"};
const Statement kLock{"messaging.lock_conversations",
                      "select 1 from conversations where id = any($1::bigint[]) order by id for no key update"};
const Statement kLeave{
    "messaging.leave_inboxes",
    "delete from conversation_members where conversation_id = any($1::bigint[]) and person_id = $2 and in_name"};
const Statement kGiveBack{"messaging.give_back", R"(
  update conversations set assignee_id = null where id in (
    select id from conversations where kind = 'organisation' and organisation_id = $1 and assignee_id = $2
    order by id limit $3 for no key update)
  returning id)"};
const Statement kCede{"messaging.cede_channels", R"(
  update conversation_members set role = 0, may_write = false where conversation_id = any($1::bigint[]) and person_id = $2)"};

template <class Id>
std::vector<std::int64_t> raw_ids(const std::vector<Id>& ids) {
  std::vector<std::int64_t> out;
  for (const auto id : ids) out.push_back(raw(id));
  return out;
}

std::vector<ConversationId> conversations(const storage::Result& found) {
  std::vector<ConversationId> out;
  for (const auto& row : found) out.push_back(ConversationId{row[0].as<std::int64_t>()});
  return out;
}

v1::InboxState state_of(const storage::Row& row) {
  v1::InboxState state;
  state.set_waiting(row[0].as<bool>());
  state.set_done_offset(row[1].as<Offset>());
  state.set_assignee_id(row[2].as<std::int64_t>());
  return state;
}

}  // namespace

void hold_seats(Tx& tx, OrganisationId organisation) { tx.exec(kHoldSeats, organisation); }

void hold_seats_alone(Tx& tx, OrganisationId organisation) { tx.exec(kHoldSeatsAlone, organisation); }

std::optional<ConversationId> find(Tx& tx, PersonId outside, OrganisationId organisation) {
  const auto found = tx.exec(kFind, outside, organisation);
  if (found.empty()) return std::nullopt;
  return ConversationId{found[0][0].as<std::int64_t>()};
}

std::pair<ConversationId, bool> ensure(Tx& tx, PersonId outside, OrganisationId organisation) {
  const auto made = tx.exec(kInsert, outside, organisation);
  if (!made.empty()) return {ConversationId{made[0][0].as<std::int64_t>()}, true};
  return {find(tx, outside, organisation).value(), false};
}

void add_editors(Tx& tx, const std::vector<ConversationId>& conversations, const std::vector<PersonId>& editors) {
  tx.exec(kAddEditors, raw_ids(conversations), raw_ids(editors));
}

Opened opened_lately(Tx& tx, PersonId outside) {
  const auto row = tx.exec(kOpenedLately, outside)[0];
  return {row[0].as<int>(), std::chrono::milliseconds(row[1].as<std::int64_t>())};
}

Listed list(Tx& tx, PersonId viewer, OrganisationId organisation, v1::InboxFilter filter,
            const std::optional<Cursor>& after, std::uint32_t limit) {
  std::optional<std::int64_t> time_us;
  if (after) time_us = after->time_us;
  const auto from = after.value_or(Cursor{});
  Listed out;
  std::int64_t last_us = 0;
  for (const auto& row : tx.exec(kList, viewer, organisation, static_cast<int>(filter), time_us, from.id, limit + 1)) {
    if (out.entries.size() == limit) {
      out.next = Cursor{0, last_us, raw(out.entries.back().first)};
      break;
    }
    out.entries.emplace_back(ConversationId{row[3].as<std::int64_t>()}, state_of(row));
    last_us = row[4].as<std::int64_t>();
  }
  return out;
}

Counts counts(Tx& tx, PersonId viewer, OrganisationId organisation) {
  const auto row = tx.exec(kCounts, viewer, organisation)[0];
  return {row[0].as<std::uint32_t>(), row[1].as<std::uint32_t>(), row[2].as<std::uint32_t>()};
}

bool answers(Tx& tx, ConversationId id, PersonId person) { return !tx.exec(kAnswers, id, person).empty(); }

v1::InboxState state(Tx& tx, ConversationId id) { return state_of(tx.exec(kState, id)[0]); }

bool set_done(Tx& tx, ConversationId id, Offset offset) { return !tx.exec(kSetDone, id, offset).empty(); }

bool set_assignee(Tx& tx, ConversationId id, std::optional<PersonId> assignee) {
  return !tx.exec(kSetAssignee, id, assignee ? raw(*assignee) : std::int64_t{0}).empty();
}

std::vector<ConversationId> inboxes_to_join(Tx& tx, OrganisationId organisation, PersonId person, int limit) {
  return conversations(tx.exec(kInboxesToJoin, organisation, person, limit));
}

std::vector<ConversationId> inboxes_to_leave(Tx& tx, OrganisationId organisation, PersonId person, int limit) {
  return conversations(tx.exec(kInboxesToLeave, organisation, person, limit));
}

std::vector<ConversationId> channels_to_lead(Tx& tx, OrganisationId organisation, PersonId person, int limit) {
  return conversations(tx.exec(kChannelsToLead, organisation, person, limit));
}

std::vector<ConversationId> channels_to_cede(Tx& tx, OrganisationId organisation, PersonId person, int limit) {
  return conversations(tx.exec(kChannelsToCede, organisation, person, limit));
}

void lock(Tx& tx, const std::vector<ConversationId>& conversations) { tx.exec(kLock, raw_ids(conversations)); }

void leave(Tx& tx, const std::vector<ConversationId>& inboxes, PersonId person) {
  tx.exec(kLeave, raw_ids(inboxes), person);
}

std::vector<ConversationId> give_back(Tx& tx, OrganisationId organisation, PersonId person, int limit) {
  auto given_back = conversations(tx.exec(kGiveBack, organisation, person, limit));
  std::ranges::sort(given_back);
  return given_back;
}

void cede(Tx& tx, const std::vector<ConversationId>& channels, PersonId person) {
  tx.exec(kCede, raw_ids(channels), person);
}

}  // namespace wasl::messaging::inbox::store
