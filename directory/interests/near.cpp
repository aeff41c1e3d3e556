#include "directory/interests/near.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "directory/find/question.hpp"
#include "directory/find/search.hpp"

namespace wasl::directory::interests {

namespace {

using find::Catalogue;
using find::Entry;

constexpr double kFarKm = 300;

// A catalogue knows only the codes that somebody has: none of them is then wanted.
struct Wanted {
  Wanted(const Catalogue& catalogue, const v1::Interests& interests)
      : by_region(!interests.region().empty()),
        by_place(by_region || !interests.country().empty()),
        region(catalogue.regions().find(interests.region())),
        country(catalogue.countries().find(interests.country())),
        middle(catalogue.middle(interests.region())) {
    for (const auto& code : interests.sectors())
      if (const auto n = catalogue.sectors().find(code); n != 0) sectors |= std::uint64_t{1} << std::min(n, 63U);
  }

  bool here(const Entry& e) const {
    return by_region ? region != 0 && e.region == region : country != 0 && e.country == country;
  }
  bool shares(const Entry& e) const { return (e.sectors & sectors) != 0; }

  bool by_region, by_place;
  std::uint32_t region, country;
  std::optional<find::Place> middle;
  std::uint64_t sectors = 0;
};

struct Hit {
  bool elsewhere, other_sectors;
  double distance;
  const Entry* entry;

  auto rank() const { return std::tuple(elsewhere, other_sectors, distance, -entry->confirmed_at_ms, raw(entry->id)); }
};

}  // namespace

std::vector<v1::FoundOrganisation> near(const Catalogue& catalogue, const v1::Interests& interests,
                                        const std::set<std::int64_t>& own, std::size_t limit, std::int64_t now_ms) {
  const Wanted wanted(catalogue, interests);
  std::vector<Hit> hits;
  for (const auto& e : catalogue.entries()) {
    if (!e.listed || e.kind == v1::ORGANISATION_PLATFORM || own.contains(raw(e.id))) continue;
    const bool here = wanted.here(e), shares = wanted.shares(e);
    if (!wanted.by_place && !shares) continue;
    const auto distance = here || !wanted.middle ? 0 : find::kilometres(*wanted.middle, e.place);
    if (wanted.by_place && e.country != wanted.country && (!wanted.middle || distance > kFarKm)) continue;
    hits.push_back({!here, !shares, distance, &e});
  }
  const auto shown = std::min(limit, hits.size());
  std::ranges::partial_sort(hits, hits.begin() + static_cast<std::ptrdiff_t>(shown), {}, &Hit::rank);
  std::vector<v1::FoundOrganisation> out(shown);
  for (std::size_t i = 0; i < shown; ++i) {
    out[i].ParseFromString(hits[i].entry->shown);
    out[i].set_stale(hits[i].entry->confirmed_at_ms < find::fresh_since(now_ms));
    out[i].set_distance_km(hits[i].distance);
  }
  return out;
}

}  // namespace wasl::directory::interests
