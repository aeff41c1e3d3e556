#include "directory/verification/duplicates.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/words.hpp"

namespace wasl::directory::verification {
namespace {

wasl::v1::LocalText french(const std::string& name) {
  wasl::v1::LocalText text;
  text.set_fr(name);
  return text;
}
wasl::v1::LocalText arabic(const std::string& name) {
  wasl::v1::LocalText text;
  text.set_ar(name);
  return text;
}

TEST(DirectoryDuplicates, SpellingsOfOneNameAreAlike) {
  EXPECT_EQ(likeness(french("Association Oasis Verte"), french("ASSOCIATION oasis verte")), 100U);
  EXPECT_EQ(likeness(french("Oasis Verte"), french("Association de l’Oasis verte de Tunisie")), 100U);
  EXPECT_GE(likeness(french("Sauvegarde des palmeraies"), french("Sauvgarde des palmeraies")), 55U);
  EXPECT_GE(likeness(arabic("جمعية الواحة الخضراء"), arabic("جمعيّة الواحه الخضرا")), 80U);
  EXPECT_GE(likeness(arabic("جمعية حماية النخيل"), arabic("جمعية لحماية النخيل")), 80U);
}

TEST(DirectoryDuplicates, OtherNamesAreNot) {
  EXPECT_EQ(likeness(french("Association de santé"), arabic("جمعية الصحة")), 0U) << "languages are not translated";
  EXPECT_EQ(likeness({}, french("Oasis")), 0U);
  EXPECT_LT(likeness(french("Association Oasis Verte"), french("Association des femmes rurales")), 30U);
  EXPECT_LT(likeness(arabic("جمعية الواحة"), arabic("جمعية الأطفال")), 30U);
}

TEST(DirectoryDuplicates, NamesOfCommonWordsOnlyAreComparedByThem) {
  EXPECT_EQ(likeness(french("Union tunisienne"), french("Union tunisienne")), 100U);
  EXPECT_FALSE(telling_patterns(french("Association")).empty());
}

TEST(DirectoryDuplicates, PatternsFindTheMisspeltToo) {
  const auto patterns = telling_patterns(french("Association de sauvegarde"));
  const auto found = words::searchable("Sauvgarde du littoral");
  const auto meets = std::ranges::any_of(
      patterns, [&](const std::string& p) { return found.find(p.substr(1, p.size() - 2)) != std::string::npos; });
  EXPECT_TRUE(meets);
  for (const auto& pattern : patterns) EXPECT_EQ(pattern.find("assoc"), std::string::npos) << pattern;
}

TEST(DirectoryDuplicates, NearOnesNeedLessToBeTheSame) {
  EXPECT_TRUE(may_be_the_same(60, true));
  EXPECT_FALSE(may_be_the_same(60, false));
  EXPECT_TRUE(may_be_the_same(80, false));
}

}  // namespace
}  // namespace wasl::directory::verification
