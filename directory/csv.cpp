#include "directory/csv.hpp"

#include <algorithm>
#include <array>

namespace wasl::directory::csv {

namespace {

// In UTF-8; the last four are full-width.
constexpr std::array<std::string_view, 10> kBeginnings{"=",  "+",      "-",      "@",      "\t",
                                                       "\r", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};
// Spaces and marks that show nothing.
constexpr std::array<std::string_view, 9> kUnseen{" ",      "\n",     "\u00A0", "\u200B", "\u200E",
                                                  "\u200F", "\u2060", "\u3000", "\uFEFF"};

template <std::size_t kCount>
std::size_t length_of_first(std::string_view text, const std::array<std::string_view, kCount>& ones) {
  const auto found = std::ranges::find_if(ones, [&](auto one) { return text.starts_with(one); });
  return found == ones.end() ? 0 : found->size();
}

bool begins_a_formula(std::string_view text) {
  while (const auto unseen = length_of_first(text, kUnseen)) text.remove_prefix(unseen);
  return length_of_first(text, kBeginnings) > 0;
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
