#include "directory/find/question.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/text.hpp"
#include "core/words.hpp"
#include "directory/query.hpp"

namespace wasl::directory::find {

namespace {

constexpr std::size_t kLongestQuery = 100, kMostWords = 10, kMostCodes = 60, kLongestLocality = 500;
constexpr std::int64_t kFreshMs = std::int64_t{183} * 24 * 3600 * 1000;

Refused bad_filter(const char* field) { return invalid(field, "directory.bad_filter", "There is no such filter."); }

template <class Values>
std::uint32_t bits(const Values& values, int most, const char* field) {
  std::uint32_t out = 0;
  for (const auto value : values) {
    require(value > 0 && value <= most, bad_filter(field));
    out |= 1U << static_cast<unsigned>(value);
  }
  return out;
}

using List = google::protobuf::RepeatedPtrField<std::string>;

std::vector<bool> chosen(const List& codes, const Codes& known, const char* field) {
  require(static_cast<std::size_t>(codes.size()) <= kMostCodes, bad_filter(field));
  std::vector<bool> out;
  if (codes.empty()) return out;
  out.resize(known.size());
  for (const auto& code : codes) out[known.find(query::code(field, code))] = true;
  out[0] = false;  // what nobody has
  return out;
}

std::uint64_t chosen_sectors(const List& codes, const Codes& known) {
  std::uint64_t out = 0;
  const auto marked = chosen(codes, known, "sectors");
  for (std::size_t n = 1; n < marked.size(); ++n)
    if (marked[n]) out |= std::uint64_t{1} << std::min<std::size_t>(n, 63);
  return out == 0 && !codes.empty() ? 1 : out;  // bit 0 stands for a sector that nobody has
}

// Every spelling that is counted with one of those asked for.
std::vector<bool> chosen_localities(const List& asked, const Localities& known) {
  require(static_cast<std::size_t>(asked.size()) <= kMostCodes, bad_filter("localities"));
  std::vector<bool> out;
  if (asked.empty()) return out;
  std::vector<bool> groups(known.size());
  for (const auto& one : asked) {
    const auto value = one.size() > kLongestLocality ? std::string() : locality_value(one);
    require(!value.empty(), bad_filter("localities"));
    groups[known.group(known.find(value))] = true;
  }
  out.resize(known.size());
  for (std::uint32_t n = 1; n < known.size(); ++n) out[n] = groups[known.group(n)];
  return out;
}

// A word that nobody has gives way to those of names that look like it.
void read_words(Filter& filter, const std::string& query, const Catalogue& catalogue) {
  for (auto& term : words::terms(query, kMostWords)) {
    if (!term.keys.empty() && !catalogue.names().knows(term) && !catalogue.said().knows(term))
      if (auto like = catalogue.vocabulary().similar(term.keys.front()); !like.empty()) {
        filter.similar.insert(filter.similar.end(), like.begin(), like.end());
        term = {std::move(like), {}};
      }
    Texts named(catalogue.last_text()), met(catalogue.last_text());
    catalogue.names().mark(term, named);
    catalogue.said().mark(term, met);
    met.unite(named);
    if (filter.has_words) {
      named.intersect(filter.named);
      met.intersect(filter.met);
    }
    filter.has_words = true;
    filter.named = std::move(named);
    filter.met = std::move(met);
  }
}

Filter filter_of(const v1::OrganisationFilter& asked, const Catalogue& catalogue, std::int64_t now_ms) {
  Filter out;
  const auto line = text::clean_line(asked.query());
  require(text::length(line) <= kLongestQuery,
          invalid("query", "directory.bad_query", "A query has at most 100 characters."));
  require(words::split(line).size() <= kMostWords,
          invalid("query", "directory.bad_query", "A query has at most 10 words."));
  require(line.empty() || !words::split(line).empty(),
          invalid("query", "directory.bad_query", "A query has letters or digits."));
  read_words(out, asked.query().ends_with(' ') ? line + " " : line, catalogue);
  out.folded = text::fold(line);
  out.kinds = bits(asked.kinds(), v1::ORGANISATION_PLATFORM, "kinds");
  out.members = bits(asked.members(), v1::COUNT_1000_OR_MORE, "members");
  out.sectors = chosen_sectors(asked.sectors(), catalogue.sectors());
  out.countries = chosen(asked.countries(), catalogue.countries(), "countries");
  out.regions = chosen(asked.regions(), catalogue.regions(), "regions");
  out.staff = bits(asked.staff(), v1::COUNT_1000_OR_MORE, "staff");
  out.volunteers = bits(asked.volunteers(), v1::COUNT_1000_OR_MORE, "volunteers");
  out.budgets = bits(asked.budgets(), v1::BUDGET_OVER_500K, "budgets");
  out.localities = chosen_localities(asked.localities(), catalogue.localities());
  for (const auto& one : asked.localities())
    if (std::ranges::find(out.asked_localities, one) == out.asked_localities.end()) out.asked_localities.push_back(one);
  out.verified = asked.verified();
  out.fresh_since_ms = fresh_since(now_ms);
  if (asked.confirmed()) out.confirmed_since_ms = out.fresh_since_ms;
  return out;
}

Place place_of(const v1::Place& place, const char* field) {
  require(std::abs(place.latitude()) <= 90 && std::abs(place.longitude()) <= 180,
          invalid(field, "directory.bad_place", "A place lies between 90 degrees south and north, 180 west and east."));
  return {place.latitude(), place.longitude()};
}

Language language_of(const std::string& code) {
  if (code == "ar") return kArabic;
  if (code == "en") return kEnglish;
  require(code.empty() || code == "fr", invalid("language", "directory.bad_language", "Ask in ar, fr or en."));
  return kFrench;
}

}  // namespace

std::int64_t fresh_since(std::int64_t now_ms) { return now_ms - kFreshMs; }

Question question(const v1::FindOrganisationsRequest& request, const Catalogue& catalogue, std::int64_t now_ms) {
  Question out;
  out.filter = filter_of(request.filter(), catalogue, now_ms);
  require(v1::OrganisationOrder_IsValid(request.order()),
          invalid("order", "directory.bad_filter", "There is no such order."));
  out.order = request.order();
  out.language = language_of(request.language());
  if (request.has_near()) out.near = place_of(request.near(), "near");
  require(out.order != v1::ORDER_NEAREST || out.near, invalid("near", "directory.bad_place", "Nearest to what?"));
  out.limit = static_cast<std::size_t>(query::limit(request.limit()));
  out.after = query::read_cursor(request.cursor());
  return out;
}

Section section(const v1::MapOrganisationsRequest& request, const Catalogue& catalogue, std::int64_t now_ms) {
  constexpr std::uint32_t kMostColumns = 40;
  constexpr double kNarrowest = 1e-5;  // about a metre
  Section out;
  out.filter = filter_of(request.filter(), catalogue, now_ms);
  require(request.has_south_west() == request.has_north_east(),
          invalid("north_east", "directory.bad_place", "A section has two corners."));
  if (request.has_south_west()) {
    out.south_west = place_of(request.south_west(), "south_west");
    out.north_east = place_of(request.north_east(), "north_east");
  }
  require(out.south_west.latitude < out.north_east.latitude && out.south_west.longitude < out.north_east.longitude,
          invalid("north_east", "directory.bad_place", "The second corner lies north and east of the first."));
  require(out.north_east.longitude - out.south_west.longitude >= kNarrowest,
          invalid("north_east", "directory.bad_place", "A section is at least a metre wide."));
  require(request.columns() <= kMostColumns,
          invalid("columns", "directory.bad_filter", "A grid has at most 40 columns."));
  if (request.columns() > 0) out.columns = request.columns();
  language_of(request.language());
  return out;
}

}  // namespace wasl::directory::find
