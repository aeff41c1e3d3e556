#include "directory/find/search.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <tuple>

#include "core/error.hpp"
#include "directory/query.hpp"

namespace wasl::directory::find {

namespace {

constexpr std::size_t kMostLocalities = 20;

enum Facet : unsigned {
  kKinds,
  kSectors,
  kCountries,
  kRegions,
  kLocalities,
  kMembers,
  kStaff,
  kVolunteers,
  kBudgets,
  kVerified,
  kConfirmed
};
constexpr unsigned bit(Facet facet) { return 1U << facet; }

bool meets(const Entry& entry, const Filter& f) { return !f.has_words || f.met.has(entry.text); }

bool is_among(std::uint32_t bands, std::uint8_t band) { return bands == 0 || (bands >> band & 1U) != 0; }

bool allows(const std::vector<bool>& chosen, std::uint32_t number) {
  return chosen.empty() || (number < chosen.size() && chosen[number]);
}

// The facets that the entry does not pass.
unsigned failed(const Entry& e, const Filter& f) {
  unsigned out = 0;
  if (!is_among(f.kinds, e.kind)) out |= bit(kKinds);
  if (f.sectors != 0 && (f.sectors & e.sectors) == 0) out |= bit(kSectors);
  if (!allows(f.countries, e.country)) out |= bit(kCountries);
  if (!allows(f.regions, e.region)) out |= bit(kRegions);
  if (!allows(f.localities, e.locality)) out |= bit(kLocalities);
  if (!is_among(f.members, e.members)) out |= bit(kMembers);
  if (!is_among(f.staff, e.staff)) out |= bit(kStaff);
  if (!is_among(f.volunteers, e.volunteers)) out |= bit(kVolunteers);
  if (!is_among(f.budgets, e.budget)) out |= bit(kBudgets);
  if (f.verified && !e.verified) out |= bit(kVerified);
  if (e.confirmed_at_ms < f.confirmed_since_ms) out |= bit(kConfirmed);
  return out;
}

// What there would be with another choice in one facet: an entry counts for the facet that it alone fails, or for all.
class Tally {
 public:
  explicit Tally(const Catalogue& catalogue)
      : catalogue_(catalogue),
        sectors_(64),
        countries_(catalogue.countries().size()),
        regions_(catalogue.regions().size()),
        localities_(catalogue.localities().size()) {}

  void count(const Entry& e, const Filter& f, unsigned failed) {
    const auto counts = [failed](Facet facet) { return (failed & ~bit(facet)) == 0; };
    if (counts(kKinds)) ++kinds_[e.kind];
    if (counts(kSectors))
      for (auto left = e.sectors; left != 0; left &= left - 1)
        ++sectors_[static_cast<std::size_t>(std::countr_zero(left))];
    if (counts(kCountries)) ++countries_[e.country];
    if (counts(kRegions)) ++regions_[e.region];
    if (counts(kLocalities)) ++localities_[e.locality];
    if (counts(kMembers)) ++members_[e.members];
    if (counts(kStaff)) ++staff_[e.staff];
    if (counts(kVolunteers)) ++volunteers_[e.volunteers];
    if (counts(kBudgets)) ++budgets_[e.budget];
    if (counts(kVerified)) verified_ += e.verified;
    if (counts(kConfirmed)) confirmed_ += e.confirmed_at_ms >= f.fresh_since_ms;
  }

  v1::Facets told(const Filter& f) const {
    v1::Facets out;
    tell(kinds_, *out.mutable_kinds(), [](auto n) { return std::to_string(n); });
    tell(sectors_, *out.mutable_sectors(), [this](auto n) { return catalogue_.sectors().code(n); });
    tell(countries_, *out.mutable_countries(), [this](auto n) { return catalogue_.countries().code(n); });
    tell(regions_, *out.mutable_regions(), [this](auto n) { return catalogue_.regions().code(n); });
    tell_localities(f, out);
    for (const auto& [counts, into] :
         {std::pair{&members_, out.mutable_members()}, std::pair{&staff_, out.mutable_staff()},
          std::pair{&volunteers_, out.mutable_volunteers()}, std::pair{&budgets_, out.mutable_budgets()}})
      tell(*counts, *into, [](auto n) { return std::to_string(n); });
    out.set_verified(verified_);
    out.set_confirmed(confirmed_);
    return out;
  }

