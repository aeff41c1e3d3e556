#include "directory/find/edits.hpp"

#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

namespace wasl::directory::find {

std::u32string letters_of(std::string_view utf8) {
  std::u32string out;
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), i, size, c);
    if (c >= 0) out.push_back(static_cast<char32_t>(c));
  }
  return out;
}

std::size_t edits(std::u32string_view one, std::u32string_view other, std::size_t most) {
  if (std::max(one.size(), other.size()) - std::min(one.size(), other.size()) > most) return most + 1;
  // Rows of the table: the one being filled, and the two before it.
  std::array<std::vector<std::size_t>, 3> rows;
  for (auto& row : rows) row.resize(other.size() + 1);
  std::iota(rows[0].begin(), rows[0].end(), std::size_t{0});
  for (std::size_t i = 1; i <= one.size(); ++i) {
    auto &now = rows[i % 3], &before = rows[(i + 2) % 3], &earlier = rows[(i + 1) % 3];
    now[0] = i;
    for (std::size_t j = 1; j <= other.size(); ++j) {
      now[j] = std::min({now[j - 1] + 1, before[j] + 1, before[j - 1] + (one[i - 1] == other[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
        now[j] = std::min(now[j], earlier[j - 2] + 1);
    }
    if (std::ranges::min(now) > most) return most + 1;
  }
  return rows[one.size() % 3][other.size()];
}

std::size_t forgiven(std::size_t letters) { return letters < 4 ? 0 : letters < 8 ? 1 : 2; }

}  // namespace wasl::directory::find
