// Cells of CSV (RFC 4180) that programs for tables open without harm. Pure.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace wasl::directory::csv {

// What begins as a formula does (=, +, -, @, tab or carriage return, also in their full-width forms, whatever invisible
// or apostrophes come before) gets an apostrophe before it.
std::string guarded(std::string_view text);

// Without that apostrophe. unguarded(guarded(x)) == x, for every x.
std::string unguarded(std::string_view text);

// One row with its line end, each cell quoted where it must be. Cells are guarded already, or numbers of our own.
std::string row(const std::vector<std::string>& cells);

// Says to programs for tables that the file is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace wasl::directory::csv
