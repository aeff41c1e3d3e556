// A second opinion on UTF-8, by the table of the Unicode standard (3.9, table 3-7), and code points one by one.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wasl::fuzz {

// Nothing when it is not UTF-8.
inline std::optional<std::vector<std::uint32_t>> code_points(std::string_view text) {
  std::vector<std::uint32_t> out;
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const std::uint32_t first = byte(at);
    const std::size_t more = first < 0x80 ? 0 : first < 0xc2 ? 9 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : 9;
    if (more == 9) return std::nullopt;
    std::uint32_t point = more == 0 ? first : first & (0x3fU >> more);
    for (std::size_t i = 1; i <= more; ++i) {
      if ((byte(at + i) & 0xc0) != 0x80) return std::nullopt;
      point = point << 6 | (byte(at + i) & 0x3f);
    }
    if ((more == 2 && point < 0x800) || (more == 3 && point < 0x10000) || point > 0x10ffff) return std::nullopt;
    if (point >= 0xd800 && point < 0xe000) return std::nullopt;
    out.push_back(point);
    at += more + 1;
  }
  return out;
}

inline bool is_utf8(std::string_view text) { return code_points(text).has_value(); }

}  // namespace wasl::fuzz