 private:
  template <class Name>
  static void tell(const std::vector<std::uint32_t>& counts, google::protobuf::RepeatedPtrField<v1::FacetCount>& into,
                   Name name) {
    for (std::uint32_t n = 1; n < counts.size(); ++n) {
      if (counts[n] == 0) continue;
      auto& count = *into.Add();
      count.set_value(name(n));
      count.set_count(counts[n]);
    }
  }

  // Those that are chosen, as they were asked for, and the largest of the others.
  void tell_localities(const Filter& f, v1::Facets& out) const {
    const auto& known = catalogue_.localities();
    std::vector<std::uint32_t> groups(known.size());
    for (std::uint32_t n = 1; n < known.size(); ++n) groups[known.group(n)] += localities_[n];
    std::vector<std::pair<std::string, std::uint32_t>> told;
    for (const auto& asked : f.asked_localities)
      told.emplace_back(asked, known.group(known.find(locality_value(asked))));
    std::vector<std::uint32_t> others;
    for (std::uint32_t n = 1; n < known.size(); ++n)
      if (groups[n] != 0 && (f.localities.empty() || !f.localities[n])) others.push_back(n);
    const auto larger = [&](std::uint32_t a, std::uint32_t b) {
      return groups[a] != groups[b] ? groups[a] > groups[b] : known.value(a) < known.value(b);
    };
    const auto shown = std::min(kMostLocalities - std::min(kMostLocalities, told.size()), others.size());
    std::ranges::partial_sort(others, others.begin() + static_cast<std::ptrdiff_t>(shown), larger);
    for (std::size_t i = 0; i < shown; ++i) told.emplace_back(known.value(others[i]), others[i]);
    std::ranges::sort(told, [&](const auto& a, const auto& b) {
      return std::pair(groups[b.second], a.first) < std::pair(groups[a.second], b.first);
    });
    for (const auto& [value, number] : told) {
      auto& count = *out.add_localities();
      count.set_value(value);
      count.set_count(groups[number]);
      *count.mutable_name() = known.name(number);
    }
  }

  static std::vector<std::uint32_t> few() { return std::vector<std::uint32_t>(8); }

  const Catalogue& catalogue_;
  std::vector<std::uint32_t> kinds_ = few(), members_ = few(), staff_ = few(), volunteers_ = few(), budgets_ = few(),
                             sectors_, countries_, regions_, localities_;
  std::uint32_t verified_ = 0, confirmed_ = 0;
};

// How well it meets the query: by a whole name, by how one begins, by its names, by what it says of itself.
double distance_in_words(const Entry& e, const Filter& f) {
  if (!f.named.has(e.text)) return 3;
  if (e.heads.find("\n" + f.folded + "\n") != std::string::npos) return 0;
  return e.heads.find("\n" + f.folded) != std::string::npos ? 1 : 2;
}

// What comes before what: first by `first`, then by name.
struct Hit {
  double first;
  const Entry* entry;
};

class Order {
 public:
  explicit Order(const Question& q) : q_(q), order_(q.order) {
    if (order_ == v1::ORDER_BEST && !q.filter.has_words) order_ = v1::ORDER_NAME;
  }

  Hit hit(const Entry& e) const {
    switch (order_) {
      case v1::ORDER_BEST:
        return {distance_in_words(e, q_.filter), &e};
      case v1::ORDER_NEAREST:
        return {kilometres(*q_.near, e.place), &e};
      case v1::ORDER_CONFIRMED:
        return {-static_cast<double>(e.confirmed_at_ms), &e};
      default:
        return {0, &e};
    }
  }

  bool operator()(const Hit& a, const Hit& b) const {
    if (a.first != b.first) return a.first < b.first;
    const auto language = q_.language;
    if (a.entry->order_head[language] != b.entry->order_head[language])
      return a.entry->order_head[language] < b.entry->order_head[language];
    if (const auto names = a.entry->order[language].compare(b.entry->order[language]); names != 0) return names < 0;
    return raw(a.entry->id) < raw(b.entry->id);
  }

