#include "directory/interests/clean.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/profiles/shapes.hpp"

namespace wasl::directory::interests {

namespace {

constexpr int kMostSectors = 10;
constexpr std::size_t kLongestLocality = 100;

void clean_place(v1::Interests& to, const profiles::Known& known) {
  if (!to.region().empty()) {
    const auto found = known.country_of.find(to.region());
    require(found != known.country_of.end(), invalid("region", "interests.bad_region", "There is no such region."));
    require(to.country().empty() || to.country() == found->second,
            invalid("country", "interests.bad_country", "The region is not in this country."));
    to.set_country(found->second);
  }
  require(to.country().empty() || profiles::shapes::is_country(to.country()),
          invalid("country", "interests.bad_country", "There is no such country."));
  to.set_locality(text::clean_line(to.locality()));
  require(text::length(to.locality()) <= kLongestLocality,
          invalid("locality", "interests.too_long", "At most 100 characters."));
}

void clean_sectors(v1::Interests& to, const profiles::Known& known) {
  require(to.sectors_size() <= kMostSectors, invalid("sectors", "interests.too_many", "At most 10 sectors."));
  for (int i = 0; i < to.sectors_size(); ++i)
    require(known.sectors.contains(to.sectors(i)),
            invalid("sectors[" + std::to_string(i) + "]", "interests.bad_sector", "There is no such sector."));
  auto& sectors = *to.mutable_sectors();
  std::ranges::sort(sectors);
  sectors.erase(std::ranges::unique(sectors).begin(), sectors.end());
}

}  // namespace

v1::Interests clean(const v1::Interests& typed, const profiles::Known& known) {
  auto out = typed;
  clean_place(out, known);
  clean_sectors(out, known);
  require(v1::Showing_IsValid(out.showing()),
          invalid("showing", "interests.bad_showing", "Shown, hidden, or neither."));
  out.clear_chosen();
  return out;
}

}  // namespace wasl::directory::interests
