// What pages say beside what organisations tell, in three languages; and names that the world has words for.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "directory/pages/language.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::pages {

struct Words {
  std::string_view self;  // the language, in itself
  std::string_view app, tagline, other_languages, open_in_app, verified, to_confirm, confirmed, separator;
  std::string_view mission, description, track_record, priorities, mechanisms, procedures, publications, territories;
  std::string_view about, founded, registration, president, members, staff, volunteers, budget, languages;
  std::string_view contact, place, show_on_map, website, links, for_members;
  std::string_view email, phone, whatsapp, fax, address;
  std::string_view missing_title, missing_text, to_app;
  std::array<std::string_view, 3> text_in;  // "this text is in ...", for each language
  std::array<std::string_view, 5> kinds;    // by OrganisationKind
  std::array<std::string_view, 7> counts;   // by CountBand
  std::array<std::string_view, 6> budgets;  // by BudgetBand
};

const Words& words(Language language);

std::string_view kind_word(const Words& words, v1::OrganisationKind kind);
std::string_view count_word(const Words& words, v1::CountBand band);
std::string_view budget_word(const Words& words, v1::BudgetBand band);
std::string_view contact_word(const Words& words, v1::ContactKind kind);

// As that language says it; the code itself where it does not.
std::string country_name(const std::string& code, Language language);
std::string language_name(const std::string& code, Language language);
// "25 novembre 2026", of UTC.
std::string date(std::int64_t ms, Language language);

}  // namespace wasl::directory::pages
