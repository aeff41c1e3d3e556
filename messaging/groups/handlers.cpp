#include "messaging/groups/handlers.hpp"

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "media/access.hpp"
#include "messaging/cursor.hpp"
#include "messaging/groups/events.hpp"
#include "messaging/groups/leave.hpp"
#include "messaging/groups/policy.hpp"
#include "messaging/groups/store.hpp"
#include "messaging/policy.hpp"
#include "messaging/safety/reach.hpp"

namespace wasl::messaging::groups {

using storage::InDoubt;
using storage::Tx;

namespace {

v1::ListMembersResponse response_of(Tx& tx, const store::Listed& listed) {
  std::vector<PersonId> people;
  for (const auto& entry : listed.members) people.push_back(entry.person);
  std::map<std::int64_t, wasl::v1::PersonCard> cards;
  for (auto& card : directory::access::person_cards(tx, people)) cards[card.id()] = std::move(card);
  v1::ListMembersResponse response;
  for (const auto& entry : listed.members) {
    auto& member = *response.add_members();
    *member.mutable_person() = cards[raw(entry.person)];
    member.mutable_person()->set_id(raw(entry.person));
    member.set_role(entry.role);
    member.set_joined_at_ms(entry.joined_at_us / 1000);
  }
  if (listed.next) response.set_next_cursor(cursor::write(*listed.next));
  return response;
}

}  // namespace

asio::awaitable<v1::ChangeGroupResponse> Handlers::change_group(Context& context, const v1::ChangeGroupRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  std::optional<std::string> title, description;
  if (request.has_title()) title = messaging::policy::group_title(request.title());
  if (request.has_description()) description = policy::description(request.description());
  std::optional<std::int64_t> picture;
  if (request.has_picture_id()) picture = request.picture_id();
  co_return co_await db_.transact(
      [this, me, id, title, description, picture](Tx& tx) {
        const auto before = store::lock(tx, me, id);
        policy::may_describe(before);
        auto now = before;
        now.title = title.value_or(before.title);
        now.description = description.value_or(before.description);
        now.picture = picture.value_or(before.picture);
        if (now.picture != before.picture)
          media::access::set_picture(tx, me, {media::access::Subject::kConversation, raw(id)}, now.picture,
                                     media::access::Audience::kFollowers);
        if (now.title != before.title || now.description != before.description || now.picture != before.picture) {
          store::describe(tx, now);
          events::described(streams_, tx, me, before, now);
        }
        v1::ChangeGroupResponse response;
        response.set_title(now.title);
        response.set_description(now.description);
        response.set_picture_id(now.picture);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListMembersResponse> Handlers::list_members(Context& context, const v1::ListMembersRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const auto limit = messaging::policy::page_size(request.limit(), 50);
  const auto after = cursor::read(request.cursor());
  co_return co_await db_.transact(
      [me, id, limit, after](Tx& tx) {
        const auto group = store::open(tx, me, id);
        return response_of(tx, store::members(tx, id, after, limit, !policy::sees_members(group)));
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::AddMembersResponse> Handlers::add_members(Context& context, const v1::AddMembersRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const auto people = policy::added({request.person_ids().begin(), request.person_ids().end()});
  co_return co_await db_.transact(
      [this, me, id, people](Tx& tx) {
        const auto group = store::lock(tx, me, id);
        policy::may_add(group);
        require(accounts::access::existing(tx, people).size() == people.size(), not_found("person"));
        reach::require_acquainted(tx, me, store::absent(tx, id, people));
        const auto fresh = store::add(tx, id, people);
        const auto count = group.member_count + static_cast<std::uint32_t>(fresh.size());
        policy::fits(count);
        if (!fresh.empty()) events::came(streams_, tx, me, group, fresh, true, v1::Note::ADDED);
        if (store::settle_requests(tx, id, fresh)) events::requests_changed(streams_, tx, id);
        v1::AddMembersResponse response;
        response.set_member_count(count);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RemoveMemberResponse> Handlers::remove_member(Context& context, const v1::RemoveMemberRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const PersonId person{request.person_id()};
  co_return co_await db_.transact(
      [this, me, id, person](Tx& tx) {
        const auto group = store::lock(tx, me, id);
        const auto role = store::role_of(tx, id, person);
        policy::may_remove(group, role.value_or(v1::ROLE_MEMBER));
        if (role) {
          store::remove(tx, id, person);
          store::bar(tx, id, person);
          events::went(streams_, tx, me, group, person, v1::Note::REMOVED);
        }
        v1::RemoveMemberResponse response;
        response.set_member_count(group.member_count - (role ? 1 : 0));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::LeaveGroupResponse> Handlers::leave_group(Context& context, const v1::LeaveGroupRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact([this, me, id](Tx& tx) {
    const auto group = store::lock(tx, me, id);
    policy::may_leave(group);
    leave(streams_, tx, group, me);
    return v1::LeaveGroupResponse{};
  });
}

asio::awaitable<v1::SetRoleResponse> Handlers::set_role(Context& context, const v1::SetRoleRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const PersonId person{request.person_id()};
  require(v1::MemberRole_IsValid(request.role()), invalid("role", "groups.bad_role", "role must be one of MemberRole."));
  require(person != me, invalid("person_id", "groups.own_role", "The owner gives roles to others."));
  co_return co_await db_.transact(
      [this, me, id, person, role = request.role()](Tx& tx) {
        const auto group = store::lock(tx, me, id);
        policy::may_set_roles(group);
        const auto before = store::role_of(tx, id, person);
        require(before.has_value(), not_found("person"));
        if (*before == role) return v1::SetRoleResponse{};
        store::set_role(tx, id, person, role);
        if (role == v1::ROLE_OWNER) {
          store::set_role(tx, id, me, v1::ROLE_ADMINISTRATOR);
          events::owner_changed(streams_, tx, me, group, person, true);
        } else {
          events::role_given(streams_, tx, group, person, role);
        }
        events::requests_changed(streams_, tx, id);  // who has begun to lead does not know
        return v1::SetRoleResponse{};
      },
      InDoubt::kRefuse);
}

}  // namespace wasl::messaging::groups
