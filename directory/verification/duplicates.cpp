#include "directory/verification/duplicates.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"
#include "core/words.hpp"

namespace wasl::directory::verification {

namespace {

constexpr std::size_t kShortWord = 4;

// Words that most names have.
const std::set<std::string>& common_stems() {
  static const auto stems = [] {
    std::set<std::string> out;
    for (const auto* word :
         {"association", "organisation",  "organization", "fondation",  "foundation", "fédération", "réseau",
          "network",     "union",         "club",         "centre",     "comité",     "ligue",      "société",
          "coopérative", "développement", "development",  "tunisienne", "tunisien",   "tunisie",    "marocaine",
          "maroc",       "djiboutienne",  "djibouti",     "جمعية",      "منظمة",      "مؤسسة",      "شبكة",
          "اتحاد",       "نادي",          "مركز",         "رابطة",      "لجنة",       "تعاونية",    "تنمية",
          "تونسية",      "تونس",          "مغربية",       "المغرب",     "جيبوتي"})
      for (const auto& stem : words::stems(text::fold(word))) out.insert(stem);
    return out;
  }();
  return stems;
}

bool is_common(const std::string& folded) {
  const auto stems = words::stems(folded);
  return words::is_filler(folded) ||
         std::ranges::any_of(stems, [](const auto& s) { return common_stems().contains(s); });
}

std::vector<std::string> telling_words(const std::string& name) {
  std::vector<std::string> all, telling;
  for (const auto& word : words::split(name)) {
    all.push_back(word.folded);
    if (!is_common(word.folded)) telling.push_back(word.folded);
  }
  return telling.empty() ? all : telling;
}

// Three letters of a folded word.
std::string beginning(const std::string& word) {
  std::size_t at = 0;
  for (int letters = 0; at < word.size() && letters < 3; ++letters)
    for (++at; at < word.size() && (word[at] & 0xC0) == 0x80;) ++at;
  return word.substr(0, at);
}

// Runs of three letters, and short words whole.
std::set<std::string> marks(const std::string& name) {
  std::set<std::string> out;
  for (const auto& word : telling_words(name)) {
    const auto grams = words::grams(word);
    out.insert(grams.begin(), grams.end());
    if (grams.empty()) out.insert("=" + word);
  }
  return out;
}

unsigned alike(const std::string& one, const std::string& other) {
  const auto a = marks(one), b = marks(other);
  if (a.empty() || b.empty()) return 0;
  const auto shared = std::ranges::count_if(a, [&](const auto& mark) { return b.contains(mark); });
  return static_cast<unsigned>(200 * shared / static_cast<std::ptrdiff_t>(a.size() + b.size()));
}

}  // namespace

std::vector<std::string> telling_patterns(const wasl::v1::LocalText& name) {
  std::set<std::string> out;
  for (const auto* text : {&name.ar(), &name.fr(), &name.en()})
    for (const auto& word : telling_words(*text)) {
      for (auto& pattern : words::patterns(word)) out.insert(std::move(pattern));
      if (text::length(word) > kShortWord)
        out.insert("%" + beginning(word) + "%");  // misspelt words begin alike, mostly
    }
  return {out.begin(), out.end()};
}

unsigned likeness(const wasl::v1::LocalText& one, const wasl::v1::LocalText& other) {
  return std::max({alike(one.ar(), other.ar()), alike(one.fr(), other.fr()), alike(one.en(), other.en())});
}

}  // namespace wasl::directory::verification
