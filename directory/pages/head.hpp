// What machines read of a public page: descriptions for those who share it, and data for those who search. Pure.
#pragma once
#include <string>

#include "directory/pages/page.hpp"

namespace wasl::directory::pages {

// Canonical address, other languages, description, Open Graph, Twitter's card, JSON-LD.
std::string head_of(const Shown& shown, const Filing& filing, const Site& site);

// Schema.org's words for it, as JSON. Contacts that are not public are not in `shown`.
std::string json_ld(const Shown& shown, const Filing& filing, const Site& site);

}  // namespace wasl::directory::pages
