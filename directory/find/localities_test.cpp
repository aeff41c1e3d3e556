#include "directory/find/localities.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::find {
namespace {

const std::string kRegion = "TN-81";

std::string value(std::string_view name) { return locality_value(kRegion, name); }

wasl::v1::LocalText local(const std::string& ar, const std::string& fr, const std::string& en = "") {
  wasl::v1::LocalText out;
  out.set_ar(ar);
  out.set_fr(fr);
  out.set_en(en);
  return out;
}

std::string counted_under(const Localities& all, std::uint32_t number) { return all.value(all.group(number)); }

TEST(Localities, SpellingsOfOneLanguageFoldIntoOne) {
  for (const auto* written : {"Gabès", "GABES", " gabes ", "Gabe\xCC\x80s"}) EXPECT_EQ(value(written), "TN-81:gabes");
  for (const auto* written : {"قابس", "قَابِس", "قـابس"}) EXPECT_EQ(value(written), "TN-81:قابس");
  EXPECT_EQ(value("أريانة"), value("اريانه"));
  EXPECT_EQ(value("Sidi-Bou  Saïd"), "TN-81:sidi bou said");
  EXPECT_EQ(value("L'Aouina"), "TN-81:l aouina");
  EXPECT_EQ(value("– ?"), "");
  EXPECT_NE(value("Gabès"), value("Gabès Ouest"));
  EXPECT_NE(value("Gabès"), locality_value("TN-61", "Gabès"));
}

TEST(Localities, AValueIsItsOwn) {
  EXPECT_EQ(locality_value("TN-81:Sidi-Bou  Saïd"), "TN-81:sidi bou said");
  EXPECT_EQ(locality_value("TN-81:sidi bou said"), "TN-81:sidi bou said");
  EXPECT_EQ(locality_value(":gabes"), ":gabes") << "no region is told";
  EXPECT_EQ(locality_value("gabes"), "");
  std::string written;
  for (int i = 0; i < 60; ++i) written += "قابس ";
  EXPECT_LE(value(written).size(), kRegion.size() + 201);
  EXPECT_EQ(locality_value(value(written)), value(written));
}

TEST(Localities, LanguagesComeTogetherWhereMostSayBoth) {
  Localities all;
  const auto alone = all.put(kRegion, local("صفاقس", ""));
  EXPECT_EQ(counted_under(all, alone), "TN-81:صفاقس");
  all.put(kRegion, local("صفاقس", "Sfax"));
  EXPECT_EQ(counted_under(all, alone), "TN-81:sfax");
  all.put("TN-61", local("صفاقس", "Elsewhere"));
  EXPECT_EQ(counted_under(all, alone), "TN-81:sfax");
  all.put(kRegion, local("صفاقس", "Tunis"));
  all.put(kRegion, local("صفاقس", "Tunis"));
  EXPECT_EQ(counted_under(all, alone), "TN-81:tunis") << "as most do";
  all.drop(kRegion, local("صفاقس", "Tunis"));
  EXPECT_EQ(counted_under(all, alone), "TN-81:sfax") << "of as many the first in order";
  EXPECT_EQ(counted_under(all, all.find("TN-81:tunis")), "TN-81:tunis") << "one who errs joins no two places";
}

TEST(Localities, ArabicInTheWrongFieldIsArabic) {
  Localities all;
  const auto number = all.put(kRegion, local("", "قابس"));
  all.put(kRegion, local("قابس", "Gabès"));
  EXPECT_EQ(counted_under(all, number), "TN-81:gabes");
}

TEST(Localities, NamesAreAsMostWriteThem) {
  Localities all;
  const auto number = all.put(kRegion, local("", "gabes"));
  all.put(kRegion, local("قابس", "Gabès", "Gabes"));
  all.put(kRegion, local("", "Gabès"));
  EXPECT_EQ(all.name(number).fr(), "Gabès");
  EXPECT_EQ(all.name(number).ar(), "قابس");
  EXPECT_EQ(all.name(number).en(), "Gabes");
  EXPECT_EQ(all.put(kRegion, local("", "")), 0U);
}

}  // namespace
}  // namespace wasl::directory::find
