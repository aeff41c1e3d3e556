// What somebody looks for, checked and made ready for the store. Pure; every function throws Refused{invalid_argument} for
// what it cannot accept.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "core/words.hpp"
#include "wasl/messaging/v1/search.pb.h"

namespace wasl::messaging::search {

inline constexpr int kStretchBits = 12;  // as in sql/0007_search.sql

// Where a page ends. Results are ordered by it, newest first.
struct Place {
  std::int64_t sent_at_ms, conversation;
  Offset offset;
  auto operator<=>(const Place&) const = default;
};

struct Query {
  std::vector<words::Term> terms;
  ConversationId conversation{};
  PersonId author{};
  bool has_attachment = false;
  std::int64_t from_ms, before_ms;  // the latter is not in it
  Place after;                      // results are less than this
  std::size_t limit;
};

std::vector<words::Term> terms(const std::string& typed);
Query query(const v1::SearchMessagesRequest& request);

// A tsquery for the function message_query.
std::string tsquery(const Query& query);

// The keys of a message beside those of its words.
std::string author_key(PersonId author);
inline constexpr const char* kFileKey = "#file";

std::string cursor(const Place& place);

}  // namespace wasl::messaging::search
