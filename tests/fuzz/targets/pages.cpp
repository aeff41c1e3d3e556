// What strangers write into addresses and headers of public pages, and what people write that stands in pages and
// tables.
#include "core/error.hpp"
#include "directory/csv.hpp"
#include "directory/exports/policy.hpp"
#include "directory/pages/html.hpp"
#include "directory/pages/language.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

namespace html = directory::pages::html;
namespace csv = directory::csv;

void check_markup(std::string_view bytes) {
  const auto escaped = html::escape(bytes);
  check(escaped.find_first_of("<>\"'") == std::string::npos, "text is no markup and ends no attribute");
  check(escaped.find("\u202E") == std::string::npos, "text turns no direction");
  const auto quoted = html::json(bytes);
  check(quoted.find_first_of("<>&\n\r") == std::string::npos, "a string of JSON ends no script and no line");
  check(quoted.size() >= 2 && quoted.front() == '"' && quoted.back() == '"', "a string of JSON is in quotes");
}

void check_cell(std::string_view bytes) {
  const auto cell = csv::guarded(bytes);
  check(cell.empty() || std::string_view("=+-@\t\r").find(cell.front()) == std::string_view::npos,
        "no cell is a formula");
  check(csv::unguarded(cell) == bytes, "what was guarded comes back");
  check(csv::unguarded(csv::guarded(cell)) == cell, "and so does what was guarded twice");
}

FUZZ_TARGET(pages, bytes) {
  check_markup(bytes);
  check_cell(bytes);
  const auto language = directory::pages::choose(bytes, bytes, {});
  check(directory::pages::code_of(language).size() == 2, "there is always a language");
  const directory::pages::Query query(bytes);
  try {
    const auto asked = directory::exports::policy::asked(query);
    check(asked.filter().kinds_size() <= 200, "not more than was read");
  } catch (const Refused& refused) {
    check(refused.code() == Code::kInvalidArgument && !refused.field().empty(), "a refusal names its field");
  }
}

}  // namespace
}  // namespace wasl::fuzz
