#include "messaging/groups/store.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "messaging/rows.hpp"

namespace wasl::messaging::groups::store {

using storage::Statement;

namespace {

const Statement kOpen{"messaging.open_group", R"(
  select c.kind, c.title, c.description, c.member_count, n.role, coalesce(c.picture_id, 0)
  from conversations c join conversation_members n on n.conversation_id = c.id and n.person_id = $1 where c.id = $2)"};
const Statement kOpenUnseen{
    "messaging.open_group_unseen",
    "select kind, title, description, member_count, 0, coalesce(picture_id, 0) from conversations where id = $1"};
// On its own: what is read after the lock is as the last holder left it.
const Statement kLock{"messaging.lock_group", "select 1 from conversations where id = $1 for no key update"};
const Statement kRole{"messaging.role",
                      "select role from conversation_members where conversation_id = $1 and person_id = $2"};
const Statement kHeir{"messaging.heir", R"(
  select person_id from conversation_members where conversation_id = $1 and person_id <> $2
  order by -role, joined_at, person_id limit 1)"};

const Statement kMembers{"messaging.list_members", R"(
  select person_id, role, (extract(epoch from joined_at) * 1000000)::bigint from conversation_members
  where conversation_id = $1 and (not $6::boolean or -role < 0) and ($2::int is null or
    (-role, joined_at, person_id) > (-$2::int, timestamptz 'epoch' + $3::bigint * interval '1 microsecond', $4::bigint))
  order by -role, joined_at, person_id limit $5)"};

const Statement kAbsent{"messaging.absent", R"(
  select p from unnest($2::bigint[]) p
  where not exists (select from conversation_members n where n.conversation_id = $1 and n.person_id = p) order by p)"};
const Statement kAdd{"messaging.add_to_group", R"(
  insert into conversation_members (conversation_id, person_id, may_write, read_offset)
  select $1, p, $3, coalesce((select head from streams where kind = 2 and key = $1), 0) from unnest($2::bigint[]) p
  on conflict do nothing returning person_id)"};
const Statement kRemove{"messaging.remove_member",
                        "delete from conversation_members where conversation_id = $1 and person_id = $2"};
const Statement kBar{"messaging.bar", R"(
  insert into conversation_removals (conversation_id, person_id) values ($1, $2) on conflict do nothing)"};
const Statement kUnbar{"messaging.unbar", R"(
  delete from conversation_removals where conversation_id = $1 and person_id = any($2::bigint[]))"};
const Statement kSetRole{"messaging.set_role",
                         "update conversation_members set role = $3 where conversation_id = $1 and person_id = $2"};
const Statement kDescribe{
    "messaging.describe_group",
    "update conversations set title = $2, description = $3, picture_id = nullif($4::bigint, 0) where id = $1"};
const Statement kLeaders{"messaging.leaders", R"(
  select person_id from conversation_members where conversation_id = $1 and -role < 0 order by person_id)"};
const Statement kRequestCount{"messaging.join_requests", "select count(*) from conversation_requests where conversation_id = $1"};
const Statement kSettle{"messaging.settle_requests", R"(
  delete from conversation_requests where conversation_id = $1 and person_id = any($2::bigint[]) returning 1)"};
const Statement kMemberCount{"messaging.member_count", "select member_count from conversations where id = $1"};

}  // namespace

namespace {
Group group_of(ConversationId id, const storage::Result& found) {
  require(!found.empty(), not_found("conversation"));
  const auto row = found[0];
  return {id,
          rows::conversation_kind(row[0].as<std::string>()),
          row[1].c_str(),
          row[2].c_str(),
          row[3].as<std::uint32_t>(),
          static_cast<v1::MemberRole>(row[4].as<int>()),
          row[5].as<std::int64_t>()};
}
}  // namespace

Group open(Tx& tx, PersonId viewer, ConversationId id) { return group_of(id, tx.exec(kOpen, viewer, id)); }

Group lock(Tx& tx, PersonId viewer, ConversationId id) {
  tx.exec(kLock, id);
  return open(tx, viewer, id);
}

Group lock_unseen(Tx& tx, ConversationId id) {
  tx.exec(kLock, id);
  return group_of(id, tx.exec(kOpenUnseen, id));
}

std::optional<v1::MemberRole> role_of(Tx& tx, ConversationId id, PersonId person) {
  const auto found = tx.exec(kRole, id, person);
  if (found.empty()) return std::nullopt;
  return static_cast<v1::MemberRole>(found[0][0].as<int>());
}

std::optional<PersonId> heir(Tx& tx, ConversationId id, PersonId leaver) {
  const auto found = tx.exec(kHeir, id, leaver);
  if (found.empty()) return std::nullopt;
  return PersonId{found[0][0].as<std::int64_t>()};
}

Listed members(Tx& tx, ConversationId id, const std::optional<Cursor>& after, std::uint32_t limit, bool leading_only) {
  std::optional<std::int64_t> rank;
  if (after) rank = after->rank;
  const auto from = after.value_or(Cursor{});
  Listed out;
  for (const auto& row : tx.exec(kMembers, id, rank, from.time_us, from.id, limit + 1, leading_only)) {
    if (out.members.size() == limit) {
      const auto& last = out.members.back();
      out.next = Cursor{last.role, last.joined_at_us, raw(last.person)};
      break;
    }
    out.members.push_back({PersonId{row[0].as<std::int64_t>()}, static_cast<v1::MemberRole>(row[1].as<int>()),
                           row[2].as<std::int64_t>()});
  }
  return out;
}

namespace {

std::vector<std::int64_t> raw_ids(const std::vector<PersonId>& people) {
  std::vector<std::int64_t> ids;
  for (const auto person : people) ids.push_back(raw(person));
  return ids;
}

std::vector<PersonId> people_of(const storage::Result& found) {
  std::vector<PersonId> people;
  for (const auto& row : found) people.push_back(PersonId{row[0].as<std::int64_t>()});
  std::ranges::sort(people);
  return people;
}

}  // namespace

std::vector<PersonId> absent(Tx& tx, ConversationId id, const std::vector<PersonId>& people) {
  return people_of(tx.exec(kAbsent, id, raw_ids(people)));
}

std::vector<PersonId> add(Tx& tx, ConversationId id, const std::vector<PersonId>& people, bool may_write) {
  tx.exec(kUnbar, id, raw_ids(people));
  return people_of(tx.exec(kAdd, id, raw_ids(people), may_write));
}

void remove(Tx& tx, ConversationId id, PersonId person) { tx.exec(kRemove, id, person); }

void bar(Tx& tx, ConversationId id, PersonId person) { tx.exec(kBar, id, person); }

void set_role(Tx& tx, ConversationId id, PersonId person, v1::MemberRole role) {
  tx.exec(kSetRole, id, person, static_cast<int>(role));
}

void describe(Tx& tx, const Group& group) {
  tx.exec(kDescribe, group.id, group.title, group.description, group.picture);
}

std::uint32_t member_count(Tx& tx, ConversationId id) { return tx.exec(kMemberCount, id)[0][0].as<std::uint32_t>(); }

std::vector<PersonId> leaders(Tx& tx, ConversationId id) { return people_of(tx.exec(kLeaders, id)); }

std::uint32_t request_count(Tx& tx, ConversationId id) { return tx.exec(kRequestCount, id)[0][0].as<std::uint32_t>(); }

bool settle_requests(Tx& tx, ConversationId id, const std::vector<PersonId>& people) {
  return !tx.exec(kSettle, id, raw_ids(people)).empty();
}

}  // namespace wasl::messaging::groups::store
