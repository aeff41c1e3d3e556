#include "messaging/invitations/store.hpp"

#include "core/crypto.hpp"
#include "core/error.hpp"

namespace wasl::messaging::invitations::store {

using storage::Statement;

namespace {

constexpr std::size_t kTokenBytes = 18;

#define WASL_LINK_COLUMNS                                                                                          \
  "id, token, needs_approval, case when expires_at = 'infinity' then 0 else (extract(epoch from expires_at) * 1000)::bigint end, " \
  "creator_id, (extract(epoch from created_at) * 1000)::bigint"
#define WASL_LINK_WORKS "revoked_at is null and expires_at > now()"

const Statement kCreate{"messaging.create_link", R"(
  insert into conversation_links (conversation_id, token, creator_id, needs_approval, expires_at)
  values ($1, $2, $3, $4, case $5::int when 0 then 'infinity' else now() + $5::int * interval '1 hour' end)
  returning )" WASL_LINK_COLUMNS};
const Statement kLinks{"messaging.links", "select " WASL_LINK_COLUMNS
                                          " from conversation_links where conversation_id = $1 and " WASL_LINK_WORKS " order by id desc"};
const Statement kRevoke{"messaging.revoke_link", R"(
  update conversation_links set revoked_at = coalesce(revoked_at, now()) where conversation_id = $1 and id = $2 returning 1)"};
const Statement kFind{"messaging.find_link", "select conversation_id, needs_approval, " WASL_LINK_WORKS
                                             ", creator_id from conversation_links where token = $1"};
const Statement kLook{"messaging.look_at_link", R"(
  select c.title, c.description, c.member_count,
    exists (select from conversation_members n where n.conversation_id = c.id and n.person_id = $2),
    exists (select from conversation_requests q where q.conversation_id = c.id and q.person_id = $2)
  from conversations c where c.id = $1)"};

const Statement kWasRemoved{"messaging.was_removed",
                            "select 1 from conversation_removals where conversation_id = $1 and person_id = $2"};

const Statement kAsk{"messaging.ask_to_join", R"(
  insert into conversation_requests (conversation_id, person_id) values ($1, $2) on conflict do nothing returning 1)"};
const Statement kAskers{"messaging.askers", R"(
  select person_id, (extract(epoch from asked_at) * 1000)::bigint from conversation_requests
  where conversation_id = $1 order by asked_at, person_id)"};

v1::InvitationLink link_of(const storage::Row& row) {
  v1::InvitationLink link;
  link.set_id(row[0].as<std::int64_t>());
  link.set_token(row[1].c_str());
  link.set_needs_approval(row[2].as<bool>());
  link.set_expires_at_ms(row[3].as<std::int64_t>());
  link.set_creator_id(row[4].as<std::int64_t>());
  link.set_created_at_ms(row[5].as<std::int64_t>());
  return link;
}

}  // namespace

v1::InvitationLink create(Tx& tx, ConversationId id, PersonId creator, const v1::CreateLinkRequest& request) {
  return link_of(tx.exec(kCreate, id, crypto::random_token(kTokenBytes), creator, request.needs_approval(), request.valid_hours())[0]);
}

std::vector<v1::InvitationLink> links(Tx& tx, ConversationId id) {
  std::vector<v1::InvitationLink> out;
  for (const auto& row : tx.exec(kLinks, id)) out.push_back(link_of(row));
  return out;
}

void revoke(Tx& tx, ConversationId id, std::int64_t link) {
  require(!tx.exec(kRevoke, id, link).empty(), not_found("link"));
}

Link find(Tx& tx, const std::string& token) {
  const auto found = tx.exec(kFind, token);
  require(!found.empty(), not_found("link"));
  return {ConversationId{found[0][0].as<std::int64_t>()}, found[0][1].as<bool>(), found[0][2].as<bool>(),
          PersonId{found[0][3].as<std::int64_t>()}};
}

bool was_removed(Tx& tx, ConversationId id, PersonId person) { return !tx.exec(kWasRemoved, id, person).empty(); }

v1::LookAtLinkResponse look(Tx& tx, const Link& link, PersonId viewer) {
  const auto row = tx.exec(kLook, link.conversation, viewer)[0];
  v1::LookAtLinkResponse seen;
  seen.set_conversation_id(raw(link.conversation));
  seen.set_title(row[0].c_str());
  seen.set_description(row[1].c_str());
  seen.set_member_count(row[2].as<std::uint32_t>());
  seen.set_needs_approval(link.needs_approval);
  if (row[4].as<bool>()) seen.set_standing(v1::LINK_ASKED);
  if (row[3].as<bool>()) seen.set_standing(v1::LINK_MEMBER);
  return seen;
}

bool ask(Tx& tx, ConversationId id, PersonId person) { return !tx.exec(kAsk, id, person).empty(); }

std::vector<Asker> askers(Tx& tx, ConversationId id) {
  std::vector<Asker> out;
  for (const auto& row : tx.exec(kAskers, id)) out.push_back({PersonId{row[0].as<std::int64_t>()}, row[1].as<std::int64_t>()});
  return out;
}

}  // namespace wasl::messaging::invitations::store
