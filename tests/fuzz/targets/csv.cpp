// Files of rows, in any encoding, and the profiles that are made of them.
#include "core/error.hpp"
#include "directory/imports/fields.hpp"
#include "target.hpp"
#include "utf8.hpp"

namespace wasl::fuzz {
namespace {

namespace imports = directory::imports;
namespace profiles = directory::profiles;

void check_profile(const directory::v1::Profile& profile, const profiles::Known& known) {
  const auto again = profiles::clean(profile, known);
  check(again.SerializeAsString() == profile.SerializeAsString(), "what is clean stays as it is");
}

void check_rows(const imports::Table& table, const imports::Vocabulary& vocabulary) {
  const auto fields = imports::suggest(table.header);
  check(fields.size() == table.header.size(), "each column has a suggestion");
  for (std::size_t i = 0; i < table.rows.size() && i < 20; ++i) {
    check(table.rows[i].size() == table.header.size(), "rows are as wide as the header");
    const auto made = imports::make(table.rows[i], fields, vocabulary);
    if (made.errors.empty()) check_profile(made.profile, vocabulary.known);
    for (const auto& error : made.errors) check(is_utf8(error.value()), "an error shows UTF-8");
  }
}

FUZZ_TARGET(csv, bytes) {
  const imports::Vocabulary vocabulary{
      {{{"TN-61", "TN"}}, {"youth"}, 2026}, {{"youth", "youth"}}, {{"tn-61", "TN-61"}}};
  try {
    const auto text = imports::decode(std::string(bytes), imports::detect_encoding(bytes));
    check(is_utf8(text), "what is decoded is UTF-8");
    check_rows(imports::parse(text, imports::detect_delimiter(text)), vocabulary);
  } catch (const imports::Unreadable& unreadable) {
    check(std::string_view(unreadable.what()).starts_with("imports."), "what is unreadable has a reason");
  }
}

}  // namespace
}  // namespace wasl::fuzz
