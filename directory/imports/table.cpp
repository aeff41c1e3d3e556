#include "directory/imports/table.hpp"

#include <csv.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <memory>

namespace wasl::directory::imports {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";

bool is_utf8(std::string_view bytes) {
  const auto size = static_cast<std::int32_t>(bytes.size());
  for (std::int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(bytes.data(), i, size, c);
    if (c < 0) return false;
  }
  return true;
}

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Bytes above ASCII that stand beside another one, against those that stand alone.
bool stands_in_runs(std::string_view bytes) {
  std::size_t together = 0, alone = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!is_high(bytes[i])) continue;
    const bool beside = (i > 0 && is_high(bytes[i - 1])) || (i + 1 < bytes.size() && is_high(bytes[i + 1]));
    ++(beside ? together : alone);
  }
  return together > alone;
}

using Converter = std::unique_ptr<UConverter, decltype(&ucnv_close)>;

icu::UnicodeString converted(std::string_view bytes, const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const Converter converter(ucnv_open(encoding, &status), ucnv_close);
  ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  icu::UnicodeString out(bytes.data(), static_cast<std::int32_t>(bytes.size()), converter.get(), status);
  if (U_FAILURE(status)) throw Unreadable("imports.not_text");
  return out;
}

struct Reading {
  const std::function<void(Cells)>& tell;
  Outline outline{};
  Cells row{};
  bool too_wide = false, too_long = false, too_large = false;
};

void on_cell(void* data, std::size_t size, void* reading) {
  auto& r = *static_cast<Reading*>(reading);
  if (r.row.size() == kMostColumns)
    r.too_wide = true;
  else if (size > kLongestCell)
    r.too_large = true;
  else
    r.row.emplace_back(static_cast<const char*>(data), size);
}

void on_row(int, void* reading) {
  auto& r = *static_cast<Reading*>(reading);
  Cells row;
  std::swap(row, r.row);
  if (std::ranges::all_of(row, &std::string::empty)) return;
  if (r.outline.header.empty()) {
    r.outline.header = std::move(row);
  } else if (r.outline.rows == kMostRows) {
    r.too_long = true;
  } else {
    ++r.outline.rows;
    row.resize(r.outline.header.size());
    r.tell(std::move(row));
  }
}

}  // namespace

std::string detect_encoding(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF")) return "utf-16";
  if (is_utf8(bytes)) return "utf-8";
  return stands_in_runs(bytes) ? "windows-1256" : "windows-1252";
}

std::string decode(std::string bytes, const std::string& encoding) {
  std::string out;
  if (encoding == "utf-8") {
    if (!is_utf8(bytes)) throw Unreadable("imports.not_text");
    out = std::move(bytes);
    if (out.starts_with(kUtf8Mark)) out.erase(0, kUtf8Mark.size());
  } else {
    converted(bytes, encoding.c_str()).toUTF8String(out);
  }
  if (out.find('\0') != std::string::npos) throw Unreadable("imports.not_text");
  return out;
}

char detect_delimiter(std::string_view text) {
  const auto line = text.substr(0, text.find('\n'));
  constexpr std::array kDelimiters{',', ';', '\t'};
  return *std::ranges::max_element(kDelimiters, {}, [&](char c) { return std::ranges::count(line, c); });
}

Outline read_rows(std::string_view text, char delimiter, const std::function<void(Cells)>& tell) {
  csv_parser parser{};
  if (csv_init(&parser, 0) != 0) throw std::bad_alloc();
  const std::unique_ptr<csv_parser, decltype(&csv_free)> held(&parser, csv_free);
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  Reading reading{tell};
  if (csv_parse(&parser, text.data(), text.size(), on_cell, on_row, &reading) != text.size() ||
      csv_fini(&parser, on_cell, on_row, &reading) != 0)
    throw Unreadable("imports.not_text");
  if (reading.too_wide) throw Unreadable("imports.too_many_columns");
  if (reading.too_large) throw Unreadable("imports.cell_too_long");
  if (reading.too_long) throw Unreadable("imports.too_many_rows");
  if (reading.outline.rows == 0) throw Unreadable("imports.no_rows");
  return std::move(reading.outline);
}

Table parse(std::string_view text, char delimiter) {
  Table out;
  out.header = read_rows(text, delimiter, [&](Cells row) { out.rows.push_back(std::move(row)); }).header;
  return out;
}

}  // namespace wasl::directory::imports
