#include "directory/find/vocabulary.hpp"

#include <algorithm>
#include <map>

#include "directory/find/edits.hpp"

namespace wasl::directory::find {

namespace {

constexpr double kLikeEnough = 0.35;
constexpr std::size_t kMostSimilar = 5;
constexpr std::size_t kShortest = 3;  // names are short, and roots have three letters

// The share of letters that are right, when no more are wrong than a slip explains; else 0.
double slipped(std::u32string_view letters, const std::string& other) {
  const auto most = forgiven(letters.size());
  const auto found = edits(letters, letters_of(other), most);
  return found > most ? 0 : 1 - static_cast<double>(found) / static_cast<double>(letters.size());
}

}  // namespace

void Vocabulary::add(const std::string& word) {
  const auto grams = words::grams(word, kShortest);
  for (const auto& gram : grams) by_gram_[gram].push_back(static_cast<std::uint32_t>(known_.size()));
  if (!grams.empty()) known_.push_back({word, static_cast<std::uint32_t>(grams.size())});
}

std::vector<std::string> Vocabulary::similar(const std::string& word) const {
  const auto grams = words::grams(word, kShortest);
  std::map<std::uint32_t, std::uint32_t> common;
  for (const auto& gram : grams)
    if (const auto at = by_gram_.find(gram); at != by_gram_.end())
      for (const auto known : at->second) ++common[known];
  const auto letters = letters_of(word);
  std::vector<std::pair<double, std::string>> like;
  for (const auto& [known, n] : common) {
    const auto share = n / static_cast<double>(grams.size() + known_[known].grams - n);
    const auto likeness = std::max(share, slipped(letters, known_[known].word));
    if (likeness >= kLikeEnough) like.emplace_back(-likeness, known_[known].word);
  }
  std::ranges::sort(like);
  std::vector<std::string> out;
  for (auto& [share, found] : like)
    if (out.size() < kMostSimilar) out.push_back(std::move(found));
  return out;
}

}  // namespace wasl::directory::find
