// The public page of an organisation, as HTML that needs no script. Pure.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "directory/pages/words.hpp"

namespace wasl::directory::pages {

// The names of what organisations are filed under, by code.
struct Filing {
  std::map<std::string, wasl::v1::LocalText> sectors, regions;
};

struct Site {
  std::string url;  // "https://wasl.example"
};

// What only its public part is put into.
struct Shown {
  v1::PublicProfile organisation;
  std::int64_t logo = 0;  // a file; 0: none
  Language language = kArabic;
  bool by_address = false;  // the language was asked for in the address
};

std::string organisation_page(const Shown& shown, const Filing& filing, const Site& site);

// In all three languages at once.
std::string missing_page();

// What pages share: all that stands before and after what they say. `head`: more for their head.
std::string opening(Language language, const std::string& title, const std::string& head,
                    const std::string& body_class = {});
std::string closing();
std::string brand(Language language);

// Where it is, as one line: locality, region, country.
std::string place_line(const v1::Profile& profile, const Filing& filing, Language language);
std::string sector_line(const v1::Profile& profile, const Filing& filing, Language language);

}  // namespace wasl::directory::pages
