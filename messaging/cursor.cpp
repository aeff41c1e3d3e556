#include "messaging/cursor.hpp"

#include <charconv>

#include "core/error.hpp"

namespace wasl::messaging::cursor {

std::string write(const store::Cursor& c) {
  return std::to_string(c.rank) + "." + std::to_string(c.time_us) + "." + std::to_string(c.id);
}

std::optional<store::Cursor> read(const std::string& text) {
  if (text.empty()) return std::nullopt;
  store::Cursor c;
  const auto* at = text.data();
  const auto* end = at + text.size();
  for (auto* number : {&c.rank, &c.time_us, &c.id}) {
    const auto [next, failed] = std::from_chars(at, end, *number);
    const bool last = number == &c.id;
    if (failed != std::errc{} || (next == end) != last || (!last && *next != '.'))
      throw invalid("cursor", "cursor_malformed", "cursor must be one that an earlier answer gave.");
    at = next + 1;
  }
  return c;
}

}  // namespace wasl::messaging::cursor
