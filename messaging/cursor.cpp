#include "messaging/cursor.hpp"

#include <charconv>

#include "core/error.hpp"

namespace wasl::messaging::cursor {

std::string write(const store::Cursor& c) { return std::to_string(c.activity_us) + "." + std::to_string(c.conversation); }

std::optional<store::Cursor> read(const std::string& text) {
  if (text.empty()) return std::nullopt;
  store::Cursor c;
  const auto* end = text.data() + text.size();
  const auto dot = std::from_chars(text.data(), end, c.activity_us);
  if (dot.ec == std::errc{} && dot.ptr != end && *dot.ptr == '.') {
    const auto last = std::from_chars(dot.ptr + 1, end, c.conversation);
    if (last.ec == std::errc{} && last.ptr == end) return c;
  }
  throw invalid("cursor", "cursor_malformed", "cursor must be one that an earlier answer gave.");
}

}  // namespace wasl::messaging::cursor
