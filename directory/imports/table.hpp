// The bytes of a file of rows, as a table of text. Pure.
#pragma once
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::directory::imports {

// What is wrong with a file: a stable key.
struct Unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr std::size_t kMostBytes = 64u * 1024 * 1024, kMostRows = 100'000, kMostColumns = 60,
                             kLongestCell = 20'000;

// "utf-8" (with or without a byte order mark), "utf-16" (with one), else one of the code pages that people here have:
// "windows-1256" when bytes above ASCII stand in runs, as Arabic letters do, "windows-1252" when they stand alone, as
// letters with accents do.
std::string detect_encoding(std::string_view bytes);

// UTF-8 without a byte order mark. Throws Unreadable("imports.not_text") when it is not in this encoding, or no text.
std::string decode(std::string bytes, const std::string& encoding);

// The one of , ; and tab that the first line has most.
char detect_delimiter(std::string_view text);

using Cells = std::vector<std::string>;
struct Outline {
  Cells header;
  std::size_t rows = 0;
};
// RFC 4180, and what programs make of it. Tells each row as it is read: none that is empty; as wide as the header.
// Throws Unreadable: imports.no_rows, imports.too_many_rows, imports.too_many_columns, imports.cell_too_long; what it
// told before does not count then.
Outline read_rows(std::string_view text, char delimiter, const std::function<void(Cells)>& tell);

// The same, all of them at once: for small files.
struct Table {
  Cells header;
  std::vector<Cells> rows;
};
Table parse(std::string_view text, char delimiter);

}  // namespace wasl::directory::imports
