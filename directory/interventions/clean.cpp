#include "directory/interventions/clean.hpp"

#include <algorithm>
#include <charconv>

#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/profiles/shapes.hpp"
#include "directory/query.hpp"

namespace wasl::directory::interventions {

namespace {

constexpr std::size_t kLongestTitle = 200, kLongestUrl = 300;
constexpr int kMostRegions = 60, kMostSectors = 8, kMostCodes = 60;
constexpr unsigned kFirstYear = 1950, kLastYear = 2100;

std::string at(const char* field, int index) { return std::string(field) + "[" + std::to_string(index) + "]"; }

void clean_title(v1::Intervention& i) {
  auto& title = *i.mutable_title();
  const auto tidy = [](const std::string& typed, const char* field) {
    auto line = text::clean_line(typed);
    const auto length = text::length(line);
    require(length <= kLongestTitle, invalid(field, "interventions.too_long", "At most 200 characters."));
    require(length != 1, invalid(field, "interventions.title_missing", "A title has 2 characters at least."));
    return line;
  };
  title.set_ar(tidy(title.ar(), "title.ar"));
  title.set_fr(tidy(title.fr(), "title.fr"));
  title.set_en(tidy(title.en(), "title.en"));
  require(!title.ar().empty() || !title.fr().empty() || !title.en().empty(),
          invalid("title", "interventions.title_missing", "Give the title in one language at least."));
}

// Each once, in order of the codes.
void sort_codes(google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::ranges::sort(codes);
  codes.erase(std::ranges::unique(codes).begin(), codes.end());
}

void clean_territory(v1::Intervention& i, const profiles::Known& known) {
  require(profiles::shapes::is_country(i.country()),
          invalid("country", "interventions.bad_country", "In which country?"));
  require(i.regions_size() <= kMostRegions, invalid("regions", "interventions.too_many", "At most 60 regions."));
  for (int n = 0; n < i.regions_size(); ++n) {
    const auto found = known.country_of.find(i.regions(n));
    require(found != known.country_of.end() && found->second == i.country(),
            invalid(at("regions", n), "interventions.bad_region", "There is no such region in this country."));
  }
  sort_codes(*i.mutable_regions());
}

void clean_sectors(v1::Intervention& i, const profiles::Known& known) {
  require(i.sectors_size() > 0, invalid("sectors", "interventions.sector_missing", "Choose one sector at least."));
  require(i.sectors_size() <= kMostSectors, invalid("sectors", "interventions.too_many", "At most 8 sectors."));
  for (int n = 0; n < i.sectors_size(); ++n)
    require(known.sectors.contains(i.sectors(n)),
            invalid(at("sectors", n), "interventions.bad_sector", "There is no such sector."));
  sort_codes(*i.mutable_sectors());
}

bool is_month(std::uint32_t month) {
  return month / 100 >= kFirstYear && month / 100 <= kLastYear && month % 100 >= 1 && month % 100 <= 12;
}

void check_period(const v1::Intervention& i) {
  require(is_month(i.from_month()),
          invalid("from_month", "interventions.bad_month", "A month between 1950 and 2100, as 202401."));
  if (i.to_month() == 0) return;
  require(is_month(i.to_month()),
          invalid("to_month", "interventions.bad_month", "A month between 1950 and 2100, as 202401."));
  require(i.to_month() >= i.from_month(), invalid("to_month", "interventions.bad_period", "It ends before it begins."));
}

void clean_url(v1::Intervention& i) {
  const auto line = text::clean_line(i.url());
  i.clear_url();
  if (line.empty()) return;
  const auto url = profiles::shapes::url(line);
  require(url && text::length(*url) <= kLongestUrl,
          invalid("url", "interventions.bad_url", "An address that begins with http:// or https://."));
  i.set_url(*url);
}

void clean_codes(google::protobuf::RepeatedPtrField<std::string>& codes, const char* field) {
  require(codes.size() <= kMostCodes, invalid(field, "directory.bad_filter", "There is no such filter."));
  for (auto& code : codes) code = query::code(field, code);
}

}  // namespace

v1::Intervention clean(const v1::Intervention& typed, const profiles::Known& known) {
  auto out = typed;
  clean_title(out);
  clean_territory(out, known);
  clean_sectors(out, known);
  check_period(out);
  require(v1::AmountBand_IsValid(out.amount()),
          invalid("amount", "interventions.bad_amount", "There is no such band."));
  clean_url(out);
  return out;
}

v1::InterventionFilter clean(const v1::InterventionFilter& asked) {
  auto out = asked;
  clean_codes(*out.mutable_countries(), "countries");
  clean_codes(*out.mutable_regions(), "regions");
  clean_codes(*out.mutable_sectors(), "sectors");
  require(asked.year() == 0 || (asked.year() >= kFirstYear && asked.year() <= kLastYear),
          invalid("year", "directory.bad_filter", "A year between 1950 and 2100."));
  for (const auto band : asked.amounts())
    require(band > 0 && v1::AmountBand_IsValid(band),
            invalid("amounts", "directory.bad_filter", "There is no such filter."));
  require(asked.amounts_size() <= kMostCodes, invalid("amounts", "directory.bad_filter", "There is no such filter."));
  return out;
}

std::string cursor_after(v1::InterventionOrder order, Place last) {
  return "i" + std::to_string(static_cast<int>(order)) + "." + std::to_string(last.value) + "." +
         std::to_string(last.id);
}

Place read_cursor(v1::InterventionOrder order, std::string_view cursor) {
  Place out;
  if (cursor.empty()) return out;
  const auto start = "i" + std::to_string(static_cast<int>(order)) + ".";
  const auto* end = cursor.data() + cursor.size();
  if (cursor.starts_with(start)) {
    const auto value = std::from_chars(cursor.data() + start.size(), end, out.value);
    if (value.ec == std::errc() && value.ptr != end && *value.ptr == '.') {
      const auto id = std::from_chars(value.ptr + 1, end, out.id);
      if (id.ec == std::errc() && id.ptr == end && out.id > 0 && out.value >= 0) return out;
    }
  }
  throw invalid("cursor", "directory.bad_cursor", "Start again from the first page.");
}

}  // namespace wasl::directory::interventions
