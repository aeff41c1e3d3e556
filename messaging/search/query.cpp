#include "messaging/search/query.hpp"

#include <charconv>
#include <limits>

#include "core/error.hpp"
#include "core/text.hpp"
#include "messaging/policy.hpp"

namespace wasl::messaging::search {

namespace {

constexpr std::size_t kLongestQuery = 100, kMostWords = 10;
constexpr std::uint32_t kUsual = 20;
constexpr auto kEndOfTime = std::numeric_limits<std::int64_t>::max();

std::int64_t moment(const char* field, std::int64_t ms) {
  constexpr std::int64_t kMost = 253'402'300'800'000;  // the year 10000
  require(ms >= 0 && ms < kMost, invalid(field, "search.bad_date", "There is no such date."));
  return ms;
}

Place read_cursor(const std::string& text) {
  Place place{kEndOfTime, 0, 0};
  if (text.empty()) return place;
  const auto* at = text.data();
  const auto* end = at + text.size();
  for (auto* number : {&place.sent_at_ms, &place.conversation, &place.offset}) {
    if (number != &place.sent_at_ms && (at == end || *at++ != '.')) at = nullptr;
    const auto read = at == nullptr ? std::from_chars_result{nullptr, std::errc::invalid_argument} : std::from_chars(at, end, *number);
    require(read.ec == std::errc{}, invalid("cursor", "cursor_malformed", "cursor must be one that an earlier answer gave."));
    at = read.ptr;
  }
  require(at == end, invalid("cursor", "cursor_malformed", "cursor must be one that an earlier answer gave."));
  return place;
}

// Keys are letters and digits, or the module's own: nothing in them has to be escaped.
void any_of(std::string& to, const words::Term& term) {
  std::string out;
  for (const auto& key : term.keys) out += (out.empty() ? "'%" : "|'%") + key + "'";
  for (const auto& prefix : term.prefixes) out += (out.empty() ? "'%" : "|'%") + prefix + "':*";
  to += (to.empty() ? "(" : "&(") + out + ")";
}

}  // namespace

std::vector<words::Term> terms(const std::string& typed) {
  require(typed.size() <= kLongestQuery * 12 && text::length(typed) <= kLongestQuery,
          invalid("query", "search.query_length", "A query has at most 100 characters."));
  return words::terms(typed, kMostWords);
}

Query query(const v1::SearchMessagesRequest& request) {
  Query q{.terms = terms(request.query()),
          .conversation = ConversationId{request.conversation_id()},
          .author = PersonId{request.author_id()},
          .has_attachment = request.has_attachment(),
          .from_ms = moment("sent_from_ms", request.sent_from_ms()),
          .before_ms = request.sent_before_ms() == 0 ? kEndOfTime : moment("sent_before_ms", request.sent_before_ms()),
          .after = read_cursor(request.cursor()),
          .limit = policy::page_size(request.limit(), kUsual)};
  require(!q.terms.empty() || raw(q.author) != 0 || q.has_attachment,
          invalid("query", "search.nothing_asked", "Write a word to look for, or choose an author or attachments."));
  return q;
}

std::string tsquery(const Query& query) {
  std::string out;
  for (const auto& term : query.terms) any_of(out, term);
  if (raw(query.author) != 0) any_of(out, {{author_key(query.author)}, {}});
  if (query.has_attachment) any_of(out, {{kFileKey}, {}});
  return out;
}

std::string author_key(PersonId author) { return "@" + std::to_string(raw(author)); }

std::string cursor(const Place& place) {
  return std::to_string(place.sent_at_ms) + "." + std::to_string(place.conversation) + "." + std::to_string(place.offset);
}

}  // namespace wasl::messaging::search
