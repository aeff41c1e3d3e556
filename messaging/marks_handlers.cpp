#include "messaging/marks_handlers.hpp"

#include <charconv>
#include <set>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/events.hpp"
#include "messaging/marks_policy.hpp"
#include "messaging/marks_store.hpp"
#include "messaging/policy.hpp"
#include "messaging/safety/reach.hpp"
#include "messaging/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::uint32_t kVersionsShown = 20, kOfAQuestion = 2;

template <class Items, class People>
void add_people(Tx& tx, const Items& items, std::int64_t (*person_of)(const typename Items::value_type&), People& to) {
  std::set<std::int64_t> ids;
  for (const auto& item : items) ids.insert(person_of(item));
  std::vector<PersonId> people;
  for (const auto id : ids) people.push_back(PersonId{id});
  for (auto& card : directory::access::person_cards(tx, people)) *to.Add() = std::move(card);
}

// "<person>.<emoji>", of the last reaction of a page.
std::string write(const v1::PersonalReaction& last) { return std::to_string(last.person_id()) + "." + last.emoji(); }

marks::Cursor read(const std::string& text) {
  marks::Cursor cursor;
  if (text.empty()) return cursor;
  const auto dot = std::from_chars(text.data(), text.data() + text.size(), cursor.person);
  require(dot.ec == std::errc{} && dot.ptr < text.data() + text.size() && *dot.ptr == '.',
          invalid("cursor", "cursor_malformed", "cursor must be one that an earlier answer gave."));
  cursor.emoji = policy::emoji(std::string(dot.ptr + 1, text.data() + text.size()));
  return cursor;
}

}  // namespace

void MarkHandlers::bind(router::Registry& registry, std::shared_ptr<MarkHandlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.MarkService", std::move(handlers));
  service.bind("React", &MarkHandlers::react);
  service.bind("ListReactions", &MarkHandlers::list_reactions);
  service.bind("PinMessage", &MarkHandlers::pin_message);
  service.bind("ListPinned", &MarkHandlers::list_pinned);
  service.bind("ListVersions", &MarkHandlers::list_versions);
}

asio::awaitable<v1::ReactResponse> MarkHandlers::react(Context& context, const v1::ReactRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, offset = request.offset(), remove = request.remove(), emoji = policy::emoji(request.emoji())](Tx& tx) {
        const auto viewer = store::member(tx, me, id);
        auto message = store::lock_message(tx, me, id, offset);
        policy::may_react(viewer, message);
        if (viewer.question && !remove) reach::require_reachable(tx, me, store::members(tx, id, kOfAQuestion));
        if (marks::set_reaction(tx, me, id, offset, emoji, !remove)) {
          const auto reaction = policy::set_count(message, emoji, remove ? -1 : 1, now_ms());
          marks::keep_reactions(tx, id, message);
          events::reaction_changed(streams_, tx, id, offset, me, remove, reaction);
        }
        v1::ReactResponse response;
        *response.mutable_reactions() = message.reactions();
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListReactionsResponse> MarkHandlers::list_reactions(Context& context,
                                                                        const v1::ListReactionsRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const auto limit = policy::page_size(request.limit(), 50);
  co_return co_await db_.transact(
      [me, id, limit, offset = request.offset(), after = read(request.cursor())](Tx& tx) {
        store::require_member(tx, me, id);
        require(store::message(tx, id, offset).has_value(), not_found("message"));
        auto found = marks::reactions(tx, id, offset, after, limit + 1);
        const bool more = found.size() > limit;
        if (more) found.pop_back();
        v1::ListReactionsResponse response;
        if (more) response.set_next_cursor(write(found.back()));
        add_people(tx, found, +[](const v1::PersonalReaction& r) { return r.person_id(); }, *response.mutable_people());
        for (auto& reaction : found) *response.add_reactions() = std::move(reaction);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::PinMessageResponse> MarkHandlers::pin_message(Context& context, const v1::PinMessageRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, offset = request.offset(), pin = !request.remove()](Tx& tx) {
        const auto viewer = store::member(tx, me, id);
        v1::PinMessageResponse response;
        auto& message = *response.mutable_message();
        message = store::lock_message(tx, me, id, offset);
        policy::may_pin(viewer, message);
        if (pin == (message.pinned_at_ms() != 0)) return response;
        message = marks::set_pinned(tx, id, offset, pin);
        const auto count = marks::pinned_count(tx, id);
        policy::may_be_pinned(count);
        events::message_pinned(streams_, tx, id, message, me, count);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListPinnedResponse> MarkHandlers::list_pinned(Context& context, const v1::ListPinnedRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [me, id](Tx& tx) {
        store::require_member(tx, me, id);
        auto pinned = marks::pinned(tx, id);
        v1::ListPinnedResponse response;
        add_people(tx, pinned, +[](const v1::Message& m) { return m.author_id(); }, *response.mutable_people());
        for (auto& message : pinned) *response.add_messages() = std::move(message);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListVersionsResponse> MarkHandlers::list_versions(Context& context,
                                                                      const v1::ListVersionsRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [me, id, offset = request.offset(), before = request.before()](Tx& tx) {
        store::require_member(tx, me, id);
        const auto message = store::message(tx, id, offset);
        require(message.has_value(), not_found("message"));
        policy::may_see_versions(*message);
        const auto below = before == 0 ? message->edit_count() : std::min(before, message->edit_count());
        auto found = marks::versions(tx, id, offset, below, kVersionsShown + 1);
        v1::ListVersionsResponse response;
        response.set_more(found.size() > kVersionsShown);
        if (response.more()) found.pop_back();
        for (auto& version : found) *response.add_versions() = std::move(version);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging
