#include "core/words.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/error.hpp"

namespace wasl::words {
namespace {

using Strings = std::vector<std::string>;

Strings folded(std::string_view text) {
  Strings out;
  for (const auto& word : split(text)) out.push_back(word.folded);
  return out;
}

bool found(std::string_view text, std::string_view query) {
  const auto all = split(text);
  return std::ranges::all_of(terms(query, 10), [&](const Term& term) {
    return std::ranges::any_of(all, [&](const Word& word) { return meets(term, keys(word.folded)); });
  });
}

TEST(Words, AreRunsOfLettersMarksAndDigits) {
  EXPECT_EQ(folded(""), Strings{});
  EXPECT_EQ(folded(" ... 😀 -- "), Strings{});
  EXPECT_EQ(folded("L’eau, l'eau!"), (Strings{"l", "eau", "l", "eau"}));
  EXPECT_EQ(folded("#تونس_الخضراء"), (Strings{"تونس", "الخضراء"}));
  EXPECT_EQ(folded("مُحَمَّد ٢٠٢٦"), (Strings{"محمد", "2026"}));
  EXPECT_EQ(folded("می‌خواهم"), (Strings{"ميخواهم"}));
}

TEST(Words, KnowWhereTheyStand) {
  const std::string text = "«École» جمعيّة";
  const auto all = split(text);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(text.substr(all[0].from, all[0].to - all[0].from), "École");
  EXPECT_EQ(text.substr(all[1].from, all[1].to - all[1].from), "جمعيّة");
}

TEST(Words, ALigatureIsSeveralWordsInOnePlace) {
  const auto all = split("ﷺ");
  EXPECT_EQ(all.size(), 4U);
  for (const auto& word : all) EXPECT_EQ(word.to, std::string("ﷺ").size());
}

TEST(Words, InvalidUtf8IsRefused) {
  for (const auto* bytes : {"\xff", "a\xc3", "\xed\xa0\x80"}) EXPECT_THROW(split(bytes), Refused);
}

TEST(Words, FormsOfOneArabicWordMeet) {
  const Strings forms{"جمعية", "جمعيه", "الجمعية", "جمعيات", "الجمعيات", "والجمعيات", "للجمعيات", "بالجمعية", "جمعيتنا", "وجمعيتها"};
  for (const auto& text : forms)
    for (const auto& query : forms) EXPECT_TRUE(found(text, query + " ")) << text << " by " << query;
}

TEST(Words, WhatOnlyLooksLikeGrammarStays) {
  EXPECT_TRUE(found("الوزارة", "وزارة "));
  EXPECT_TRUE(found("بلدية", "البلدية "));
  EXPECT_TRUE(found("كتابة المحضر", "الكتابة "));
  EXPECT_FALSE(found("مدرسة", "مدينة "));
  EXPECT_FALSE(found("اجتماع", "جمعية "));
}

TEST(Words, BrokenPluralsMeetTheirSingular) {
  EXPECT_TRUE(found("المشاريع", "مشروع "));
  EXPECT_TRUE(found("مشروعنا", "مشاريع "));
  EXPECT_TRUE(found("والأعضاء", "عضو "));
}

TEST(Words, FormsOfOneFrenchWordMeet) {
  for (const auto& forms : {Strings{"réunion", "reunions", "Réunions"}, Strings{"projet", "PROJETS"}, Strings{"journal", "journaux"},
                            Strings{"citoyen", "citoyennes"}, Strings{"participer", "participation", "participative", "participants"},
                            Strings{"financement", "financer", "finances"}, Strings{"régional", "régionaux", "régionale"},
                            Strings{"directeur", "directrice", "direction"}, Strings{"bureau", "bureaux"}})
    for (const auto& text : forms)
      for (const auto& query : forms) EXPECT_TRUE(found(text, query + " ")) << text << " by " << query;
  EXPECT_FALSE(found("région", "religion "));
}

TEST(Words, TheLastOneMayBeUnfinished) {
  EXPECT_TRUE(found("une association locale", "assoc"));
  EXPECT_TRUE(found("une association locale", "association loc"));
  EXPECT_FALSE(found("une association locale", "assoc locale"));
  EXPECT_FALSE(found("une association locale", "assoc "));
  EXPECT_TRUE(found("مشروع جديد", "المشرو"));
  EXPECT_FALSE(found("bien", "b"));
}

TEST(Words, FillersAreLeftOutUnlessThereIsNothingElse) {
  EXPECT_EQ(terms("la vie de l'association", 10).size(), 2U);
  EXPECT_EQ(terms("de la ", 10).size(), 2U);
  EXPECT_EQ(terms("", 10).size(), 0U);
  EXPECT_THROW(terms("a1 a2 a3", 2), Refused);
}

TEST(Words, RunsOfThreeLettersTellWhatLooksAlike) {
  EXPECT_EQ(grams("papa"), (Strings{"^pa", "pap", "apa", "pa$"}));
  EXPECT_EQ(grams("البلدية"), grams("بلدية"));
  for (const auto* none : {"eau", "covid19", "", "abcdefghijklmnopqrstuvwxyz"}) EXPECT_EQ(grams(none), Strings{}) << none;
}

TEST(Words, SearchableTextIsFoundByTheFormsOfItsWords) {
  const auto text = searchable("Réseau des associations citoyennes - شبكة الجمعيات");
  for (const auto* query : {"réseaux", "association", "citoyen", "assoc", "الشبكات", "جمعية"})
    for (const auto& p : patterns(query)) EXPECT_NE(text.find(p.substr(1, p.size() - 2)), std::string::npos) << query;
  EXPECT_EQ(patterns("100%_\\"), Strings{"%100%"});
  EXPECT_EQ(patterns(" "), Strings{});
  EXPECT_EQ(patterns("%"), Strings{"\n"});
}

}  // namespace
}  // namespace wasl::words
