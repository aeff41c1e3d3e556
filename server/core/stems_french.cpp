#include <array>

#include "core/stems.hpp"

namespace wasl::stems {

namespace {

// A word that ends in `suffix`, with at least `keeps` letters before it, ends in `instead`.
struct Rule {
  std::string_view suffix, instead;
  std::size_t keeps;
};

constexpr std::array kPlurals{
    Rule{"eaux", "eau", 1}, Rule{"aux", "al", 2}, Rule{"oux", "ou", 1}, Rule{"eux", "eu", 1},
    Rule{"ss", "ss", 1},    Rule{"s", "", 3},
};

// Longer ones first.
constexpr std::array kEndings{
    Rule{"ification", "ifi", 3}, Rule{"ativement", "", 4}, Rule{"issement", "", 3}, Rule{"atrice", "", 4},
    Rule{"isation", "is", 4},    Rule{"issant", "", 4},    Rule{"ateur", "", 4},    Rule{"ative", "", 4},
    Rule{"ation", "", 4},        Rule{"ement", "", 4},     Rule{"trice", "t", 3},   Rule{"teuse", "t", 3},
    Rule{"teur", "t", 4},        Rule{"ition", "", 4},     Rule{"aient", "", 4},    Rule{"atif", "", 4},
    Rule{"enne", "en", 3},       Rule{"onne", "on", 3},    Rule{"elle", "el", 3},   Rule{"esse", "", 4},
    Rule{"euse", "", 4},         Rule{"aire", "", 5},      Rule{"isme", "", 4},     Rule{"iste", "", 4},
    Rule{"iere", "i", 4},        Rule{"ere", "", 4},       Rule{"ive", "if", 3},    Rule{"eur", "", 4},
    Rule{"ion", "", 4},          Rule{"ant", "", 4},       Rule{"ent", "", 4},      Rule{"ite", "", 5},
    Rule{"ait", "", 4},          Rule{"ier", "i", 4},      Rule{"eu", "", 4},       Rule{"al", "", 5},
    Rule{"el", "", 5},           Rule{"ee", "", 3},        Rule{"er", "", 4},       Rule{"ez", "", 4},
    Rule{"ir", "", 4},           Rule{"e", "", 3},
};

template <std::size_t N>
bool apply(const std::array<Rule, N>& rules, std::string& word) {
  for (const auto& [suffix, instead, keeps] : rules) {
    if (!word.ends_with(suffix) || word.size() < suffix.size() + keeps) continue;
    if (suffix == instead) return false;
    word.replace(word.size() - suffix.size(), suffix.size(), instead);
    return true;
  }
  return false;
}

}  // namespace

std::string french(std::string_view given) {
  constexpr int kMostEndings = 3;  // "environnementale": e, al, ement
  std::string word(given);
  if (word == "travaux") return "travail";
  apply(kPlurals, word);
  for (int i = 0; i < kMostEndings && apply(kEndings, word); ++i) {
  }
  if (word.size() > 3 && word[word.size() - 1] == word[word.size() - 2]) word.pop_back();
  return word;
}

}  // namespace wasl::stems