 private:
  const Question& q_;
  v1::OrganisationOrder order_;
};

void show(const Entry& entry, const Question& q, v1::FoundOrganisation& into) {
  into.ParseFromString(entry.shown);
  into.set_stale(entry.confirmed_at_ms < q.filter.fresh_since_ms);
  if (q.near) into.set_distance_km(kilometres(*q.near, entry.place));
}

// Rows of a grid over the section, square in degrees.
struct Gathered {
  double latitude = 0, longitude = 0;
  std::uint32_t count = 0;
  const Entry* one = nullptr;
};

}  // namespace

double kilometres(Place a, Place b) {
  constexpr double kRadius = 6371, kDegree = std::numbers::pi / 180;
  const auto half = [](double angle) { return std::pow(std::sin(angle * kDegree / 2), 2); };
  const auto h = half(b.latitude - a.latitude) +
                 std::cos(a.latitude * kDegree) * std::cos(b.latitude * kDegree) * half(b.longitude - a.longitude);
  return 2 * kRadius * std::asin(std::min(1.0, std::sqrt(h)));
}

v1::FindOrganisationsResponse answer(const Catalogue& catalogue, const Question& q) {
  const Order order(q);
  const auto* last = catalogue.find(q.after);
  require(raw(q.after) == 0 || last != nullptr,
          invalid("cursor", "directory.bad_cursor", "Start again from the first page."));
  Tally tally(catalogue);
  std::vector<Hit> hits;
  std::uint32_t total = 0;
  for (const auto& entry : catalogue.entries()) {
    if (!entry.listed || !meets(entry, q.filter)) continue;
    const auto wrong = failed(entry, q.filter);
    if (last == nullptr) tally.count(entry, q.filter, wrong);
    if (wrong != 0) continue;
    ++total;
    const auto hit = order.hit(entry);
    if (last == nullptr || order(order.hit(*last), hit)) hits.push_back(hit);
  }
  const auto shown = std::min(q.limit, hits.size());
  std::ranges::partial_sort(hits, hits.begin() + static_cast<std::ptrdiff_t>(shown), order);
  v1::FindOrganisationsResponse response;
  for (std::size_t i = 0; i < shown; ++i) show(*hits[i].entry, q, *response.add_organisations());
  if (hits.size() > shown) response.set_next_cursor(query::cursor_after(hits[shown - 1].entry->id));
  response.set_total(total);
  if (last == nullptr) *response.mutable_facets() = tally.told(q.filter);
  for (const auto& word : q.filter.similar) response.add_similar(word);
  return response;
}

std::vector<OrganisationId> all(const Catalogue& catalogue, const Question& q) {
  const Order order(q);
  std::vector<Hit> hits;
  for (const auto& entry : catalogue.entries())
    if (entry.listed && failed(entry, q.filter) == 0 && meets(entry, q.filter)) hits.push_back(order.hit(entry));
  std::ranges::sort(hits, order);
  std::vector<OrganisationId> out;
  out.reserve(hits.size());
  for (const auto& hit : hits) out.push_back(hit.entry->id);
  return out;
}

v1::MapOrganisationsResponse chart(const Catalogue& catalogue, const Section& s) {
  const double cell = (s.north_east.longitude - s.south_west.longitude) / s.columns;
  std::map<std::pair<std::int64_t, std::int64_t>, Gathered> grid;
  v1::MapOrganisationsResponse response;
  std::uint32_t elsewhere = 0, without_place = 0;
  for (const auto& e : catalogue.entries()) {
    if (!e.listed || failed(e, s.filter) != 0 || !meets(e, s.filter)) continue;
    const bool inside = e.place.latitude >= s.south_west.latitude && e.place.latitude <= s.north_east.latitude &&
                        e.place.longitude >= s.south_west.longitude && e.place.longitude <= s.north_east.longitude;
    without_place += !e.has_place;
    elsewhere += e.has_place && !inside;
    if (!e.has_place || !inside) continue;
    auto& gathered = grid[{static_cast<std::int64_t>((e.place.latitude - s.south_west.latitude) / cell),
                           static_cast<std::int64_t>((e.place.longitude - s.south_west.longitude) / cell)}];
    gathered.latitude += e.place.latitude;
    gathered.longitude += e.place.longitude;
    ++gathered.count;
    gathered.one = &e;
  }
  for (const auto& [at, gathered] : grid) {
    auto& cluster = *response.add_clusters();
    cluster.mutable_place()->set_latitude(gathered.latitude / gathered.count);
    cluster.mutable_place()->set_longitude(gathered.longitude / gathered.count);
    cluster.set_count(gathered.count);
    if (gathered.count > 1) continue;
    v1::FoundOrganisation one;
    one.ParseFromString(gathered.one->shown);
    *cluster.mutable_organisation() = one.organisation();
  }
  response.set_elsewhere(elsewhere);
  response.set_without_place(without_place);
  return response;
}

}  // namespace wasl::directory::find
