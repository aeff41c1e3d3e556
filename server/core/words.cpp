#include "core/words.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "core/stems.hpp"
#include "core/text.hpp"

namespace wasl::words {

namespace {

constexpr std::size_t kLongest = 120;  // bytes; of longer words only the beginning counts

bool is_mark(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK || type == U_ENCLOSING_MARK;
}

bool is_joiner(UChar32 c) { return c == 0x200C || c == 0x200D; }

// Calls found(from, to) for each run of letters, digits, and what may stand inside a word.
template <class Found>
void each_run(std::string_view utf8, Found found) {
  const auto* data = utf8.data();
  const auto size = static_cast<std::int32_t>(utf8.size());
  std::int32_t from = -1;
  for (std::int32_t i = 0; i < size;) {
    const auto before = i;
    UChar32 c = 0;
    U8_NEXT(data, i, size, c);
    if (c < 0) throw Refused(Code::kInvalidArgument, "not_utf8", "Text must be valid UTF-8.");
    const bool inside = u_isalnum(c) || (from >= 0 && (is_mark(c) || is_joiner(c)));
    if (inside && from < 0) from = before;
    if (!inside && from >= 0) {
      found(static_cast<std::size_t>(from), static_cast<std::size_t>(before));
      from = -1;
    }
  }
  if (from >= 0) found(static_cast<std::size_t>(from), utf8.size());
}

std::u32string decode(std::string_view utf8) {
  std::u32string out;
  const auto size = static_cast<std::int32_t>(utf8.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(utf8.data(), i, size, c);
    out.push_back(static_cast<char32_t>(c < 0 ? 0xFFFD : c));
  }
  return out;
}

std::string encode(std::u32string_view word) {
  std::string out;
  for (const auto c : word) {
    char bytes[U8_MAX_LENGTH];
    std::int32_t n = 0;
    U8_APPEND_UNSAFE(bytes, n, static_cast<UChar32>(c));
    out.append(bytes, static_cast<std::size_t>(n));
  }
  return out;
}

bool is_ascii_word(std::string_view word) {
  return std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; });
}

bool is_arabic(std::string_view word) {
  const auto letters = decode(word);
  return std::ranges::all_of(letters, [](char32_t c) { return c >= 0x0621 && c <= 0x06D3; });
}

void add(std::vector<std::string>& to, std::string key) {
  if (std::ranges::find(to, key) == to.end()) to.push_back(std::move(key));
}

std::string pattern(std::string_view word) { return "%" + std::string(word) + "%"; }

}  // namespace

std::vector<Word> split(std::string_view utf8) {
  std::vector<Word> out;
  each_run(utf8, [&](std::size_t from, std::size_t to) {
    const auto folded = text::fold(utf8.substr(from, to - from));
    each_run(folded, [&](std::size_t f, std::size_t t) {
      out.push_back({text::head(std::string_view(folded).substr(f, t - f), kLongest), from, to});
    });
  });
  return out;
}

std::vector<std::string> stems(std::string_view folded) {
  if (is_ascii_word(folded)) return {stems::french(folded)};
  if (!is_arabic(folded)) return {std::string(folded)};
  std::vector<std::string> out;
  for (const auto& stem : stems::arabic(decode(folded))) out.push_back(encode(stem));
  return out;
}

std::vector<std::string> keys(std::string_view folded) {
  std::vector<std::string> out{std::string(folded)};
  for (auto& stem : stems(folded)) add(out, std::move(stem));
  return out;
}

bool is_filler(std::string_view folded) {
  static const std::set<std::string_view> kFillers{
      "l",   "d",   "j",     "m",   "t",   "s",   "n",   "c",    "qu",  "le",   "la",  "les",  "de",  "des", "du",
      "un",  "une", "et",    "a",   "au",  "aux", "en",  "dans", "sur", "pour", "par", "avec", "ou",  "que", "qui",
      "ce",  "cet", "cette", "ces", "est", "the", "an",  "of",   "to",  "in",   "on",  "for",  "and", "في",  "من",
      "الي", "عن",  "مع",    "هذا", "هذه", "ذلك", "تلك", "او",   "ثم",  "ان",   "ما",  "لا",   "و"};
  return kFillers.contains(folded);
}

std::vector<Term> terms(std::string_view query, std::size_t most) {
  auto all = split(query);
  const bool unfinished = !all.empty() && all.back().to == query.size();
  const auto last = all.empty() ? std::string() : all.back().folded;
  if (std::ranges::any_of(all, [](const Word& w) { return !is_filler(w.folded); }))
    std::erase_if(all, [](const Word& w) { return is_filler(w.folded); });
  require(all.size() <= most,
          invalid("query", "search.query_words", "A query has at most " + std::to_string(most) + " words."));
  std::vector<Term> out;
  for (const auto& word : all) out.push_back({keys(word.folded), {}});
  if (unfinished && !all.empty() && all.back().folded == last && text::length(last) > 1) {
    add(out.back().prefixes, last);
    if (is_arabic(last)) add(out.back().prefixes, encode(stems::bare_arabic(decode(last))));
  }
  return out;
}

bool meets(const Term& term, const std::vector<std::string>& keys) {
  return std::ranges::any_of(keys, [&](const std::string& key) {
    return std::ranges::find(term.keys, key) != term.keys.end() ||
           std::ranges::any_of(term.prefixes, [&](const auto& prefix) { return key.starts_with(prefix); });
  });
}

std::vector<std::string> grams(std::string_view folded, std::size_t shortest) {
  constexpr std::size_t kLongestAlike = 24;
  auto letters = decode(folded);
  if (std::ranges::any_of(letters, [](char32_t c) { return c >= '0' && c <= '9'; })) return {};
  if (is_arabic(folded)) letters = stems::bare_arabic(letters);
  if (letters.size() < shortest || letters.size() > kLongestAlike) return {};
  letters = U"^" + letters + U"$";
  std::vector<std::string> out;
  for (std::size_t i = 0; i + 3 <= letters.size(); ++i) add(out, encode(std::u32string_view(letters).substr(i, 3)));
  return out;
}

std::string searchable(std::string_view utf8) {
  const auto all = split(utf8);
  std::string out, stemmed;
  for (const auto& word : all) {
    out += (out.empty() ? "" : " ") + word.folded;
    for (const auto& stem : stems(word.folded))
      if (stem != word.folded) stemmed += " " + stem;
  }
  return out + stemmed;
}

std::vector<std::string> patterns(std::string_view query) {
  constexpr std::size_t kShortest = 3;  // a shorter stem is in too many words
  std::vector<std::string> out;
  for (const auto& word : split(query)) {
    const auto found = stems(word.folded);
    const auto sure = found.size() == 1 && text::length(found[0]) >= kShortest;
    out.push_back(pattern(sure ? found[0] : word.folded));
  }
  if (out.empty() && !text::clean_line(query).empty()) out.emplace_back("\n");  // in no searchable text
  return out;
}

}  // namespace wasl::words
