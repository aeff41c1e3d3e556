#include "messaging/search/handlers.hpp"

#include <algorithm>
#include <set>

#include "directory/access.hpp"
#include "messaging/policy.hpp"
#include "messaging/search/content.hpp"
#include "messaging/search/excerpt.hpp"
#include "messaging/search/find.hpp"
#include "messaging/store.hpp"

namespace wasl::messaging::search {

using storage::InDoubt;
using storage::Lane;
using storage::Tx;

namespace {

constexpr std::uint32_t kUsualConversations = 20;

v1::FoundConversation to_wire(const store::Named& named, std::vector<v1::Span> highlights) {
  v1::FoundConversation out;
  out.set_id(named.id);
  out.set_kind(named.kind);
  if (named.other == 0) out.set_title(named.title);
  out.set_person_id(named.other);
  for (auto& span : highlights) *out.add_highlights() = std::move(span);
  return out;
}

// The index may lag behind an edit: what has lost its words is left out.
void add_messages(const std::vector<store::Found>& found, const Query& query, v1::SearchMessagesResponse& to) {
  for (const auto& [place, message] : found) {
    auto shown = excerpt(typed(message), query.terms);
    if (!shown.complete) continue;
    auto& out = *to.add_messages();
    out.set_conversation_id(place.conversation);
    out.set_offset(message.offset());
    out.set_author_id(message.author_id());
    out.set_sent_at_ms(message.sent_at_ms());
    out.set_has_attachment(has_file(message));
    out.set_excerpt(std::move(shown.text));
    for (auto& span : shown.highlights) *out.add_highlights() = std::move(span);
  }
}

void add_cards(Tx& tx, const std::set<std::int64_t>& people, google::protobuf::RepeatedPtrField<wasl::v1::PersonCard>& to) {
  std::vector<PersonId> ids;
  for (const auto id : people) ids.push_back(PersonId{id});
  for (auto& card : directory::access::person_cards(tx, ids)) *to.Add() = std::move(card);
}

// Whose and where: what the messages of the answer name.
void add_names(Tx& tx, PersonId viewer, v1::SearchMessagesResponse& response) {
  std::set<std::int64_t> people, conversations;
  for (const auto& m : response.messages()) {
    people.insert(m.author_id());
    conversations.insert(m.conversation_id());
  }
  if (!conversations.empty())
    for (const auto& named : store::names(tx, viewer, {conversations.begin(), conversations.end()})) {
      *response.add_conversations() = to_wire(named, {});
      if (named.other != 0) people.insert(named.other);
    }
  add_cards(tx, people, *response.mutable_people());
}

// The same question in words that messages have and that look like those that were asked for.
Query in_similar_words(Tx& tx, Query query) {
  for (auto& term : query.terms) {
    const auto asked = term.keys.front();
    for (const auto& word : store::similar(tx, asked))
      for (auto& key : words::keys(word)) term.keys.push_back(std::move(key));
  }
  return query;
}

v1::SearchMessagesResponse answer(Tx& tx, PersonId viewer, Query query) {
  if (raw(query.conversation) != 0) messaging::store::require_member(tx, viewer, query.conversation);
  auto places = find(tx, viewer, query);
  v1::SearchMessagesResponse response;
  if (places.empty() && !query.terms.empty()) {
    query = in_similar_words(tx, std::move(query));
    places = find(tx, viewer, query);
    response.set_similar(!places.empty());
  }
  if (places.size() > query.limit) {
    places.resize(query.limit);
    response.set_next_cursor(cursor(places.back()));
  }
  add_messages(store::messages(tx, viewer, places), query, response);
  add_names(tx, viewer, response);
  return response;
}

}  // namespace

asio::awaitable<v1::SearchMessagesResponse> Handlers::search_messages(Context& context,
                                                                      const v1::SearchMessagesRequest& request) {
  const auto me = context.viewer.person;
  co_return co_await db_.transact([me, query = search::query(request)](Tx& tx) { return answer(tx, me, query); },
                                  InDoubt::kRunAgain, Lane::kSearch);
}

asio::awaitable<v1::SearchConversationsResponse> Handlers::search_conversations(
    Context& context, const v1::SearchConversationsRequest& request) {
  const auto me = context.viewer.person;
  const auto limit = policy::page_size(request.limit(), kUsualConversations);
  co_return co_await db_.transact(
      [me, limit, terms = search::terms(request.query())](Tx& tx) {
        v1::SearchConversationsResponse response;
        std::set<std::int64_t> people;
        if (terms.empty()) return response;
        for (const auto& named : store::names(tx, me, {})) {
          auto shown = marked(named.title, terms);
          if (!shown.complete) continue;
          *response.add_conversations() = to_wire(named, std::move(shown.highlights));
          if (named.other != 0) people.insert(named.other);
          if (response.conversations_size() == static_cast<int>(limit)) break;
        }
        add_cards(tx, people, *response.mutable_people());
        return response;
      },
      InDoubt::kRunAgain, Lane::kSearch);
}

}  // namespace wasl::messaging::search
