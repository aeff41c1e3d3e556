#include "messaging/inbox/handlers.hpp"

#include <set>

#include "core/error.hpp"
#include "directory/access.hpp"
#include "messaging/cursor.hpp"
#include "messaging/events.hpp"
#include "messaging/groups/store.hpp"
#include "messaging/inbox/events.hpp"
#include "messaging/inbox/policy.hpp"
#include "messaging/inbox/store.hpp"
#include "messaging/policy.hpp"
#include "messaging/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging::inbox {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::uint32_t kMembersShown = 200;

void add_cards(Tx& tx, const std::set<std::int64_t>& people,
               google::protobuf::RepeatedPtrField<wasl::v1::PersonCard>& to) {
  std::vector<PersonId> ids;
  for (const auto id : people)
    if (id != 0) ids.push_back(PersonId{id});
  for (auto& card : directory::access::person_cards(tx, ids)) *to.Add() = std::move(card);
}

v1::OpenOrganisationResponse opened(Tx& tx, PersonId me, ConversationId id) {
  v1::OpenOrganisationResponse response;
  *response.mutable_conversation() = messaging::store::open(tx, me, id);
  std::set<std::int64_t> people{raw(me)};
  for (const auto person : messaging::store::members(tx, id, kMembersShown)) people.insert(raw(person));
  add_cards(tx, people, *response.mutable_people());
  return response;
}

void start(streams::Streams& streams, Tx& tx, PersonId me, ConversationId id, std::vector<PersonId> members) {
  messaging::store::add_members(tx, id, {me});
  store::add_editors(tx, {id}, members);
  members.push_back(me);
  messaging::events::created(streams, tx, messaging::store::open(tx, me, id), members);
  // The person's own stream is theirs alone now: of many at once each is counted.
  const auto [count, wait] = store::opened_lately(tx, me);
  policy::few_enough(count, wait);
}

void add_entries(Tx& tx, PersonId me, const store::Listed& listed, v1::ListInboxResponse& to) {
  std::vector<ConversationId> ids;
  for (const auto& [id, state] : listed.entries) ids.push_back(id);
  auto conversations = messaging::store::open_some(tx, me, ids);
  std::set<std::int64_t> people;
  for (std::size_t i = 0; i < conversations.size(); ++i) {
    auto& c = conversations[i];
    people.insert(c.member_ids().begin(), c.member_ids().end());
    people.insert({c.creator_id(), c.last_message().author_id(), listed.entries[i].second.assignee_id()});
    auto& entry = *to.add_entries();
    *entry.mutable_conversation() = std::move(c);
    *entry.mutable_state() = listed.entries[i].second;
  }
  add_cards(tx, people, *to.mutable_people());
}

// Only who answers for it passes; others wait until this transaction is over.
void lock(Tx& tx, PersonId me, ConversationId id) {
  groups::store::lock(tx, me, id);
  policy::answers(messaging::store::member(tx, me, id));
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.InboxService", std::move(handlers));
  service.bind("OpenOrganisation", &Handlers::open_organisation);
  service.bind("ListInbox", &Handlers::list_inbox);
  service.bind("GetInboxState", &Handlers::get_inbox_state);
  service.bind("MarkDone", &Handlers::mark_done);
  service.bind("Assign", &Handlers::assign);
}

asio::awaitable<v1::OpenOrganisationResponse> Handlers::open_organisation(Context& context,
                                                                          const v1::OpenOrganisationRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, organisation = OrganisationId{request.organisation_id()}](Tx& tx) {
        store::hold_seats(tx, organisation);
        const auto standing = directory::access::standing(tx, me, organisation);
        policy::may_see(standing);
        if (const auto known = store::find(tx, me, organisation)) return opened(tx, me, *known);
        auto editors = directory::access::editors(tx, organisation);
        policy::may_open(standing, editors.size());
        const auto [id, made] = store::ensure(tx, me, organisation);
        if (made) start(streams_, tx, me, id, std::move(editors));
        return opened(tx, me, id);
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListInboxResponse> Handlers::list_inbox(Context& context, const v1::ListInboxRequest& request) {
  const auto me = context.viewer.person;
  const OrganisationId organisation{request.organisation_id()};
  const auto limit = messaging::policy::page_size(request.limit(), 30);
  const auto after = cursor::read(request.cursor());
  require(v1::InboxFilter_IsValid(request.filter()),
          invalid("filter", "inbox.bad_filter", "filter must be one of InboxFilter."));
  co_return co_await db_.transact(
      [me, organisation, limit, after, filter = request.filter()](Tx& tx) {
        if (raw(organisation) != 0) policy::may_list(directory::access::standing(tx, me, organisation));
        v1::ListInboxResponse response;
        const auto listed = store::list(tx, me, organisation, filter, after, limit);
        add_entries(tx, me, listed, response);
        if (listed.next) response.set_next_cursor(cursor::write(*listed.next));
        const auto counts = store::counts(tx, me, organisation);
        response.set_all_count(counts.all);
        response.set_waiting_count(counts.waiting);
        response.set_mine_count(counts.mine);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetInboxStateResponse> Handlers::get_inbox_state(Context& context,
                                                                     const v1::GetInboxStateRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, id = ConversationId{request.conversation_id()}](Tx& tx) {
        policy::answers(messaging::store::member(tx, me, id));
        v1::GetInboxStateResponse response;
        *response.mutable_state() = store::state(tx, id);
        add_cards(tx, {response.state().assignee_id()}, *response.mutable_people());
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::MarkDoneResponse> Handlers::mark_done(Context& context, const v1::MarkDoneRequest& request) {
  require(request.offset() >= 0, invalid("offset", "inbox.bad_offset", "offset must be that of a message, or 0."));
  co_return co_await db_.transact(
      [this, me = context.viewer.person, id = ConversationId{request.conversation_id()},
       offset = request.offset()](Tx& tx) {
        lock(tx, me, id);
        if (store::set_done(tx, id, offset)) events::changed(streams_, tx, id);
        v1::MarkDoneResponse response;
        *response.mutable_state() = store::state(tx, id);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::AssignResponse> Handlers::assign(Context& context, const v1::AssignRequest& request) {
  const auto me = context.viewer.person;
  const ConversationId id{request.conversation_id()};
  co_return co_await db_.transact(
      [this, me, id, whom = request.person_id(), believed = request.instead_of()](Tx& tx) {
        lock(tx, me, id);
        policy::may_assign(store::state(tx, id).assignee_id(), believed, whom);
        std::optional<PersonId> assignee;
        if (whom != 0) assignee = PersonId{whom};
        if (assignee) require(store::answers(tx, id, *assignee), not_found("person"));
        if (store::set_assignee(tx, id, assignee)) events::changed(streams_, tx, id);
        v1::AssignResponse response;
        *response.mutable_state() = store::state(tx, id);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging::inbox
