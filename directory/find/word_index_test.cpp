#include "directory/find/word_index.hpp"

#include <gmock/gmock.h>

namespace wasl::directory::find {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::uint32_t kMost = 100'000;

std::vector<std::uint32_t> with(const WordIndex& index, const std::string& query) {
  Texts found(kMost);
  for (const auto& term : words::terms(query, 5)) index.mark(term, found);
  std::vector<std::uint32_t> out;
  for (std::uint32_t n = 0; n <= kMost; ++n)
    if (found.has(n)) out.push_back(n);
  return out;
}

TEST(WordIndex, FindsTextsByWordsAndBeginnings) {
  WordIndex index;
  EXPECT_THAT(index.add(1, "mer plage"), ElementsAre("mer", "plage"));
  EXPECT_THAT(index.add(2, " merle  "), ElementsAre("merle"));
  EXPECT_THAT(index.add(300, "mer mer"), IsEmpty());
  index.add(kMost, "mer");
  EXPECT_THAT(with(index, "mer "), ElementsAre(1, 300, kMost));
  EXPECT_THAT(with(index, "me"), ElementsAre(1, 2, 300, kMost));
  EXPECT_THAT(with(index, "terre "), IsEmpty());
  EXPECT_TRUE(index.knows(words::terms("plage ", 1)[0]));
  EXPECT_FALSE(index.knows(words::terms("plag ", 1)[0]));
}

TEST(WordIndex, ForgetsTextsAndTheirWords) {
  WordIndex index;
  index.add(1, "mer");
  index.add(2, "plage mer");
  index.add(3, "mer vent");
  index.renumber({0, 1, 0, 2});
  EXPECT_THAT(with(index, "mer "), ElementsAre(1, 2));
  EXPECT_THAT(with(index, "vent "), ElementsAre(2));
  EXPECT_FALSE(index.knows(words::terms("plage ", 1)[0]));
  index.add(3, "mer");
  EXPECT_THAT(with(index, "mer "), ElementsAre(1, 2, 3));
}

}  // namespace
}  // namespace wasl::directory::find
