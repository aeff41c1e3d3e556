#include "messaging/personal/handlers.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "accounts/access.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "messaging/member.hpp"
#include "messaging/personal/policy.hpp"
#include "messaging/policy.hpp"
#include "messaging/safety/policy.hpp"
#include "messaging/store.hpp"

namespace wasl::messaging {

using storage::InDoubt;
using storage::Tx;

namespace {

using namespace std::chrono_literals;

constexpr int kDueAtOnce = 50;

std::int64_t own_head(Tx& tx, PersonId me) { return streams::Streams::heads(tx, {stream_of(me)}).at(stream_of(me)); }

// Nothing is seen across a block.
std::vector<v1::Receipt> seen_by(Tx& tx, PersonId me, std::vector<v1::Receipt> receipts) {
  std::vector<PersonId> people;
  for (const auto& receipt : receipts) people.push_back(PersonId{receipt.person_id()});
  const auto apart = accounts::access::apart(tx, me, people);
  std::erase_if(receipts, [&](const auto& receipt) {
    return std::ranges::find(apart, PersonId{receipt.person_id()}) != apart.end();
  });
  return receipts;
}

// Trying again later may help.
bool may_pass(const Refused& why) {
  return why.code() == Code::kUnavailable || why.code() == Code::kResourceExhausted || why.code() == Code::kInternal;
}

}  // namespace

asio::awaitable<v1::SetDraftResponse> PersonalHandlers::set_draft(router::Context& context, const v1::SetDraftRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, text = policy::draft_text(request.text()), reply_to = request.reply_to()](Tx& tx) {
        store::require_member(tx, me, id);
        const auto draft = store::set_draft(tx, me, id, text, reply_to);
        if (draft.updated_at_ms() != 0) streams_.append(tx, stream_of(me), v1::EVENT_DRAFT_CHANGED, draft);
        v1::SetDraftResponse response;
        response.set_updated_at_ms(draft.updated_at_ms());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListDraftsResponse> PersonalHandlers::list_drafts(router::Context& context, const v1::ListDraftsRequest&) {
  co_return co_await db_.transact(
      [me = context.viewer.person](Tx& tx) {
        v1::ListDraftsResponse response;
        response.set_person_head(own_head(tx, me));
        for (auto& draft : store::drafts(tx, me)) *response.add_drafts() = std::move(draft);
        return response;
      },
      InDoubt::kRunAgain);
}

void PersonalHandlers::announce(Tx& tx, PersonId who, ConversationId id) {
  v1::ScheduledChanged event;
  event.set_conversation_id(raw(id));
  streams_.append(tx, stream_of(who), v1::EVENT_SCHEDULED_CHANGED, event);
}

asio::awaitable<v1::ScheduleMessageResponse> PersonalHandlers::schedule(router::Context& context, const v1::ScheduleMessageRequest& request) {
  Outgoing message{ConversationId{request.conversation_id()}, context.viewer.person, policy::client_id(request.client_id()),
                   policy::message_text(request.text())};
  const auto at = policy::send_at(request.send_at_ms(), now_ms());
  co_return co_await db_.transact(
      [this, message, at, reply_to = request.reply_to()](Tx& tx) mutable {
        const auto viewer = store::member(tx, message.author, message.conversation);
        if (reply_to != 0) *message.content.mutable_reply_to() = policy::reply_to(store::message(tx, message.conversation, reply_to));
        const auto [scheduled, made] = store::ensure_scheduled(tx, message, at);
        if (made) {
          policy::may_write(viewer);
          announce(tx, message.author, message.conversation);  // locks the author's stream: of many at once each is counted
          require(store::waiting_scheduled(tx, message.author) <= policy::kMostScheduled,
                  Refused{Code::kFailedPrecondition, "messaging.too_many_scheduled", "At most 100 messages wait for their time."});
        }
        v1::ScheduleMessageResponse response;
        *response.mutable_scheduled() = scheduled;
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListScheduledResponse> PersonalHandlers::list_scheduled(router::Context& context, const v1::ListScheduledRequest&) {
  co_return co_await db_.transact(
      [me = context.viewer.person](Tx& tx) {
        v1::ListScheduledResponse response;
        response.set_person_head(own_head(tx, me));
        for (auto& s : store::scheduled(tx, me)) *response.add_scheduled() = std::move(s);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ChangeScheduledResponse> PersonalHandlers::change_scheduled(router::Context& context, const v1::ChangeScheduledRequest& request) {
  const auto at = policy::changed_send_at(request.send_at_ms(), now_ms());
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = request.id(), text = policy::message_text(request.text()), at](Tx& tx) {
        const auto changed = store::change_scheduled(tx, me, id, text, at);
        require(changed.has_value(), not_found("scheduled_message"));
        const ConversationId conversation{changed->conversation_id()};
        policy::may_write(store::member(tx, me, conversation));
        announce(tx, me, conversation);
        v1::ChangeScheduledResponse response;
        *response.mutable_scheduled() = *changed;
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::CancelScheduledResponse> PersonalHandlers::cancel_scheduled(router::Context& context, const v1::CancelScheduledRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = request.id()](Tx& tx) {
        const auto conversation = store::cancel_scheduled(tx, me, id);
        require(conversation.has_value(), not_found("scheduled_message"));
        announce(tx, me, *conversation);
        return v1::CancelScheduledResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListReceiptsResponse> PersonalHandlers::list_receipts(router::Context& context, const v1::ListReceiptsRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        store::require_member(tx, me, id);
        v1::ListReceiptsResponse response;
        if (store::hides_receipts(tx, me)) return response;
        for (auto& receipt : seen_by(tx, me, store::receipts(tx, me, id)))
          *response.add_receipts() = std::move(receipt);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetReceiptSettingResponse> PersonalHandlers::get_receipt_setting(router::Context& context, const v1::GetReceiptSettingRequest&) {
  co_return co_await db_.transact(
      [me = context.viewer.person](Tx& tx) {
        v1::GetReceiptSettingResponse response;
        response.set_hidden(store::hides_receipts(tx, me));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::SetReceiptSettingResponse> PersonalHandlers::set_receipt_setting(router::Context& context, const v1::SetReceiptSettingRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, hidden = request.hidden()](Tx& tx) {
        store::set_receipts_hidden(tx, me, hidden);
        return v1::SetReceiptSettingResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<void> PersonalHandlers::keep_sending(asio::io_context& io) {
  asio::steady_timer timer(io);
  for (;;) {
    timer.expires_after(1s);
    co_await timer.async_wait(asio::use_awaitable);
    try {
      while (co_await send_due()) {
      }
    } catch (const std::exception& e) {
      spdlog::warn("scheduled messages wait: {}", e.what());
    }
  }
}

// Whether there may be more.
asio::awaitable<bool> PersonalHandlers::send_due() {
  const auto due = co_await db_.transact([](Tx& tx) { return store::take_due(tx, kDueAtOnce); });
  for (const auto& one : due) co_await send(one);
  co_return due.size() == kDueAtOnce;
}

// The process may end at any point: then another takes the message when its minute is over, and its client id tells
// whether it has been sent.
asio::awaitable<void> PersonalHandlers::send(store::Due due) {
  const auto author = due.message.author;
  const auto conversation = due.message.conversation;
  std::string failure;
  try {
    co_await committer_.submit(std::move(due.message));
  } catch (const Refused& why) {
    if (may_pass(why)) co_return;
    failure = why.reason();
  }
  co_await db_.transact(
      [this, id = due.id, author, conversation, failure](Tx& tx) {
        if (failure.empty())
          store::remove_scheduled(tx, id);
        else
          store::fail_scheduled(tx, id, failure);
        announce(tx, author, conversation);
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging
