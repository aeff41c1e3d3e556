#include "directory/imports/table.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace wasl::directory::imports {
namespace {

std::string wrong_with(const std::function<void()>& read) {
  try {
    read();
  } catch (const Unreadable& unreadable) {
    return unreadable.what();
  }
  return "";
}

TEST(DirectoryImportTable, EncodingsOfPeopleHereAreToldApart) {
  const std::string arabic_1256 = "\xCC\xE3\xDA\xED\xC9 \xC7\xE1\xE6\xC7\xCD\xC9";  // جمعية الواحة
  const std::string french_1252 = "Association \xC9tudes et sant\xE9, B\xE9ja";
  EXPECT_EQ(detect_encoding("Association"), "utf-8");
  EXPECT_EQ(detect_encoding("جمعية, Béja"), "utf-8");
  EXPECT_EQ(detect_encoding("\xEF\xBB\xBFname"), "utf-8");
  EXPECT_EQ(detect_encoding(arabic_1256), "windows-1256");
  EXPECT_EQ(detect_encoding(arabic_1256 + ";Sant\xE9;B\xE9ja"), "windows-1256");
  EXPECT_EQ(detect_encoding(french_1252), "windows-1252");
  EXPECT_EQ(decode(arabic_1256, "windows-1256"), "جمعية الواحة");
  EXPECT_EQ(decode(french_1252, "windows-1252"), "Association Études et santé, Béja");
  EXPECT_EQ(decode("\xEF\xBB\xBFname", "utf-8"), "name");
  const std::string wide("\xFF\xFE\x2C\x06\x61\x00", 6);
  EXPECT_EQ(detect_encoding(wide), "utf-16");
  EXPECT_EQ(decode(wide, "utf-16"), "جa");
}

TEST(DirectoryImportTable, WhatIsNoTextIsRefused) {
  EXPECT_EQ(wrong_with([] { decode("a\xff", "utf-8"); }), "imports.not_text");
  EXPECT_EQ(wrong_with([] { decode(std::string("a\0b", 3), "utf-8"); }), "imports.not_text");
  EXPECT_EQ(
      wrong_with([] { decode(std::string("PK\x03\x04\0\0", 6), detect_encoding(std::string("PK\x03\x04\0\0", 6))); }),
      "imports.not_text");
}

TEST(DirectoryImportTable, DelimitersAreFound) {
  EXPECT_EQ(detect_delimiter("a,b,c\n1;2;3;4;5"), ',');
  EXPECT_EQ(detect_delimiter("a;b;c\n"), ';');
  EXPECT_EQ(detect_delimiter("a\tb\n"), '\t');
  EXPECT_EQ(detect_delimiter("name"), ',');
}

TEST(DirectoryImportTable, CellsMayHoldAnything) {
  const auto table = parse("name,note\r\n\"L\"\"Oasis\", two \r\n\r\n\"a,b\",\"line\nbreak\"\nshort\nlong,x,more", ',');
  EXPECT_EQ(table.header, (Cells{"name", "note"}));
  ASSERT_EQ(table.rows.size(), 4U);
  EXPECT_EQ(table.rows[0], (Cells{"L\"Oasis", "two"}));
  EXPECT_EQ(table.rows[1], (Cells{"a,b", "line\nbreak"}));
  EXPECT_EQ(table.rows[2], (Cells{"short", ""}));
  EXPECT_EQ(table.rows[3], (Cells{"long", "x"}));
}

TEST(DirectoryImportTable, TablesAreBounded) {
  EXPECT_EQ(wrong_with([] { parse("", ','); }), "imports.no_rows");
  EXPECT_EQ(wrong_with([] { parse("name\n\n,,\n", ','); }), "imports.no_rows");
  EXPECT_EQ(wrong_with([] { parse("a\n" + std::string(60, ','), ','); }), "imports.too_many_columns");
  std::string long_one = "a\n";
  for (std::size_t i = 0; i < kMostRows; ++i) long_one += "x\n";
  EXPECT_EQ(wrong_with([&] { parse(long_one, ','); }), "");
  EXPECT_EQ(wrong_with([&] { parse(long_one + "x\n", ','); }), "imports.too_many_rows");
}

}  // namespace
}  // namespace wasl::directory::imports
