#include "messaging/handlers.hpp"

#include <algorithm>
#include <set>

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "media/access.hpp"
#include "messaging/compose.hpp"
#include "messaging/cursor.hpp"
#include "messaging/events.hpp"
#include "messaging/marks_policy.hpp"
#include "messaging/marks_store.hpp"
#include "messaging/personal/store.hpp"
#include "messaging/policy.hpp"
#include "messaging/safety/reach.hpp"
#include "messaging/polls/store.hpp"
#include "messaging/safety/policy.hpp"
#include "messaging/store.hpp"

namespace wasl::messaging {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::uint32_t kMembersShown = 200;

template <class People>
void add_cards(Tx& tx, const std::vector<PersonId>& people, People& to) {
  for (auto& card : directory::access::person_cards(tx, people)) *to.Add() = std::move(card);
}

void require_people(Tx& tx, const std::vector<PersonId>& people) {
  require(accounts::access::existing(tx, people).size() == people.size(), not_found("person"));
}

std::vector<PersonId> named_in(const std::vector<v1::Conversation>& conversations) {
  std::set<std::int64_t> ids;
  for (const auto& c : conversations) {
    ids.insert(c.member_ids().begin(), c.member_ids().end());
    ids.insert(c.creator_id());
    ids.insert(c.last_message().author_id());
    ids.insert(c.last_message().content().note().person_ids().begin(), c.last_message().content().note().person_ids().end());
  }
  std::vector<PersonId> people;
  for (const auto id : ids) people.push_back(PersonId{id});
  return people;
}

// Who wrote them, and whom notes are about.
std::vector<PersonId> named_in(const std::vector<v1::Message>& messages) {
  std::set<std::int64_t> ids;
  for (const auto& m : messages) {
    ids.insert(m.author_id());
    ids.insert(m.content().note().person_ids().begin(), m.content().note().person_ids().end());
  }
  std::vector<PersonId> people;
  for (const auto id : ids) people.push_back(PersonId{id});
  return people;
}

policy::MessageState state_of(const v1::Message& message) {
  return {PersonId{message.author_id()},     message.deleted_at_ms() != 0, message.content().has_note(),
          message.content().has_forwarded(), message.content().has_poll(), message.content().organisation_id() != 0};
}

// Members, then the announcement: the first event of a conversation.
void start(streams::Streams& streams, Tx& tx, PersonId creator, ConversationId id,
           const std::vector<PersonId>& members) {
  store::add_members(tx, id, members);
  events::created(streams, tx, store::open(tx, creator, id), members);
}

void start_direct(streams::Streams& streams, Tx& tx, PersonId me, PersonId other, ConversationId id) {
  reach::require_reachable(tx, me, {other});
  const bool ask = reach::are_strangers(tx, me, {other});
  require(!ask || store::waiting_requests(tx, me) < policy::kMostWaitingRequests,
          Refused{Code::kResourceExhausted, "messaging.too_many_requests", "Too many people have yet to answer."});
  store::add_members(tx, id, {me, other});
  if (ask) {
    store::start_request(tx, id);
    store::settle_rights(tx, me, other, false);
  }
  events::created(streams, tx, store::open(tx, me, id), {me, other});
}

// What goes to all who follow at once goes to nobody when one of them is kept apart: the others see it when they ask.
bool nobody_is_apart(Tx& tx, PersonId me, ConversationId id) {
  return accounts::access::apart(tx, me, store::members(tx, id, kMembersShown)).empty();
}

}  // namespace

