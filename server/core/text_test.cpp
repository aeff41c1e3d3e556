#include "core/text.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::text {
namespace {

std::string reason_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Refused& r) {
    return r.reason();
  }
  return "";
}

TEST(Text, CleanComposesAndTrims) {
  EXPECT_EQ(clean("  e\u0301te\u0301 \n"), "été");
  EXPECT_EQ(clean("\u00a0\u3000 مرحبا \t"), "مرحبا");
  EXPECT_EQ(clean(""), "");
  EXPECT_EQ(clean(" \n\t\r\n "), "");
}

TEST(Text, CleanComposesWhatADroppedCharacterHadParted) {
  EXPECT_EQ(clean("e\x01\u0301"), "é");
  EXPECT_EQ(clean_line("e\u202e\u0301"), "é");
}

TEST(Text, CleanMakesEveryLineEndOneLineFeed) {
  EXPECT_EQ(clean("a\r\nb\rc\nd\r\r\ne"), "a\nb\nc\nd\n\ne");
  EXPECT_EQ(clean("a\u2028b\u2029c\u0085d"), "a\nb\nc\nd");
}

TEST(Text, CleanDropsControlCharactersButKeepsTabs) {
  EXPECT_EQ(clean(std::string("a\0b\x07\tc\x7f\x1b[31m", 12)), "ab\tc[31m");
}

TEST(Text, CleanDropsDirectionOverrides) {
  EXPECT_EQ(clean("photo\u202Egpj.exe\u202C"), "photogpj.exe");
  for (const auto* mark : {"\u202A", "\u202B", "\u202C", "\u202D", "\u202E"}) EXPECT_EQ(clean(std::string("a") + mark + "b"), "ab");
}

TEST(Text, CleanKeepsJoinersMarksAndSigns) {
  for (const auto* whole : {"👨‍👩‍👧", "🏳️‍🌈", "می‌خواهم", "a\u200Fb\u200Ec", "\u2068x\u2069", "\u06DD\u0661", "🏴\U000E0067\U000E0062\U000E007F"})
    EXPECT_EQ(clean(whole), whole);
}

TEST(Text, WhatShowsNothingIsEmpty) {
  EXPECT_EQ(clean("\u200B\u200D \u2060\ufeff"), "");
  EXPECT_EQ(clean_line("\u3164 \u200F"), "");
}

TEST(Text, CleanKeepsTashkeelAndTatweel) { EXPECT_EQ(clean("مُحَمَّدـ"), "مُحَمَّدـ"); }

TEST(Text, CleanLineHasOneLineAndSingleSpaces) {
  EXPECT_EQ(clean_line("  جمعية \r\n\t الأمل  "), "جمعية الأمل");
  EXPECT_EQ(clean_line("a\u2028b"), "a b");
}

TEST(Text, InvalidUtf8IsRefused) {
  for (const auto* bytes : {"\xff\xfe", "a\xc3", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80"}) {
    EXPECT_EQ(reason_of([&] { clean(bytes); }), "not_utf8");
    EXPECT_EQ(reason_of([&] { clean_line(bytes); }), "not_utf8");
    EXPECT_EQ(reason_of([&] { fold(bytes); }), "not_utf8");
  }
}

TEST(Text, LengthCountsCodePoints) {
  EXPECT_EQ(length(""), 0U);
  EXPECT_EQ(length("été"), 3U);
  EXPECT_EQ(length("سلام"), 4U);
  EXPECT_EQ(length("😀"), 1U);
}

TEST(Text, RequireLengthIsInclusive) {
  EXPECT_EQ(reason_of([] { require_length("ab", "title", 2, 3); }), "");
  EXPECT_EQ(reason_of([] { require_length("abc", "title", 2, 3); }), "");
  EXPECT_EQ(reason_of([] { require_length("a", "title", 2, 3); }), "title_length");
  EXPECT_EQ(reason_of([] { require_length("سلام", "title", 2, 3); }), "title_length");
}

TEST(Text, FoldFindsArabicAsPeopleTypeIt) {
  EXPECT_EQ(fold("أحمد"), fold("احمد"));
  EXPECT_EQ(fold("إبراهيم"), fold("ابراهيم"));
  EXPECT_EQ(fold("آمال"), fold("امال"));
  EXPECT_EQ(fold("مدرسة"), fold("مدرسه"));
  EXPECT_EQ(fold("مصطفى"), fold("مصطفي"));
  EXPECT_EQ(fold("مُحَمَّد"), fold("محمد"));
  EXPECT_EQ(fold("جمـــعية"), fold("جمعيه"));
  EXPECT_EQ(fold("مسؤول"), fold("مسوول"));
  EXPECT_EQ(fold("ﺍﻟﺴﻼﻡ"), fold("السلام"));  // presentation forms
  EXPECT_EQ(fold("٢٠٢٦"), "2026");
  EXPECT_EQ(fold("۲۰۲۶"), "2026");
  EXPECT_EQ(fold("ڨابس"), fold("قابس"));
  EXPECT_EQ(fold("أڭادير"), fold("اكادير"));
  EXPECT_NE(fold("سلام"), fold("كلام"));
}

TEST(Text, FoldHoldsWhetherComposedOrNot) { EXPECT_EQ(fold("ا\u0654حمد"), fold("أحمد")); }

TEST(Text, FoldFindsFrenchWithoutAccentsAndCase) {
  EXPECT_EQ(fold("ÉLÈVE"), "eleve");
  EXPECT_EQ(fold("Façade"), "facade");
  EXPECT_EQ(fold("Straße"), "strasse");
  EXPECT_EQ(fold("Œuvre, ex æquo"), "oeuvre, ex aequo");
  EXPECT_EQ(fold("Ｗａｓｌ"), "wasl");
}

TEST(Text, AnEmojiIsOneThatKeyboardsOffer) {
  for (const auto* one : {"👍", "❤️", "🇹🇳", "👩🏽‍🌾", "1️⃣", "🏴󠁧󠁢󠁷󠁬󠁳󠁿"}) EXPECT_TRUE(is_emoji(one)) << one;
  for (const auto* none : {"", "a", "1", "👍👍", "👍 ", "نعم", "\xff", "🇹", "<b>"}) EXPECT_FALSE(is_emoji(none)) << none;
  EXPECT_FALSE(is_emoji(std::string(100'000, 'x')));
}

TEST(Text, FoldTwiceIsFoldOnce) {
  for (const auto* s : {"أُستاذة", "Éléphant", "ؤئآ", "١٢٣", "ﷺ", "ǅ"}) EXPECT_EQ(fold(fold(s)), fold(s));
}

}  // namespace
}  // namespace wasl::text
