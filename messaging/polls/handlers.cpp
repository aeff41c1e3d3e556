#include "messaging/polls/handlers.hpp"

#include "core/clock.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/marks_store.hpp"
#include "messaging/policy.hpp"
#include "messaging/polls/policy.hpp"
#include "messaging/polls/store.hpp"
#include "messaging/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging {

using storage::InDoubt;
using storage::Tx;

namespace {

// The tally is kept with the message, and everybody is told.
void announce(streams::Streams& streams, Tx& tx, ConversationId id, const v1::Message& message, PersonId voter,
              const std::vector<std::int64_t>& options) {
  marks::keep_reactions(tx, id, message);
  v1::PollChanged event;
  event.set_offset(message.offset());
  *event.mutable_tally() = message.tally();
  event.set_voter_id(raw(voter));
  for (const auto option : options) event.add_options(static_cast<std::uint32_t>(option));
  streams.append(tx, stream_of(id), v1::EVENT_POLL_CHANGED, event);
}

}  // namespace

void PollHandlers::bind(router::Registry& registry, std::shared_ptr<PollHandlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.PollService", std::move(handlers));
  service.bind("Vote", &PollHandlers::vote);
  service.bind("ClosePoll", &PollHandlers::close_poll);
  service.bind("ListVoters", &PollHandlers::list_voters);
}

asio::awaitable<v1::VoteResponse> PollHandlers::vote(Context& context, const v1::VoteRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, offset = request.offset(), asked = request.options()](Tx& tx) {
        const auto viewer = store::member(tx, me, id);
        auto message = store::lock_message(tx, me, id, offset);
        policy::may_vote(viewer, message, now_ms());
        const auto now = policy::vote(message.content().poll(), asked);
        if (const auto before = polls::vote_of(tx, me, id, offset); before != now) {
          polls::set_vote(tx, me, id, offset, now);
          policy::count_vote(message, before, now);
          announce(streams_, tx, id, message, me, now);
        }
        v1::VoteResponse response;
        *response.mutable_tally() = message.tally();
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ClosePollResponse> PollHandlers::close_poll(Context& context, const v1::ClosePollRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, offset = request.offset()](Tx& tx) {
        const auto viewer = store::member(tx, me, id);
        auto message = store::lock_message(tx, me, id, offset);
        policy::may_close(viewer, message);
        if (!policy::is_closed(message, now_ms())) {
          policy::count_vote(message, {}, {});
          message.mutable_tally()->set_closed_at_ms(now_ms());
          announce(streams_, tx, id, message, PersonId{0}, {});
        }
        v1::ClosePollResponse response;
        *response.mutable_tally() = message.tally();
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListVotersResponse> PollHandlers::list_voters(Context& context,
                                                                  const v1::ListVotersRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const auto limit = policy::page_size(request.limit(), 50);
  co_return co_await db_.transact(
      [me, id, limit, offset = request.offset(), option = request.option(), after = PersonId{request.after()}](Tx& tx) {
        store::require_member(tx, me, id);
        const auto message = store::message(tx, id, offset);
        require(message && message->content().has_poll(), not_found("poll"));
        require(option < static_cast<std::uint32_t>(message->content().poll().options_size()), not_found("option"));
        auto people = polls::voters(tx, id, offset, option, after, limit + 1);
        v1::ListVotersResponse response;
        response.set_more(people.size() > limit);
        if (response.more()) people.pop_back();
        for (auto& card : directory::access::person_cards(tx, people)) *response.add_people() = std::move(card);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging
