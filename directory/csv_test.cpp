#include "directory/csv.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::csv {
namespace {

TEST(DirectoryCsv, FormulasAreText) {
  for (const std::string evil : {"=1+1",
                                 "+1",
                                 "-2+3",
                                 "@SUM(A1)",
                                 "\t=1",
                                 "\r=1",
                                 "＝1+1",
                                 "＋1",
                                 "－1",
                                 "＠A1",
                                 "  =1",
                                 "\u200B=1",
                                 "\u200C=1",
                                 "\u00AD=1",
                                 "\u202E=1",
                                 "\u061C+1",
                                 "\u2003-1",
                                 "\x01=1",
                                 "'=1",
                                 "''\u200B=1",
                                 "\n=1",
                                 "\uFEFF@A1",
                                 "=HYPERLINK(\"http://x\",\"y\")"}) {
    EXPECT_EQ(guarded(evil), "'" + evil);
    EXPECT_EQ(unguarded(guarded(evil)), evil);
  }
}

TEST(DirectoryCsv, OtherTextsStayAsTheyAre) {
  for (const std::string good : {"", "Oasis", "l’été = beau", "'tis", "1-2", "جمعية", "a@b.tn", "'", "''"}) {
    EXPECT_EQ(guarded(good), good);
    EXPECT_EQ(unguarded(good), good);
  }
}

TEST(DirectoryCsv, CellsAreQuotedWhereTheyMustBe) {
  EXPECT_EQ(row({"a", "", "b c"}), "a,,b c\r\n");
  EXPECT_EQ(row({"a,b", "say \"x\"", "two\nlines", "a;b"}), "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"a;b\"\r\n");
  EXPECT_EQ(row({}), "\r\n");
}

}  // namespace
}  // namespace wasl::directory::csv
