#include "messaging/channels/handlers.hpp"

#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/channels/policy.hpp"
#include "messaging/channels/store.hpp"
#include "messaging/events.hpp"
#include "messaging/groups/events.hpp"
#include "messaging/groups/policy.hpp"
#include "messaging/groups/store.hpp"
#include "messaging/inbox/store.hpp"
#include "messaging/policy.hpp"
#include "messaging/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging::channels {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::uint32_t kLeadersShown = 50;

// Those who write there, and whoever else is named.
template <class Response>
Response response_of(Tx& tx, PersonId me, ConversationId id) {
  Response response;
  *response.mutable_conversation() = messaging::store::open(tx, me, id);
  auto people = messaging::store::members(tx, id, kLeadersShown);
  people.push_back(PersonId{response.conversation().creator_id()});
  for (auto& card : directory::access::person_cards(tx, people)) *response.add_people() = std::move(card);
  return response;
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.ChannelService", std::move(handlers));
  service.bind("CreateChannel", &Handlers::create);
  service.bind("ListChannels", &Handlers::list);
  service.bind("FollowChannel", &Handlers::follow);
}

asio::awaitable<v1::CreateChannelResponse> Handlers::create(Context& context, const v1::CreateChannelRequest& request) {
  const auto me = context.viewer.person;
  const store::Fresh fresh{me, messaging::policy::client_id(request.client_id()), OrganisationId{request.organisation_id()},
                           messaging::policy::group_title(request.title()), groups::policy::description(request.description())};
  co_return co_await db_.transact(
      [this, me, fresh](Tx& tx) {
        inbox::store::hold_seats(tx, fresh.organisation);
        policy::may_create(directory::access::standing(tx, me, fresh.organisation));
        const auto [id, made] = store::ensure(tx, fresh);
        if (made) {
          policy::few_enough(store::list(tx, me, fresh.organisation).size());
          const auto editors = directory::access::editors(tx, fresh.organisation);
          store::add_editors(tx, id, editors);
          messaging::events::created(streams_, tx, messaging::store::open(tx, me, id), editors);
        }
        return response_of<v1::CreateChannelResponse>(tx, me, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListChannelsResponse> Handlers::list(Context& context, const v1::ListChannelsRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, organisation = OrganisationId{request.organisation_id()}](Tx& tx) {
        const auto standing = directory::access::standing(tx, me, organisation);
        policy::may_see(standing);
        v1::ListChannelsResponse response;
        for (auto& channel : store::list(tx, me, organisation)) *response.add_channels() = std::move(channel);
        response.set_may_create(standing.edits && standing.published);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::FollowChannelResponse> Handlers::follow(Context& context, const v1::FollowChannelRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        const auto organisation = store::organisation_of(tx, id);
        inbox::store::hold_seats(tx, organisation);
        const auto standing = directory::access::standing(tx, me, organisation);
        require(standing.published || standing.holds_seat, not_found("conversation"));
        const auto channel = groups::store::lock_unseen(tx, id);
        const auto fresh = groups::store::add(tx, id, {me}, standing.edits);
        if (standing.edits) store::add_editors(tx, id, {me});
        if (!fresh.empty()) groups::events::came(streams_, tx, me, channel, fresh, standing.edits, v1::Note::JOINED);
        return response_of<v1::FollowChannelResponse>(tx, me, id);
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging::channels
