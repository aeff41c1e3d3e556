// The SQL of the search.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "messaging/search/query.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::search::store {

using storage::Tx;

// ---- finding ----

struct Stretch {
  std::int64_t conversation, number, last_ms;
};
// Those of the viewer's conversations that may hold what is asked, latest first.
std::vector<Stretch> stretches(Tx& tx, PersonId viewer, const Query& query);
// What the query finds there, newest first, at most `limit`.
std::vector<Place> probe(Tx& tx, const std::vector<Stretch>& where, const Query& query, const std::string& tsquery,
                         std::size_t limit);

struct Found {
  Place place;
  v1::Message message;
};
// The messages as they stand, in the order of `places`; those that the viewer may not see or that are deleted are left out.
std::vector<Found> messages(Tx& tx, PersonId viewer, const std::vector<Place>& places);

struct Named {
  std::int64_t id;
  v1::ConversationKind kind;
  std::string title;          // of a group, an organisation; of a conversation with one person their name
  std::int64_t other;         // 0: no one person
  std::int64_t organisation;  // that the viewer has written to; 0: none
};
// Of the viewer's conversations: some, or (none given) all, latest activity first.
std::vector<Named> names(Tx& tx, PersonId viewer, const std::vector<std::int64_t>& some);

// Words that messages have and that look like this one, the likeliest first, at most five.
std::vector<std::string> similar(Tx& tx, const std::string& word);

// ---- indexing ----

struct Progress {
  std::int64_t conversation;
  Offset upto, head;
};
// Conversations whose stream is ahead of what is indexed, at most `limit`.
std::vector<std::int64_t> behind(Tx& tx, std::size_t limit);
// The progress of these, as far as they are behind, locked; those that another process works on are left out.
std::vector<Progress> claim(Tx& tx, const std::vector<std::int64_t>& conversations);
void advance(Tx& tx, std::int64_t conversation, Offset upto);

struct Row {
  std::int64_t conversation;
  std::int64_t sent_at_ms;
  v1::Message message;
  bool is_note;
};
std::vector<Row> between(Tx& tx, std::int64_t conversation, Offset after, Offset upto);
std::vector<Row> at(Tx& tx, std::int64_t conversation, const std::vector<Offset>& offsets);

struct Entry {
  Place place;
  std::string terms;  // empty: is found by nothing any more
};
void put(Tx& tx, const std::vector<Entry>& entries);
// Those that similar() can find.
void add_words(Tx& tx, const std::vector<std::string>& words);

}  // namespace wasl::messaging::search::store
