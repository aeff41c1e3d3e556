#include "directory/search_index.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::search_index {
namespace {

TEST(SearchIndex, TextsAreKeptAsTheirWordsOnce) {
  EXPECT_EQ(text_words("La mer, la MER et l'été"), "mer ete");
  EXPECT_EQ(text_words(""), "");
  EXPECT_NE(text_words("والجمعيات").find("جمع"), std::string::npos) << "and their stems";
}

TEST(SearchIndex, OfVeryLongTextsTheBeginning) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += std::to_string(100'000 + i) + " ";
  const auto kept = text_words(text);
  EXPECT_EQ(kept.size(), 800U * 7 - 1);
  EXPECT_TRUE(kept.starts_with("100000 100001"));
}

}  // namespace
}  // namespace wasl::directory::search_index
