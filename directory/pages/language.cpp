#include "directory/pages/language.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace wasl::directory::pages {

namespace {

std::optional<Language> known(std::string_view tag) {
  const auto primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary.size() != 2) return std::nullopt;
  const std::string lower{static_cast<char>(primary[0] | 0x20), static_cast<char>(primary[1] | 0x20)};
  for (const auto language : kLanguages)
    if (code_of(language) == lower) return language;
  return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// "fr;q=0.5": 0.5. What cannot be read counts for nothing.
double weight_of(std::string_view parameters) {
  const auto parameter = trimmed(parameters);
  if (parameter.empty()) return 1;
  if (!parameter.starts_with("q=") && !parameter.starts_with("Q=")) return 0;
  double weight = 0;
  const auto* end = parameter.data() + parameter.size();
  const auto read = std::from_chars(parameter.data() + 2, end, weight);
  return read.ec == std::errc() && read.ptr == end && weight > 0 && weight <= 1 ? weight : 0;
}

std::optional<Language> preferred(std::string_view accepted) {
  std::optional<Language> best;
  double most = 0;
  while (!accepted.empty()) {
    const auto one = accepted.substr(0, accepted.find(','));
    accepted.remove_prefix(std::min(accepted.size(), one.size() + 1));
    const auto mark = one.find(';');
    const auto weight = mark == std::string_view::npos ? 1 : weight_of(one.substr(mark + 1));
    const auto language = known(trimmed(one.substr(0, mark)));
    if (!language || weight <= most) continue;
    best = language;
    most = weight;
  }
  return best;
}

const std::string& in(const wasl::v1::LocalText& text, Language language) {
  return language == kArabic ? text.ar() : language == kFrench ? text.fr() : text.en();
}

}  // namespace

std::string_view code_of(Language language) {
  constexpr std::array<std::string_view, 3> kCodes{"ar", "fr", "en"};
  return kCodes.at(language);
}

std::string_view direction_of(Language language) { return language == kArabic ? "rtl" : "ltr"; }

Language choose(std::string_view asked, std::string_view accepted, const std::vector<std::string>& own) {
  if (const auto language = known(asked)) return *language;
  if (const auto language = preferred(accepted)) return *language;
  for (const auto& code : own)
    if (const auto language = known(code)) return *language;
  return kArabic;
}

Told told(const wasl::v1::LocalText& text, Language language) {
  if (const auto& own = in(text, language); !own.empty()) return {own, language};
  for (const auto other : kLanguages)
    if (const auto& there = in(text, other); !there.empty()) return {there, other};
  return {"", language};
}

}  // namespace wasl::directory::pages
