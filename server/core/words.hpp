// The words of a text as a search sees them: folded, parted, and led back to what their forms have in common.
// Everything that is searched goes through here, on both sides.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::words {

struct Word {
  std::string folded;    // letters and digits only, see text::fold
  std::size_t from, to;  // bytes of the text that it stands for
};

// Runs of letters, marks and digits; whatever else is between them parts them. Throws Refused{invalid_argument} when
// the text is not UTF-8.
std::vector<Word> split(std::string_view utf8);

// What all forms of a word should share, as far as light stemming can tell; where it is unsure there are several. Never
// empty. "والجمعيات", "جمعية" -> "جمع"; "réunions" -> "reun".
std::vector<std::string> stems(std::string_view folded);

// What a text is found by for containing this word: the word and its stems, each once.
std::vector<std::string> keys(std::string_view folded);

// "de", "the", "في": left out of a query that has other words.
bool is_filler(std::string_view folded);

// One word of a query.
struct Term {
  std::vector<std::string> keys;      // a text word with one of these meets it
  std::vector<std::string> prefixes;  // and so does one with a key that begins so: for a word still being typed
};

// At most `most` words, without fillers. The last one may be unfinished when the query does not end in a space.
std::vector<Term> terms(std::string_view query, std::size_t most);

bool meets(const Term& term, const std::vector<std::string>& keys);

// For finding words that look alike: runs of three letters of the word without an article, its ends marked, each once.
// None for words of less than `shortest` letters or more than 24, and for those with digits.
std::vector<std::string> grams(std::string_view folded, std::size_t shortest = 4);

// For columns that are searched with LIKE: all keys of a text between spaces, the folded words first.
std::string searchable(std::string_view utf8);
// One LIKE pattern per word of the query: a searchable() text that is like all of them has every word. Signs alone are
// found nowhere.
std::vector<std::string> patterns(std::string_view query);

}  // namespace wasl::words
