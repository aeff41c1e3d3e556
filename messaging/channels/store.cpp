#include "messaging/channels/store.hpp"

#include "core/error.hpp"

namespace wasl::messaging::channels::store {

using storage::Statement;

namespace {

const Statement kInsert{"messaging.insert_channel", R"(
  insert into conversations (kind, creator_id, client_id, organisation_id, title, description) values ('channel', $1, $2, $3, $4, $5)
  on conflict (creator_id, client_id) do nothing returning id)"};
const Statement kFind{"messaging.find_channel", R"(
  select id from conversations where creator_id = $1 and client_id = $2 and kind = 'channel' and organisation_id = $3)"};
const Statement kAddEditors{"messaging.add_editors", R"(
  insert into conversation_members (conversation_id, person_id, role)
  select c.id, p, case when c.creator_id = p then 2 else 1 end from conversations c, unnest($2::bigint[]) p where c.id = $1
  on conflict (conversation_id, person_id) do update set role = greatest(conversation_members.role, excluded.role), may_write = true)"};
const Statement kList{"messaging.list_channels", R"(
  select c.id, c.title, c.description, c.member_count,
    exists (select from conversation_members n where n.conversation_id = c.id and n.person_id = $1)
  from conversations c where c.kind = 'channel' and c.organisation_id = $2 order by c.id)"};
const Statement kOrganisation{"messaging.organisation_of_channel",
                              "select organisation_id from conversations where id = $1 and kind = 'channel'"};

}  // namespace

std::pair<ConversationId, bool> ensure(Tx& tx, const Fresh& channel) {
  const auto made =
      tx.exec(kInsert, channel.creator, channel.client_id, channel.organisation, channel.title, channel.description);
  if (!made.empty()) return {ConversationId{made[0][0].as<std::int64_t>()}, true};
  const auto found = tx.exec(kFind, channel.creator, channel.client_id, channel.organisation);
  require(!found.empty(), not_found("conversation"));
  return {ConversationId{found[0][0].as<std::int64_t>()}, false};
}

void add_editors(Tx& tx, ConversationId id, const std::vector<PersonId>& editors) {
  std::vector<std::int64_t> ids;
  for (const auto person : editors) ids.push_back(raw(person));
  tx.exec(kAddEditors, id, ids);
}


std::vector<v1::Channel> list(Tx& tx, PersonId viewer, OrganisationId organisation) {
  std::vector<v1::Channel> out;
  for (const auto& row : tx.exec(kList, viewer, organisation)) {
    auto& channel = out.emplace_back();
    channel.set_id(row[0].as<std::int64_t>());
    channel.set_title(row[1].c_str());
    channel.set_description(row[2].c_str());
    channel.set_member_count(row[3].as<std::uint32_t>());
    channel.set_following(row[4].as<bool>());
  }
  return out;
}

OrganisationId organisation_of(Tx& tx, ConversationId id) {
  const auto found = tx.exec(kOrganisation, id);
  require(!found.empty(), not_found("conversation"));
  return OrganisationId{found[0][0].as<std::int64_t>()};
}

}  // namespace wasl::messaging::channels::store
