// The directory as a page to be printed: by region, within it by sector. Pure.
#pragma once
#include <string>

#include "directory/exports/store.hpp"
#include "directory/pages/page.hpp"

namespace wasl::directory::exports::print {

std::string begin(pages::Language language, std::size_t count, std::int64_t now_ms, const std::string& query);

// The headings that begin with this one, when the one before it stood elsewhere. `before`: null for the first.
std::string headings(const store::Placed* before, const store::Placed& here, const pages::Filing& filing,
                     pages::Language language);
std::string entry(const v1::PublicProfile& organisation, const pages::Filing& filing, pages::Language language);

std::string end();

}  // namespace wasl::directory::exports::print
