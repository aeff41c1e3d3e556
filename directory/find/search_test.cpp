#include "directory/find/search.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "core/words.hpp"
#include "directory/search_index.hpp"

namespace wasl::directory::find {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kDay = 24 * 3600 * 1000, kNow = 1000 * kDay;

struct Spec {
  std::int64_t id;
  std::string ar, fr;
  v1::OrganisationKind kind = v1::ORGANISATION_ASSOCIATION;
  std::string country = "TN", region = "TN-61";
  std::vector<std::string> sectors = {"youth"};
  std::optional<Place> place{};
  std::int64_t days_ago = 1;
  bool published = true;
  std::string abbreviation{};
  v1::CountBand members = v1::COUNT_1_TO_9;
  std::string locality_ar{}, locality_fr{}, said{};
  v1::BudgetBand budget = v1::BUDGET_UNSPECIFIED;
};

Listed listed(const Spec& spec) {
  Listed out;
  auto& o = *out.shown.mutable_organisation();
  o.set_id(spec.id);
  o.set_kind(spec.kind);
  o.mutable_name()->set_ar(spec.ar);
  o.mutable_name()->set_fr(spec.fr);
  o.set_abbreviation(spec.abbreviation);
  o.set_region(spec.region);
  o.mutable_locality()->set_ar(spec.locality_ar);
  o.mutable_locality()->set_fr(spec.locality_fr);
  for (const auto& sector : spec.sectors) o.add_sectors(sector);
  o.set_verified(spec.id % 2 == 0);
  out.shown.set_country(spec.country);
  if (spec.place) {
    out.shown.mutable_place()->set_latitude(spec.place->latitude);
    out.shown.mutable_place()->set_longitude(spec.place->longitude);
  }
  out.shown.set_confirmed_at_ms(kNow - spec.days_ago * kDay);
  out.members = static_cast<std::uint32_t>(spec.members);
  out.staff = out.members;
  out.budget = static_cast<std::uint32_t>(spec.budget);
  out.searchable = words::searchable(spec.ar + " " + spec.fr + " " + spec.abbreviation);
  out.published = spec.published;
  out.said = search_index::text_words(spec.said);
  return out;
}

Catalogue town() {
  Catalogue out;
  out.set_region("TN-61", {34.74, 10.76});  // Sfax
  out.set_region("TN-81", {33.88, 10.1});   // Gabes
  out.put(listed({1, "جمعية الأفق", "Association Horizon"}));
  out.put(listed(
      {2, "أفق الطفولة", "Horizon d'Enfance", v1::ORGANISATION_ASSOCIATION, "TN", "TN-81", {"children", "youth"}}));
  out.put(listed(
      {3, "", "Zones vertes", v1::ORGANISATION_ASSOCIATION, "TN", "TN-81", {"environment"}, Place{33.9, 10.1}, 300}));
  out.put(listed({4,
                  "",
                  "Agence du Nord",
                  v1::ORGANISATION_PARTNER,
                  "MA",
                  "MA-01",
                  {},
                  Place{35.7, -5.8},
                  2,
                  true,
                  "ADN",
                  v1::COUNT_10_TO_49}));
  out.put(listed({5, "", "Écoute jeunesse"}));
  return out;
}

using Ids = std::vector<std::int64_t>;

Ids ids(const v1::FindOrganisationsResponse& response) {
  Ids out;
  for (const auto& found : response.organisations()) out.push_back(found.organisation().id());
  return out;
}

v1::FindOrganisationsResponse ask(const Catalogue& catalogue, const v1::FindOrganisationsRequest& request) {
  return answer(catalogue, question(request, catalogue, kNow));
}

Ids found(const std::string& query) {
  v1::FindOrganisationsRequest request;
  request.mutable_filter()->set_query(query);
  return ids(ask(town(), request));
}

template <class Counts>
std::map<std::string, std::uint32_t> counts(const Counts& facet) {
  std::map<std::string, std::uint32_t> out;
  for (const auto& count : facet) out[count.value()] = count.count();
  return out;
}
using Counted = std::map<std::string, std::uint32_t>;

TEST(Find, WordsInAnyFormAndOrder) {
  EXPECT_THAT(found("horizon"), ElementsAre(2, 1));  // a name that begins so comes first
  EXPECT_THAT(found("enfance horizon"), ElementsAre(2));
  EXPECT_THAT(found("الافق"), ElementsAre(1, 2));
  EXPECT_THAT(found("ecoute"), ElementsAre(5));
  EXPECT_THAT(found("adn"), ElementsAre(4));
  EXPECT_THAT(found("zon"), ElementsAre(3));
  EXPECT_THAT(found("agence sud"), IsEmpty());
}

TEST(Find, WhatIsWrittenWrongIsFoundAndSaid) {
  v1::FindOrganisationsRequest request;
  request.mutable_filter()->set_query("horizzon ");
  const auto response = ask(town(), request);
  EXPECT_THAT(ids(response), testing::UnorderedElementsAre(1, 2));
  EXPECT_THAT(response.similar(), testing::Contains("horizon"));
  EXPECT_THAT(found("qqqqqqq "), IsEmpty());
  EXPECT_THAT(found("الطفلوه "), ElementsAre(2)) << "two letters changed with each other";
  EXPECT_THAT(found("horzion enfanse "), ElementsAre(2));
}

TEST(Find, ShortWordsWithALetterTooMany) {
  Catalogue catalogue;
  catalogue.put(listed({1, "جمعية نور للطفولة", "Association Nour"}));
  catalogue.put(listed({2, "جمعية البحر", "Mer"}));
  for (const auto* query : {"جمعية نورر", "نورر", "نورر ", "جمعيت نورر للطفوله", "nourr"}) {
    v1::FindOrganisationsRequest request;
    request.mutable_filter()->set_query(query);
    EXPECT_THAT(ids(ask(catalogue, request)), ElementsAre(1)) << query;
  }
}

TEST(Find, NamesSortAsTheirLanguageDoes) {
  EXPECT_THAT(found(""), ElementsAre(4, 1, 5, 2, 3));  // Agence, Association, Écoute, Horizon, Zones
}

TEST(Find, EachFacetCountsWhatAnotherChoiceInItWouldGive) {
  v1::FindOrganisationsRequest request;
  request.mutable_filter()->add_regions("TN-81");
  request.mutable_filter()->add_sectors("youth");
  const auto response = ask(town(), request);
  EXPECT_THAT(ids(response), ElementsAre(2));
  EXPECT_EQ(response.total(), 1U);
  EXPECT_EQ(counts(response.facets().regions()), (Counted{{"TN-61", 2}, {"TN-81", 1}}));
  EXPECT_EQ(counts(response.facets().sectors()), (Counted{{"children", 1}, {"environment", 1}, {"youth", 1}}));
  EXPECT_EQ(counts(response.facets().countries()), (Counted{{"TN", 1}}));
  EXPECT_EQ(response.facets().verified(), 1U);
}

// Gabès four times, written by four organisations, and its namesake in another region.
Catalogue shore() {
  Catalogue out;
  int id = 0;
  const auto put = [&](std::string region, std::string ar, std::string fr) {
    Spec spec{++id, "", "N" + std::to_string(id)};
    spec.region = std::move(region);
    spec.locality_ar = std::move(ar);
    spec.locality_fr = std::move(fr);
    out.put(listed(spec));
  };
  put("TN-81", "", "Gabès");
  put("TN-81", "قابِس", "");
  put("TN-81", "قابس", "GABES");
  put("TN-81", "", "gabes");
  put("TN-61", "", "Gabès");
  put("TN-81", "", "Mareth");
  put("TN-81", "", "");
  return out;
}

TEST(Find, NamesOfOnePlaceComeTogether) {
  v1::FindOrganisationsRequest request;
  const auto facet = ask(shore(), request).facets().localities();
  EXPECT_EQ(counts(facet), (Counted{{"TN-81:gabes", 4}, {"TN-61:gabes", 1}, {"TN-81:mareth", 1}}));
  EXPECT_EQ(facet.at(0).name().ar(), "قابس");
  EXPECT_EQ(facet.at(0).name().fr(), "GABES") << "of those that are written as often the first in order";
  for (const auto* value : {"TN-81:gabes", "TN-81:قابس"}) {
    request.mutable_filter()->clear_localities();
    request.mutable_filter()->add_localities(value);
    EXPECT_THAT(ids(ask(shore(), request)), ElementsAre(1, 2, 3, 4)) << value;
  }
  EXPECT_EQ(counts(ask(shore(), request).facets().localities()).size(), 3U) << "what another choice would give";
  request.mutable_filter()->add_localities("TN-61:nowhere");
  EXPECT_EQ(ask(shore(), request).total(), 4U);
  request.mutable_filter()->mutable_localities()->DeleteSubrange(0, 1);
  EXPECT_EQ(ask(shore(), request).total(), 0U);
}

TEST(Find, APlaceThatIsChangedIsCountedAnew) {
  auto catalogue = shore();
  Spec spec{3, "", "N3"};
  spec.region = "TN-81";
  spec.locality_fr = "Mareth";
  catalogue.put(listed(spec));
  EXPECT_EQ(counts(ask(catalogue, {}).facets().localities()),
            (Counted{{"TN-81:gabes", 2}, {"TN-81:قابس", 1}, {"TN-61:gabes", 1}, {"TN-81:mareth", 2}}))
      << "nobody says any more that the two are one";
  spec.published = false;
  catalogue.put(listed(spec));
  EXPECT_EQ(counts(ask(catalogue, {}).facets().localities()).at("TN-81:mareth"), 1U);
}

TEST(Find, TheLargestPlacesAreToldAndThoseChosen) {
  Catalogue catalogue;
  for (int i = 0; i < 60; ++i) {
    Spec spec{i + 1, "", "N"};
    spec.locality_fr = "L" + std::to_string(i < 40 ? i / 2 : i);
    catalogue.put(listed(spec));
  }
  v1::FindOrganisationsRequest request;
  EXPECT_EQ(ask(catalogue, request).facets().localities_size(), 20);
  request.mutable_filter()->add_localities("TN-61:l55");
  const auto chosen = counts(ask(catalogue, request).facets().localities());
  EXPECT_EQ(chosen.size(), 20U);
  EXPECT_EQ(chosen.at("TN-61:l55"), 1U);
}

TEST(Find, FiltersByEverything) {
  const auto only = [](auto set) {
    v1::FindOrganisationsRequest request;
    set(*request.mutable_filter());
    auto out = ids(ask(town(), request));
    std::ranges::sort(out);
    return out;
  };
  EXPECT_EQ(only([](auto& f) { f.add_kinds(v1::ORGANISATION_PARTNER); }), Ids{4});
  EXPECT_EQ(only([](auto& f) { f.add_countries("MA"); }), Ids{4});
  EXPECT_EQ(only([](auto& f) { f.add_members(v1::COUNT_10_TO_49); }), Ids{4});
  EXPECT_EQ(only([](auto& f) { f.add_staff(v1::COUNT_10_TO_49); }), Ids{4});
  EXPECT_EQ(only([](auto& f) { f.add_volunteers(v1::COUNT_10_TO_49); }), Ids{});
  EXPECT_EQ(only([](auto& f) { f.add_budgets(v1::BUDGET_OVER_500K); }), Ids{});
  EXPECT_EQ(only([](auto& f) { f.set_verified(true); }), (Ids{2, 4}));
  EXPECT_EQ(only([](auto& f) { f.set_confirmed(true); }), (Ids{1, 2, 4, 5}));
  EXPECT_EQ(only([](auto& f) { f.add_sectors("nothing"); }), Ids{});
  EXPECT_EQ(only([](auto& f) { f.add_regions("XX"); }), Ids{});
}

TEST(Find, WhatAnOrganisationSaysOfItselfComesAfterNames) {
  auto catalogue = town();
  Spec spec{6, "", "Alpha"};
  spec.said = "Nous protégeons l'horizon des jeunes et la mer. نحمي البحر";
  catalogue.put(listed(spec));
  const auto finds = [&](const std::string& query) {
    v1::FindOrganisationsRequest request;
    request.mutable_filter()->set_query(query);
    const auto response = ask(catalogue, request);
    EXPECT_THAT(response.similar(), IsEmpty()) << query;
    return ids(response);
  };
  EXPECT_THAT(finds("horizon"), ElementsAre(2, 1, 6));
  EXPECT_THAT(finds("jeune protegeons "), ElementsAre(6));
  EXPECT_THAT(finds("البحر"), ElementsAre(6));
  EXPECT_THAT(finds("alpha mer "), ElementsAre(6)) << "one word of its name, one of its mission";
  spec.said = "Autre chose";
  catalogue.put(listed(spec));
  EXPECT_THAT(finds("horizon"), ElementsAre(2, 1));
}

TEST(Find, TheNearestFirst) {
  v1::FindOrganisationsRequest request;
  request.set_order(v1::ORDER_NEAREST);
  request.mutable_near()->set_latitude(33.9);
  request.mutable_near()->set_longitude(10.1);
  const auto response = ask(town(), request);
  EXPECT_THAT(ids(response), ElementsAre(3, 2, 1, 5, 4));
  EXPECT_LT(response.organisations(0).distance_km(), 0.1);
  EXPECT_NEAR(response.organisations(2).distance_km(), 111, 3);  // Sfax from Gabes
}

TEST(Find, PagesFollowOneAnotherWhateverComesAndGoes) {
  auto catalogue = town();
  v1::FindOrganisationsRequest request;
  request.set_limit(2);
  Ids seen;
  for (int page = 0; page < 10; ++page) {
    const auto response = ask(catalogue, request);
    for (const auto id : ids(response)) seen.push_back(id);
    EXPECT_EQ(response.total(), page == 0 ? 5U : 4U);
    EXPECT_EQ(response.has_facets(), page == 0);
    if (response.next_cursor().empty()) break;
    request.set_cursor(response.next_cursor());
    if (page == 0)
      catalogue.put(listed({1, "", "", v1::ORGANISATION_ASSOCIATION, "", "", {}, {}, 1, false}));  // the last one shown
  }
  EXPECT_EQ(seen, (Ids{4, 1, 5, 2, 3}));
  request.set_cursor("o999");
  EXPECT_THROW(ask(catalogue, request), Refused);
}

TEST(Find, AnEntryIsReplaced) {
  auto catalogue = town();
  catalogue.put(listed({3, "", "Zones bleues"}));
  v1::FindOrganisationsRequest request;
  request.mutable_filter()->set_query("vertes");
  EXPECT_THAT(ids(ask(catalogue, request)), IsEmpty());
  request.mutable_filter()->set_query("bleues");
  EXPECT_THAT(ids(ask(catalogue, request)), ElementsAre(3));
}

TEST(Find, RefusesWhatCannotBeAsked) {
  const auto refused = [](auto set) {
    v1::FindOrganisationsRequest request;
    set(request);
    EXPECT_THROW(ask(town(), request), Refused);
  };
  refused([](auto& r) { r.mutable_filter()->set_query(std::string(101, 'x')); });
  refused([](auto& r) { r.mutable_filter()->set_query("a b c d e f g h i j k"); });
  refused([](auto& r) { r.mutable_filter()->add_kinds(static_cast<v1::OrganisationKind>(9)); });
  refused([](auto& r) { r.mutable_filter()->add_budgets(static_cast<v1::BudgetBand>(6)); });
  refused([](auto& r) { r.mutable_filter()->add_localities(std::string(501, 'x')); });
  refused([](auto& r) { r.mutable_filter()->add_localities("TN-81: -"); });
  refused([](auto& r) { r.set_order(v1::ORDER_NEAREST); });
  refused([](auto& r) { r.mutable_near()->set_latitude(91); });
  refused([](auto& r) { r.mutable_near()->set_latitude(std::nan("")); });
  refused([](auto& r) { r.set_language("xx"); });
  refused([](auto& r) { r.set_limit(101); });
  refused([](auto& r) { r.set_cursor("p1"); });
}

TEST(Find, TheMapGathersWhatLiesTogether) {
  auto catalogue = town();
  catalogue.put(listed({6, "", "Voisins", v1::ORGANISATION_ASSOCIATION, "TN", "TN-81", {}, Place{33.91, 10.11}}));
  v1::MapOrganisationsRequest request;
  const auto all = chart(catalogue, section(request, catalogue, kNow));
  ASSERT_EQ(all.clusters_size(), 2);
  EXPECT_EQ(all.without_place(), 3U);
  EXPECT_EQ(all.clusters(0).count() + all.clusters(1).count(), 3U);
  request.mutable_south_west()->set_latitude(35);
  request.mutable_south_west()->set_longitude(-6);
  request.mutable_north_east()->set_latitude(36);
  request.mutable_north_east()->set_longitude(-5);
  const auto some = chart(catalogue, section(request, catalogue, kNow));
  ASSERT_EQ(some.clusters_size(), 1);
  EXPECT_EQ(some.clusters(0).organisation().id(), 4);
  EXPECT_EQ(some.elsewhere(), 2U);
}

TEST(Find, WhoRenamesThemselvesForEverFillsNoMemory) {
  Catalogue catalogue;
  for (int i = 0; i <= 2500; ++i) catalogue.put(listed({1, "", "Nom q" + std::to_string(i)}));
  const auto knows = [&](const std::string& word) {
    return catalogue.names().knows(words::terms(word + " ", 1).at(0));
  };
  EXPECT_TRUE(knows("q2500"));
  EXPECT_FALSE(knows("q0"));
  EXPECT_FALSE(knows("q1000"));
}

}  // namespace
}  // namespace wasl::directory::find
