#include "directory/find/edits.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::find {
namespace {

std::size_t between(const char* one, const char* other, std::size_t most = 5) {
  return edits(letters_of(one), letters_of(other), most);
}

TEST(Edits, CountsSlipsAndNotBytes) {
  EXPECT_EQ(between("horizon", "horizon"), 0U);
  EXPECT_EQ(between("horizn", "horizon"), 1U);
  EXPECT_EQ(between("horzion", "horizon"), 1U) << "two neighbours";
  EXPECT_EQ(between("horyzone", "horizon"), 2U);
  EXPECT_EQ(between("نخلت", "نخله"), 1U);
  EXPECT_EQ(between("", "نخل"), 3U);
  EXPECT_EQ(between("abc", ""), 3U);
  EXPECT_EQ(between("ca", "abc"), 3U) << "restricted: what was changed with its neighbour is not touched again";
}

TEST(Edits, EndsEarlyWhereMoreAreNotWanted) {
  EXPECT_GT(between("palmeraie", "horizon", 2), 2U);
  EXPECT_GT(between("a", "abcdef", 2), 2U);
}

TEST(Edits, ForgivesMoreInLongWords) {
  EXPECT_EQ(forgiven(3), 0U);
  EXPECT_EQ(forgiven(4), 1U);
  EXPECT_EQ(forgiven(7), 1U);
  EXPECT_EQ(forgiven(8), 2U);
}

}  // namespace
}  // namespace wasl::directory::find
