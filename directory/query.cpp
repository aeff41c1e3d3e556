#include "directory/query.hpp"

#include <charconv>

#include "core/error.hpp"
#include "core/text.hpp"
#include "core/words.hpp"

namespace wasl::directory::query {

namespace {

constexpr std::size_t kLongestQuery = 100, kLongestCode = 40, kMostWords = 10;
constexpr int kDefaultLimit = 30, kMostAtOnce = 100;
constexpr std::string_view kCursorMark = "o";

}  // namespace

std::vector<std::string> patterns(std::string_view query) {
  const auto line = text::clean_line(query);
  if (text::length(line) > kLongestQuery)
    throw invalid("query", "directory.bad_query", "A query has at most 100 characters.");
  auto out = words::patterns(line);
  require(out.size() <= kMostWords, invalid("query", "directory.bad_query", "A query has at most 10 words."));
  return out;
}

int limit(std::uint32_t asked) {
  require(asked <= kMostAtOnce, invalid("limit", "directory.bad_limit", "Ask for 1 to 100 at once."));
  return asked == 0 ? kDefaultLimit : static_cast<int>(asked);
}

std::string code(const char* field, std::string_view code) {
  require(text::length(code) <= kLongestCode, invalid(field, "directory.bad_filter", "There is no such filter."));
  return text::clean_line(code);
}

std::string kind(v1::OrganisationKind kind) {
  switch (kind) {
    case v1::ORGANISATION_UNSPECIFIED:
      return "";
    case v1::ORGANISATION_ASSOCIATION:
      return "association";
    case v1::ORGANISATION_PARTNER:
      return "partner";
    case v1::ORGANISATION_AUTHORITY:
      return "authority";
    case v1::ORGANISATION_PLATFORM:
      return "platform";
    default:
      throw invalid("kind", "directory.bad_filter", "There is no such filter.");
  }
}

std::string cursor_after(OrganisationId last) { return std::string(kCursorMark) + std::to_string(raw(last)); }

OrganisationId read_cursor(std::string_view cursor) {
  if (cursor.empty()) return OrganisationId{0};
  std::int64_t id = 0;
  const auto* end = cursor.data() + cursor.size();
  if (cursor.starts_with(kCursorMark)) {
    const auto read = std::from_chars(cursor.data() + kCursorMark.size(), end, id);
    if (read.ec == std::errc() && read.ptr == end && id > 0) return OrganisationId{id};
  }
  throw invalid("cursor", "directory.bad_cursor", "Start again from the first page.");
}

}  // namespace wasl::directory::query