asio::awaitable<v1::OpenDirectResponse> Handlers::open_direct(Context& context, const v1::OpenDirectRequest& request) {
  const auto me = context.viewer.person;
  const PersonId other{request.person_id()};
  require(me != other, invalid("person_id", "messaging.self", "A conversation needs somebody else."));
  co_return co_await db_.transact(
      [this, me, other](Tx& tx) {
        require_people(tx, {other});
        const auto [id, made] = store::ensure_direct(tx, me, other);
        if (made) start_direct(streams_, tx, me, other, id);
        v1::OpenDirectResponse response;
        *response.mutable_conversation() = store::open(tx, me, id);
        add_cards(tx, {me, other}, *response.mutable_people());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::CreateGroupResponse> Handlers::create_group(Context& context,
                                                                const v1::CreateGroupRequest& request) {
  const auto me = context.viewer.person;
  const auto client_id = policy::client_id(request.client_id());
  const auto title = policy::group_title(request.title());
  auto members = policy::invited(me, {request.person_ids().begin(), request.person_ids().end()});
  co_return co_await db_.transact(
      [this, me, client_id, title, members](Tx& tx) mutable {
        require_people(tx, members);
        reach::require_acquainted(tx, me, members);
        const auto [id, made] = store::ensure_group(tx, me, client_id, title);
        if (made) {
          members.insert(members.begin(), me);
          start(streams_, tx, me, id, members);
        }
        v1::CreateGroupResponse response;
        *response.mutable_conversation() = store::open(tx, me, id);
        add_cards(tx, store::members(tx, id, kMembersShown), *response.mutable_people());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListConversationsResponse> Handlers::list_conversations(
    Context& context, const v1::ListConversationsRequest& request) {
  const auto me = context.viewer.person;
  const auto limit = policy::page_size(request.limit(), 30);
  const auto after = cursor::read(request.cursor());
  co_return co_await db_.transact(
      [me, limit, after](Tx& tx) {
        v1::ListConversationsResponse response;
        // The position before the state: whatever comes between is in both.
        response.set_person_head(streams::Streams::heads(tx, {stream_of(me)}).at(stream_of(me)));
        auto listed = store::list(tx, me, after, limit);
        add_cards(tx, named_in(listed.conversations), *response.mutable_people());
        for (auto& c : listed.conversations) *response.add_conversations() = std::move(c);
        if (listed.next) response.set_next_cursor(cursor::write(*listed.next));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetConversationResponse> Handlers::get_conversation(Context& context,
                                                                        const v1::GetConversationRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [me, id](Tx& tx) {
        v1::GetConversationResponse response;
        *response.mutable_conversation() = store::open(tx, me, id);
        auto people = store::members(tx, id, kMembersShown);
        for (const auto person : named_in({response.conversation()}))
          if (std::ranges::find(people, person) == people.end()) people.push_back(person);
        add_cards(tx, people, *response.mutable_people());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListMessagesResponse> Handlers::list_messages(Context& context,
                                                                  const v1::ListMessagesRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  const auto asked = window_of(request);
  co_return co_await db_.transact(
      [me, id, asked, at_ms = request.at_ms()](Tx& tx) {
        store::require_member(tx, me, id);
        v1::ListMessagesResponse response;
        if (at_ms != 0) response.set_found(store::first_since(tx, id, at_ms));
        const auto window = response.found() == 0 ? asked : Window::around(response.found(), asked.older);
        auto page = store::messages(tx, id, window);
        response.set_more(page.more);
        response.set_newer(page.newer);
        response.set_head(page.head);
        for (auto& own : marks::own_reactions(tx, me, id, page.messages)) *response.add_own_reactions() = std::move(own);
        for (auto& own : polls::own_votes(tx, me, id, page.messages)) *response.add_own_votes() = std::move(own);
        for (auto& m : page.answered) *response.add_answered() = std::move(m);
        add_cards(tx, named_in(page.messages), *response.mutable_people());
        for (auto& m : page.messages) *response.add_messages() = std::move(m);
        return response;
      },
      InDoubt::kRunAgain);
}

// Plain messages of one connection keep their order: there is no wait before submit.
asio::awaitable<v1::SendMessageResponse> Handlers::send_message(Context& context,
                                                                const v1::SendMessageRequest& request) {
  Outgoing message{ConversationId{request.conversation_id()}, context.viewer.person,
                   policy::client_id(request.client_id()), {}};
  if (is_plain(request))
    message.text = policy::message_text(request.text());
  else
    message = co_await composed(std::move(message), request);
  const auto sent = co_await (message.content.attachments_size() == 0 ? committer_.submit(std::move(message))
                                                                      : submit_with_files(std::move(message)));
  v1::SendMessageResponse response;
  response.set_offset(sent.offset);
  response.set_sent_at_ms(sent.sent_at_ms);
  co_return response;
}

asio::awaitable<Outgoing> Handlers::composed(Outgoing message, const v1::SendMessageRequest& request) {
  co_return co_await db_.transact(
      [message, request](Tx& tx) {
        auto complete = message;
        compose(tx, complete, request);
        return complete;
      },
      InDoubt::kRunAgain);
}

// Rights may end between composing and storing: then nothing shows the files.
asio::awaitable<Sent> Handlers::submit_with_files(Outgoing message) {
  const auto author = message.author;
  const auto client_id = message.client_id;
  std::optional<Refused> refused;
  try {
    co_return co_await committer_.submit(std::move(message));
  } catch (const Refused& why) {
    if (why.code() != Code::kPermissionDenied && why.code() != Code::kNotFound) throw;
    refused = why;
  }
  co_await db_.transact([author, client_id](Tx& tx) { release_unsent(tx, author, client_id); }, InDoubt::kRunAgain);
  throw *refused;
}

asio::awaitable<v1::EditMessageResponse> Handlers::edit_message(Context& context,
                                                                const v1::EditMessageRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, offset = request.offset(), asked = request.mentions(), text = policy::message_text(request.text())](Tx& tx) {
        v1::EditMessageResponse response;
        auto& message = *response.mutable_message();
        message = store::lock_message(tx, me, id, offset);
        policy::may_edit(me, state_of(message));
        policy::may_write(store::member(tx, me, id));
        if (message.text() == text) return response;
        policy::may_edit_again(message);
        auto content = message.content();
        content.clear_mentions();
        for (auto& m : mentions(tx, me, id, text, asked)) *content.add_mentions() = std::move(m);
        marks::keep_version(tx, id, offset);
        message = store::set_text(tx, id, offset, text, content);
        marks::note_edit(tx, id, offset, message.edit_count() - 1, events::edited(streams_, tx, id, message));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::DeleteMessageResponse> Handlers::delete_message(Context& context,
                                                                    const v1::DeleteMessageRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, offset = request.offset()](Tx& tx) {
        v1::DeleteMessageResponse response;
        auto& message = *response.mutable_message();
        message = store::lock_message(tx, me, id, offset);
        policy::may_delete(store::member(tx, me, id), state_of(message));
        if (message.deleted_at_ms() != 0) return response;
        const bool pinned = message.pinned_at_ms() != 0;
        if (message.content().attachments_size() > 0)
          media::access::release(tx, PersonId{message.author_id()}, static_cast<std::int64_t>(message.client_id()));
        if (message.edit_count() > 0) events::forget_texts(tx, id, marks::edits(tx, id, offset));
        message = store::mark_deleted(tx, id, offset, me);
        marks::forget(tx, id, offset);
        polls::forget(tx, id, offset);
        events::deleted(streams_, tx, id, message, pinned ? std::optional(marks::pinned_count(tx, id)) : std::nullopt);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::MarkReadResponse> Handlers::mark_read(Context& context, const v1::MarkReadRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, to = request.offset()](Tx& tx) {
        const auto marker = store::move_read_marker(tx, me, id, to);
        if (marker.moved) {
          events::read_marker_moved(streams_, tx, me, id, marker.offset);
          if (store::shows_reading(tx, me, id) && nobody_is_apart(tx, me, id))
            events::show_reading(streams_, tx, me, id, marker.offset);
        }
        v1::MarkReadResponse response;
        response.set_read_offset(marker.offset);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging
