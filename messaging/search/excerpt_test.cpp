#include "messaging/search/excerpt.hpp"

#include <gtest/gtest.h>

#include "core/text.hpp"

namespace wasl::messaging::search {
namespace {

// The marked parts, cut out of the excerpt as a client with UTF-16 strings does.
std::vector<std::string> marks(const Excerpt& e) {
  std::u16string units;
  for (std::size_t i = 0; i < e.text.size();) {
    const auto lead = static_cast<unsigned char>(e.text[i]);
    const std::size_t n = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    units.append(n == 4 ? 2 : 1, static_cast<char16_t>(i));  // where in the bytes each unit begins
    i += n;
  }
  units.push_back(static_cast<char16_t>(e.text.size()));
  std::vector<std::string> out;
  for (const auto& span : e.highlights)
    out.push_back(e.text.substr(units.at(span.start()), units.at(span.start() + span.length()) - units.at(span.start())));
  return out;
}

using Strings = std::vector<std::string>;

TEST(SearchExcerpt, MarksTheWordsAsTheyAreWritten) {
  const auto e = excerpt("😀 Les Réunions de l’École", words::terms("ecoles reunion ", 10));
  EXPECT_EQ(e.text, "😀 Les Réunions de l’École");
  EXPECT_EQ(marks(e), (Strings{"Réunions", "École"}));
  EXPECT_TRUE(e.complete);
  EXPECT_EQ(marks(excerpt("اجتماع الجمعيّات غدًا", words::terms("جمعية ", 10))), Strings{"الجمعيّات"});
}

TEST(SearchExcerpt, KnowsWhenAWordIsMissing) {
  EXPECT_FALSE(excerpt("projet", words::terms("projet eau ", 10)).complete);
  EXPECT_TRUE(excerpt("anything", {}).complete);
}

TEST(SearchExcerpt, OfALongTextIsThePartAroundTheFirstWord) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "mot" + std::to_string(i) + (i == 60 ? " مِلَفّ " : " ");
  const auto e = excerpt(text, words::terms("ملف ", 10));
  EXPECT_EQ(marks(e), Strings{"مِلَفّ"});
  EXPECT_TRUE(e.text.starts_with("…mot"));
  EXPECT_TRUE(e.text.ends_with("…"));
  EXPECT_LT(e.text.size(), 230U);
}

TEST(SearchExcerpt, NeverCutsALetter) {
  for (std::size_t n = 0; n < 12; ++n) {
    std::string text(n, 'a');
    for (int i = 0; i < 200; ++i) text += i % 3 == 0 ? "😀" : "جم";
    text += " eau ";
    for (int i = 0; i < 200; ++i) text += "é";
    for (const auto* query : {"eau ", "zz "}) {
      const auto e = excerpt(text, words::terms(query, 10));
      EXPECT_EQ(text::head(e.text, e.text.size()), e.text);
      EXPECT_LT(e.text.size(), 300U);
    }
  }
}

}  // namespace
}  // namespace wasl::messaging::search
