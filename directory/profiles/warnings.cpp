#include "directory/profiles/warnings.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <array>
#include <set>
#include <string>
#include <string_view>

namespace wasl::directory::profiles {

namespace {

struct Box {
  std::string_view country;
  double south, north, west, east;
};
constexpr std::array<Box, 3> kBoxes{
    {{"TN", 30.2, 37.6, 7.5, 11.7}, {"MA", 20.7, 36.0, -17.2, -0.9}, {"DJ", 10.9, 12.8, 41.7, 43.5}}};

bool is_outside(const std::string& country, const v1::Place& place) {
  for (const auto& box : kBoxes)
    if (box.country == country)
      return place.latitude() < box.south || place.latitude() > box.north || place.longitude() < box.west ||
             place.longitude() > box.east;
  return false;
}

bool is_usual(UScriptCode script) {
  return script == USCRIPT_ARABIC || script == USCRIPT_LATIN || script == USCRIPT_TIFINAGH;
}

void add(std::vector<v1::Warning>& to, const std::string& field, const char* reason) {
  auto& warning = to.emplace_back();
  warning.set_field(field);
  warning.set_reason(reason);
}

struct Letters {
  bool mixed = false, unusual = false, invisible = false;
};

Letters letters_of(const std::string& name) {
  Letters seen;
  std::set<UScriptCode> of_word;
  const auto text = icu::UnicodeString::fromUTF8(name);
  for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const auto c = text.char32At(i);
    seen.invisible = seen.invisible || u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    if (!u_isalpha(c)) {
      of_word.clear();
      continue;
    }
    UErrorCode status = U_ZERO_ERROR;
    const auto script = uscript_getScript(c, &status);
    if (script == USCRIPT_COMMON || script == USCRIPT_INHERITED) continue;
    of_word.insert(script);
    seen.unusual = seen.unusual || !is_usual(script);
    seen.mixed = seen.mixed || of_word.size() > 1;
  }
  return seen;
}

void look_at(std::vector<v1::Warning>& to, const std::string& field, const std::string& name) {
  const auto seen = letters_of(name);
  if (seen.mixed) add(to, field, "mixed_script");
  if (seen.unusual) add(to, field, "unusual_script");
  if (seen.invisible) add(to, field, "invisible_character");
}

}  // namespace

std::vector<v1::Warning> warnings(const v1::Profile& profile) {
  std::vector<v1::Warning> out;
  look_at(out, "name.ar", profile.name().ar());
  look_at(out, "name.fr", profile.name().fr());
  look_at(out, "name.en", profile.name().en());
  look_at(out, "abbreviation", profile.abbreviation());
  if (profile.has_place() && is_outside(profile.country(), profile.place())) add(out, "place", "place_outside_country");
  return out;
}

}  // namespace wasl::directory::profiles
