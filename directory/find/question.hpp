// What people ask of the catalogue, checked. Every function throws Refused{invalid_argument} for what it cannot accept.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "directory/find/catalogue.hpp"

namespace wasl::directory::find {

struct Filter {
  bool has_words = false;
  Texts named, met;                  // those whose names have every word; and those that have them anywhere
  std::vector<std::string> similar;  // what terms without any match were replaced by
  std::string folded;                // the query as one line
  std::uint32_t kinds = 0, members = 0, staff = 0, volunteers = 0, budgets = 0;  // bit n: the enum's n; none: any
  std::uint64_t sectors = 0;                                                     // as in Entry
  std::vector<bool> countries, regions, localities;                              // by number; empty: any
  std::vector<std::string> asked_localities;                                     // as they are asked for
  bool verified = false;
  std::int64_t confirmed_since_ms = 0;  // 0: whenever
  std::int64_t fresh_since_ms = 0;      // later counts as confirmed
};

struct Question {
  Filter filter;
  v1::OrganisationOrder order = v1::ORDER_BEST;
  Language language = kFrench;
  std::optional<Place> near;
  std::size_t limit = 30;
  OrganisationId after{0};  // 0: from the beginning
};

struct Section {
  Filter filter;
  Place south_west{-90, -180}, north_east{90, 180};
  std::uint32_t columns = 12;
};

// Who confirmed since is up to date.
std::int64_t fresh_since(std::int64_t now_ms);

// Codes that nobody has mean that nothing is found.
Question question(const v1::FindOrganisationsRequest& request, const Catalogue& catalogue, std::int64_t now_ms);
Section section(const v1::MapOrganisationsRequest& request, const Catalogue& catalogue, std::int64_t now_ms);

}  // namespace wasl::directory::find
