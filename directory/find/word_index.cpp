#include "directory/find/word_index.hpp"

#include <algorithm>

namespace wasl::directory::find {

void Texts::unite(const Texts& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
}

void Texts::intersect(const Texts& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= other.bits_[i];
}

void WordIndex::List::add(std::uint32_t text) {
  auto step = text - last;
  for (; step >= 128; step >>= 7) steps.push_back(static_cast<char>((step & 127U) | 128U));
  steps.push_back(static_cast<char>(step));
  last = text;
}

template <class F>
void WordIndex::List::each(F f) const {
  std::uint32_t text = 0, step = 0;
  unsigned shift = 0;
  for (const char c : steps) {
    const auto byte = static_cast<std::uint8_t>(c);
    step |= (byte & 127U) << shift;
    shift += 7;
    if (byte >= 128) continue;
    f(text += step);
    step = shift = 0;
  }
}

std::vector<std::string> WordIndex::add(std::uint32_t text, std::string_view searchable) {
  std::vector<std::string> fresh;
  for (std::size_t from = 0; from < searchable.size();) {
    const auto to = std::min(searchable.find(' ', from), searchable.size());
    const auto word = searchable.substr(from, to - from);
    from = to + 1;
    if (word.empty()) continue;
    auto at = lists_.lower_bound(word);
    if (at == lists_.end() || at->first != word) {
      at = lists_.emplace_hint(at, word, List{});
      fresh.emplace_back(word);
    }
    if (at->second.last != text) at->second.add(text);
  }
  return fresh;
}

bool WordIndex::knows(const words::Term& term) const {
  return std::ranges::any_of(term.keys, [&](const auto& key) { return lists_.contains(key); }) ||
         std::ranges::any_of(term.prefixes, [&](const auto& prefix) {
           const auto at = lists_.lower_bound(prefix);
           return at != lists_.end() && at->first.starts_with(prefix);
         });
}

void WordIndex::mark(const words::Term& term, Texts& into) const {
  const auto all = [&](const List& list) { list.each([&](std::uint32_t text) { into.add(text); }); };
  for (const auto& key : term.keys)
    if (const auto at = lists_.find(key); at != lists_.end()) all(at->second);
  for (const auto& prefix : term.prefixes)
    for (auto at = lists_.lower_bound(prefix); at != lists_.end() && at->first.starts_with(prefix); ++at)
      all(at->second);
}

void WordIndex::renumber(const std::vector<std::uint32_t>& numbers) {
  for (auto& [word, list] : lists_) {
    List kept;
    list.each([&](std::uint32_t text) {
      if (numbers[text] != 0) kept.add(numbers[text]);
    });
    list = std::move(kept);
  }
  std::erase_if(lists_, [](const auto& one) { return one.second.last == 0; });
}

}  // namespace wasl::directory::find
