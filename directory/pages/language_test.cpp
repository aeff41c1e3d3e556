#include "directory/pages/language.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::pages {
namespace {

TEST(DirectoryPagesLanguage, TheAddressGoesBeforeTheBrowserBeforeTheOrganisation) {
  EXPECT_EQ(choose("fr", "en", {"ar"}), kFrench);
  EXPECT_EQ(choose("", "en", {"fr"}), kEnglish);
  EXPECT_EQ(choose("", "", {"aa", "fr"}), kFrench);
  EXPECT_EQ(choose("", "", {}), kArabic);
  EXPECT_EQ(choose("de", "es", {"ber"}), kArabic);
}

TEST(DirectoryPagesLanguage, BrowsersSayWhatTheyWouldRatherHave) {
  EXPECT_EQ(choose("", "de-DE,fr;q=0.7,en;q=0.9", {}), kEnglish);
  EXPECT_EQ(choose("", "fr-TN, ar;q=0.9", {}), kFrench);
  EXPECT_EQ(choose("", "fr;q=0, ar-TN ; q=0.1", {}), kArabic);
  EXPECT_EQ(choose("", "AR", {"fr"}), kArabic);
  for (const auto* nonsense : {"*", ";;;,,,", "fr;q=2", "fr;q=nan", "fr;q=", "fr;z=1", "\xFF", "frfr", "en_"})
    EXPECT_EQ(choose("", nonsense, {"en"}), kEnglish) << nonsense;
}

TEST(DirectoryPagesLanguage, TextsGiveWayToWhatThereIs) {
  wasl::v1::LocalText text;
  EXPECT_EQ(told(text, kFrench).text, "");
  text.set_en("three");
  EXPECT_EQ(told(text, kFrench).text, "three");
  EXPECT_EQ(told(text, kFrench).language, kEnglish);
  text.set_fr("trois");
  EXPECT_EQ(told(text, kFrench).text, "trois");
}

}  // namespace
}  // namespace wasl::directory::pages
