#include "directory/csv.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

namespace wasl::directory::csv {

namespace {

bool begins_a_formula(UChar32 c) {
  constexpr std::u32string_view kBeginnings = U"=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20";  // the last four are full-width
  return kBeginnings.find(static_cast<char32_t>(c)) != std::u32string_view::npos;
}

bool is_unseen(UChar32 c) {
  return u_isUWhiteSpace(c) || u_iscntrl(c) || u_charType(c) == U_FORMAT_CHAR ||
         u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool begins_a_formula(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  const auto size = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (begins_a_formula(c)) return true;
    if (!is_unseen(c)) return false;
  }
  return false;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out.append(c == '"' ? 2 : 1, c);
  return out + "\"";
}

}  // namespace

std::string guarded(std::string_view text) { return (begins_a_formula(text) ? "'" : "") + std::string(text); }

std::string unguarded(std::string_view text) {
  const bool is_guarded = text.starts_with('\'') && begins_a_formula(text.substr(1));
  return std::string(is_guarded ? text.substr(1) : text);
}

std::string row(const std::vector<std::string>& cells) {
  std::string out;
  for (const auto& cell : cells) {
    if (&cell != cells.data()) out += ',';
    const bool plain = cell.find_first_of(",\"\r\n;\t") == std::string::npos;
    out += plain ? cell : quoted(cell);
  }
  return out + "\r\n";
}

}  // namespace wasl::directory::csv
