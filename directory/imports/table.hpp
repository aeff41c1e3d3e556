// The bytes of a file of rows, as a table of text. Pure.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::directory::imports {

// What is wrong with a file: a stable key.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr std::size_t kMostBytes = 20u * 1024 * 1024, kMostRows = 50'000, kMostColumns = 60,
                             kLongestCell = 20'000;

// "utf-8" (with or without a byte order mark), "utf-16" (with one), else one of the code pages that people here have:
// "windows-1256" when bytes above ASCII stand in runs, as Arabic letters do, "windows-1252" when they stand alone, as
// letters with accents do.
std::string detect_encoding(std::string_view bytes);

// UTF-8 without a byte order mark. Throws Unreadable("imports.not_text") when it is not in this encoding, or no text.
std::string decode(std::string_view bytes, const std::string& encoding);

// The one of , ; and tab that the first line has most.
char detect_delimiter(std::string_view text);

using Cells = std::vector<std::string>;
struct Table {
  Cells header;
  std::vector<Cells> rows;  // none that is empty; as wide as the header
};
// RFC 4180, and what programs make of it. Throws Unreadable: imports.no_rows, imports.too_many_rows,
// imports.too_many_columns, imports.cell_too_long.
Table parse(std::string_view text, char delimiter);

}  // namespace wasl::directory::imports
