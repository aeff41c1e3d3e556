// Which of the three languages a page is in. Pure; what strangers write, these read.
#pragma once
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "wasl/common.pb.h"

namespace wasl::directory::pages {

enum Language { kArabic, kFrench, kEnglish };
inline constexpr std::array<Language, 3> kLanguages{kArabic, kFrench, kEnglish};

std::string_view code_of(Language language);       // "ar"
std::string_view direction_of(Language language);  // "rtl"

// The one that was asked for in the address, else the one that the browser would rather have (RFC 9110 section 12.5.4),
// else the first of `own` that is one of the three, else Arabic.
Language choose(std::string_view asked, std::string_view accepted, const std::vector<std::string>& own);

// A text in the language, else in the first that it is there in.
struct Told {
  std::string text;  // empty: there is none
  Language language;
};
Told told(const wasl::v1::LocalText& text, Language language);

}  // namespace wasl::directory::pages
