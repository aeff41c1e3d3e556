// What people look for in the directory, against what it is searched by.
#include "directory/query.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"
#include "core/words.hpp"
#include "target.hpp"
#include "utf8.hpp"

namespace wasl::fuzz {
namespace {

// The text that a pattern %...% looks for.
std::string sought(const std::string& pattern) {
  check(pattern.size() > 2 && pattern.front() == '%' && pattern.back() == '%', "a pattern is of some word");
  auto word = pattern.substr(1, pattern.size() - 2);
  check(word.find_first_of("%_\\") == word.npos, "a word has no wildcards");
  return word;
}

FUZZ_TARGET(query, bytes) {
  std::vector<std::string> patterns;
  try {
    patterns = directory::query::patterns(bytes);
    directory::query::code("sector", bytes);
  } catch (const Refused& refused) {
    check(refused.code() == Code::kInvalidArgument, "a query that is refused is invalid");
    return;
  }
  check(patterns.size() <= 10, "a query has few words");
  const auto indexed = words::searchable(text::clean_line(bytes));  // as a name is kept
  if (indexed.empty()) return check(patterns.size() < 2, "signs alone are found nowhere");
  for (const auto& pattern : patterns) {
    const auto word = sought(pattern);
    check(is_utf8(word), "a word is UTF-8");
    check(indexed.find(word) != indexed.npos, "a name is found by itself");
  }
}

}  // namespace
}  // namespace wasl::fuzz
