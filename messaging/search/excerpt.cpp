#include "messaging/search/excerpt.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace wasl::messaging::search {

namespace {

constexpr std::size_t kBefore = 60, kLength = 200;  // bytes allow more letters to Latin than to Arabic; both fill two lines
constexpr std::string_view kCut = "…";

struct Hit {
  std::size_t from, to;
};

std::vector<Hit> hits(const std::string& text, const std::vector<words::Term>& terms, std::vector<bool>& met) {
  std::vector<Hit> out;
  for (const auto& word : words::split(text)) {
    const auto keys = words::keys(word.folded);
    bool hit = false;
    for (std::size_t i = 0; i < terms.size(); ++i)
      if (words::meets(terms[i], keys)) met[i] = hit = true;
    if (hit && (out.empty() || out.back().from != word.from)) out.push_back({word.from, word.to});
  }
  return out;
}

std::uint32_t utf16_length(std::string_view utf8) {
  std::uint32_t n = 0;
  for (const char c : utf8) {
    const auto byte = static_cast<unsigned char>(c);
    n += (byte & 0xC0) != 0x80;  // a code point begins
    n += byte >= 0xF0;           // outside the first plane: two units
  }
  return n;
}

bool is_gap(char c) { return c == ' ' || c == '\n' || c == '\t'; }

// The last gap at or before `at`, not before `low`; `low` when there is none and it is no gap's place, a code point's begin.
std::size_t gap_before(const std::string& text, std::size_t at, std::size_t low) {
  for (auto i = at; i > low; --i)
    if (is_gap(text[i - 1])) return i;
  return low;
}

std::size_t start_of(const std::string& text, std::size_t first) {
  if (first <= kBefore) return 0;
  auto i = first - kBefore;
  while (i < first && !is_gap(text[i])) ++i;
  return i == first ? first : i + 1;
}

std::size_t end_of(const std::string& text, std::size_t start, std::size_t last) {
  if (text.size() - start <= kLength) return text.size();
  const auto low = std::max(last, start + text::head(std::string_view(text).substr(start), kLength / 2).size());
  const auto at = std::max(low, start + text::head(std::string_view(text).substr(start), kLength).size());
  const auto gap = gap_before(text, at, low);
  return gap == low ? at : gap - 1;
}

Excerpt cut(const std::string& text, const std::vector<Hit>& found, std::size_t start, std::size_t end) {
  Excerpt out{start > 0 ? std::string(kCut) : std::string(), {}, true};
  const auto offset = utf16_length(out.text);
  out.text += text.substr(start, end - start);
  if (end < text.size()) out.text += kCut;
  for (const auto& hit : found) {
    if (hit.from < start || hit.to > end) continue;
    v1::Span span;
    span.set_start(offset + utf16_length(std::string_view(text).substr(start, hit.from - start)));
    span.set_length(utf16_length(std::string_view(text).substr(hit.from, hit.to - hit.from)));
    out.highlights.push_back(span);
  }
  return out;
}

}  // namespace

Excerpt excerpt(const std::string& text, const std::vector<words::Term>& terms) {
  std::vector<bool> met(terms.size());
  const auto found = hits(text, terms, met);
  const auto start = found.empty() ? 0 : start_of(text, found[0].from);
  auto out = cut(text, found, start, end_of(text, start, found.empty() ? 0 : found[0].to));
  out.complete = std::ranges::find(met, false) == met.end();
  return out;
}

Excerpt marked(const std::string& text, const std::vector<words::Term>& terms) {
  std::vector<bool> met(terms.size());
  auto out = cut(text, hits(text, terms, met), 0, text.size());
  out.complete = std::ranges::find(met, false) == met.end();
  return out;
}

}  // namespace wasl::messaging::search
