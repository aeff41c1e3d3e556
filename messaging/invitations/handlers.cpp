#include "messaging/invitations/handlers.hpp"

#include <map>

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/groups/events.hpp"
#include "messaging/groups/store.hpp"
#include "messaging/invitations/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging::invitations {

using storage::InDoubt;
using storage::Tx;

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.InvitationService", std::move(handlers));
  service.bind("CreateLink", &Handlers::create_link);
  service.bind("ListLinks", &Handlers::list_links);
  service.bind("RevokeLink", &Handlers::revoke_link);
  service.bind("LookAtLink", &Handlers::look_at_link);
  service.bind("JoinByLink", &Handlers::join_by_link);
  service.bind("ListJoinRequests", &Handlers::list_requests);
  service.bind("AnswerJoinRequest", &Handlers::answer_request);
}

groups::Group Handlers::held(Tx& tx, PersonId me, std::int64_t id) {
  auto group = groups::store::lock(tx, me, ConversationId{id});
  policy::may_invite(group);
  return group;
}

void Handlers::let_in(Tx& tx, PersonId who, const groups::Group& group, PersonId person) {
  if (groups::store::add(tx, group.id, {person}).empty()) return;
  groups::policy::fits(group.member_count + 1);
  groups::events::came(streams_, tx, who, group, {person}, true, who == person ? v1::Note::JOINED : v1::Note::ADDED);
}

Link Handlers::find(Tx& tx, const std::string& token, PersonId me) {
  auto link = store::find(tx, token);
  link.needs_approval = link.needs_approval || store::was_removed(tx, link.conversation, me) ||
                        !accounts::access::apart(tx, me, {link.creator}).empty();
  return link;
}

void Handlers::ask(Tx& tx, ConversationId id, PersonId person) {
  if (!store::ask(tx, id, person)) return;
  policy::few_enough_requests(groups::events::requests_changed(streams_, tx, id));
}

asio::awaitable<v1::CreateLinkResponse> Handlers::create_link(Context& context, const v1::CreateLinkRequest& request) {
  policy::valid_for(request.valid_hours());
  co_return co_await db_.transact([me = context.viewer.person, request](Tx& tx) {
    const auto group = held(tx, me, request.conversation_id());
    v1::CreateLinkResponse response;
    *response.mutable_link() = store::create(tx, group.id, me, request);
    policy::few_enough_links(store::links(tx, group.id).size());
    return response;
  });
}

asio::awaitable<v1::ListLinksResponse> Handlers::list_links(Context& context, const v1::ListLinksRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        policy::may_invite(groups::store::open(tx, me, id));
        v1::ListLinksResponse response;
        for (auto& link : store::links(tx, id)) *response.add_links() = std::move(link);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RevokeLinkResponse> Handlers::revoke_link(Context& context, const v1::RevokeLinkRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, request](Tx& tx) {
        const auto group = held(tx, me, request.conversation_id());
        store::revoke(tx, group.id, request.link_id());
        return v1::RevokeLinkResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::LookAtLinkResponse> Handlers::look_at_link(Context& context, const v1::LookAtLinkRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, token = request.token()](Tx& tx) {
        const auto link = find(tx, token, me);
        auto seen = store::look(tx, link, me);
        if (seen.standing() != v1::LINK_MEMBER) policy::works(link);
        return seen;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::JoinByLinkResponse> Handlers::join_by_link(Context& context, const v1::JoinByLinkRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, token = request.token()](Tx& tx) {
        const auto conversation = store::find(tx, token).conversation;
        const auto group = groups::store::lock_unseen(tx, conversation);
        const auto link = find(tx, token, me);  // as it stands now that nobody can change it
        const auto seen = store::look(tx, link, me);
        v1::JoinByLinkResponse response;
        response.set_conversation_id(raw(conversation));
        response.set_standing(v1::LINK_MEMBER);
        if (seen.standing() == v1::LINK_MEMBER) return response;
        policy::works(link);
        if (link.needs_approval) {
          response.set_standing(v1::LINK_ASKED);
          ask(tx, conversation, me);
          return response;
        }
        let_in(tx, me, group, me);
        if (groups::store::settle_requests(tx, conversation, {me})) groups::events::requests_changed(streams_, tx, conversation);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListJoinRequestsResponse> Handlers::list_requests(Context& context, const v1::ListJoinRequestsRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        policy::may_invite(groups::store::open(tx, me, id));
        std::map<std::int64_t, wasl::v1::PersonCard> cards;
        std::vector<PersonId> people;
        const auto askers = store::askers(tx, id);
        for (const auto& asker : askers) people.push_back(asker.person);
        for (auto& card : directory::access::person_cards(tx, people)) cards[card.id()] = std::move(card);
        v1::ListJoinRequestsResponse response;
        for (const auto& [person, asked_at_ms] : askers) {
          auto& entry = *response.add_requests();
          *entry.mutable_person() = cards[raw(person)];
          entry.mutable_person()->set_id(raw(person));
          entry.set_asked_at_ms(asked_at_ms);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::AnswerJoinRequestResponse> Handlers::answer_request(Context& context,
                                                                        const v1::AnswerJoinRequestRequest& request) {
  co_return co_await db_.transact([this, me = context.viewer.person, request](Tx& tx) {
    const auto group = held(tx, me, request.conversation_id());
    const PersonId person{request.person_id()};
    require(groups::store::settle_requests(tx, group.id, {person}),
            {Code::kFailedPrecondition, "invitations.not_asking", "This person does not ask any more."});
    if (request.accept()) let_in(tx, me, group, person);
    v1::AnswerJoinRequestResponse response;
    response.set_request_count(groups::events::requests_changed(streams_, tx, group.id));
    return response;
  });
}

}  // namespace wasl::messaging::invitations
