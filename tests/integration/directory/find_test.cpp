// What is published is found, by everybody, at once or nearly; what is not is found by nobody.
#include <cmath>

#include "guild.hpp"
#include "wasl/directory/v1/find.pb.h"

namespace wasl::test {
namespace {

class FindOrganisations : public Guild {
 protected:
  static HttpClient anybody() { return HttpClient(port()); }

  static dir::FindOrganisationsRequest search(const std::string& query) {
    dir::FindOrganisationsRequest request;
    request.mutable_filter()->set_query(query);
    return request;
  }
  static dir::FindOrganisationsResponse find(const dir::FindOrganisationsRequest& request) {
    return anybody().call<dir::FindOrganisationsResponse>(request);
  }
  static bool finds(const std::string& query, std::int64_t id) {
    const auto response = find(search(query));
    return std::ranges::any_of(response.organisations(),
                               [&](const auto& found) { return found.organisation().id() == id; });
  }
  static std::string word() { return "nadi" + std::to_string(random_id()); }
};

TEST_F(FindOrganisations, WhatIsPublishedAppearsAndWhatIsTakenBackGoes) {
  const auto owner = person();
  const auto name = word();
  const auto id = enter(owner, profile(name)).organisation_id();
  EXPECT_FALSE(finds(name, id)) << "a draft is nobody's business";
  sql("update organisations set state = 'published' where id = " + std::to_string(id));
  EXPECT_EVENTUALLY(finds(name, id));
  sql("update organisations set state = 'unpublished' where id = " + std::to_string(id));
  EXPECT_EVENTUALLY(!finds(name, id));
}

// A transaction that began before others and ends after them is not overlooked.
TEST_F(FindOrganisations, ALateCommitIsNotMissed) {
  const auto owner = person();
  const auto name = word(), other = word();
  const auto late = published(owner, name), soon = published(owner, "club");
  EXPECT_EVENTUALLY(finds(name, late));
  Sql slow(database().conninfo());
  slow.rows("begin");
  slow.rows("update organisations set abbreviation = 'L" + other +
            "', search = null where id = " + std::to_string(late));
  sql("update organisations set abbreviation = 'S" + other + "', search = null where id = " + std::to_string(soon));
  EXPECT_EVENTUALLY(finds("s" + other, soon));
  EXPECT_FALSE(finds("l" + other, late));
  slow.rows("commit");
  EXPECT_EVENTUALLY(finds("l" + other, late));
}

TEST_F(FindOrganisations, TellsNothingThatIsForMembers) {
  const auto owner = person();
  const auto name = word();
  const auto id = published(owner, name);
  EXPECT_EVENTUALLY(finds(name, id));
  const auto response = find(search(name));
  EXPECT_EQ(response.DebugString().find("75 123 456"), std::string::npos);
  EXPECT_EQ(response.organisations(0).organisation().name().fr(), name);
  EXPECT_EQ(response.organisations(0).country(), "TN");
  EXPECT_EQ(response.facets().regions(0).value(), "TN-81");
}

TEST_F(FindOrganisations, LocalitiesAndSizesAreCountedAndChosen) {
  const auto owner = person();
  const auto name = word();
  const auto put = [&](const std::string& ar, const std::string& fr, dir::BudgetBand budget) {
    auto p = profile(name);
    p.mutable_locality()->set_ar(ar);
    p.mutable_locality()->set_fr(fr);
    p.mutable_size()->set_budget(budget);
    p.mutable_size()->set_volunteers(dir::COUNT_10_TO_49);
    const auto id = enter(owner, p).organisation_id();
    sql("update organisations set state = 'published' where id = " + std::to_string(id));
    return id;
  };
  const auto quarter = "حي " + name;
  const auto first = put("", "Cité " + name, dir::BUDGET_UNDER_5K);
  const auto second = put(quarter, "cite " + name, dir::BUDGET_OVER_500K);
  const auto third = put(quarter, "", dir::BUDGET_OVER_500K);
  put("", "Ailleurs " + name, dir::BUDGET_OVER_500K);
  EXPECT_EVENTUALLY(find(search(name)).total() == 4);
  const auto facets = find(search(name)).facets();
  ASSERT_EQ(facets.localities_size(), 2);
  const auto& there = facets.localities(0);
  EXPECT_EQ(there.value(), "TN-81:cite " + name);
  EXPECT_EQ(there.count(), 3U);
  EXPECT_EQ(there.name().ar(), quarter);
  EXPECT_EQ(facets.volunteers(0).count(), 4U);
  EXPECT_EQ(facets.budgets_size(), 2);
  auto request = search(name);
  request.mutable_filter()->add_localities(there.value());
  const auto chosen = find(request);
  std::set<std::int64_t> found;
  for (const auto& one : chosen.organisations()) found.insert(one.organisation().id());
  EXPECT_EQ(found, (std::set{first, second, third}));
  request.mutable_filter()->add_budgets(dir::BUDGET_OVER_500K);
  EXPECT_EQ(find(request).total(), 2U);
  dir::MapOrganisationsRequest chart;
  *chart.mutable_filter() = request.filter();
  EXPECT_EQ(anybody().call<dir::MapOrganisationsResponse>(chart).without_place(), 2U);
  request.mutable_filter()->add_localities(std::string(501, 'x'));
  EXPECT_EQ(anybody().refusal(request).field(), "localities");
}

// One published for each of these localities, all with one word in their names.
struct Written {
  std::string ar, fr;
};

TEST_F(FindOrganisations, LocalitiesAreCountedAsAFilterThenFinds) {
  const auto owner = person();
  const auto name = word(), place = "villa" + std::to_string(random_id() % 1'000'000);
  const auto settle = [&](const std::string& state, const Written& written) {
    auto p = profile(name);
    p.mutable_locality()->set_ar(written.ar);
    p.mutable_locality()->set_fr(written.fr);
    const auto id = enter(owner, p).organisation_id();
    sql("update organisations set state = '" + state + "'" +
        (state == "suspended" ? ", state_before = 'published', suspended_at = now()" : "") +
        " where id = " + std::to_string(id));
  };
  settle("published", {"مكان " + place, place + " Été"});
  settle("published", {"", place + "  ETE"});
  settle("published", {"مَكان " + place, ""});
  settle("published", {"", "Ailleurs"});
  settle("suspended", {"", place + " Été"});
  settle("unpublished", {"", place + " Été"});
  settle("draft", {"", place + " Été"});
  EXPECT_EVENTUALLY(find(search(name)).total() == 4);
  const auto facets = find(search(name)).facets();
  ASSERT_EQ(facets.localities_size(), 2);
  EXPECT_EQ(facets.localities(0).value(), "TN-81:" + place + " ete");
  EXPECT_EQ(facets.localities(0).count(), 3U);
  EXPECT_EQ(facets.localities(0).name().ar(), "مكان " + place);
  for (const auto& locality : facets.localities()) {
    auto request = search(name);
    request.mutable_filter()->add_localities(locality.value());
    EXPECT_EQ(find(request).total(), locality.count()) << locality.value();
  }
  auto request = search(name);
  request.mutable_filter()->add_localities("TN-81:مكان " + place);
  request.set_limit(2);
  std::set<std::int64_t> seen;
  do {
    const auto page = find(request);
    EXPECT_EQ(page.total(), 3U);
    for (const auto& found : page.organisations()) EXPECT_TRUE(seen.insert(found.organisation().id()).second);
    request.set_cursor(page.next_cursor());
  } while (!request.cursor().empty());
  EXPECT_EQ(seen.size(), 3U);
  dir::MapOrganisationsRequest map;
  *map.mutable_filter() = request.filter();
  EXPECT_EQ(anybody().call<dir::MapOrganisationsResponse>(map).without_place(), 3U)
      << "the map goes by the same filter";
}

TEST_F(FindOrganisations, SizesAreCountedAsAFilterThenFinds) {
  const auto owner = person();
  const auto name = word();
  const auto size = [&](dir::CountBand staff, dir::CountBand volunteers, dir::BudgetBand budget) {
    auto p = profile(name);
    p.mutable_size()->set_staff(staff);
    p.mutable_size()->set_volunteers(volunteers);
    p.mutable_size()->set_budget(budget);
    const auto id = enter(owner, p).organisation_id();
    sql("update organisations set state = 'published' where id = " + std::to_string(id));
  };
  size(dir::COUNT_NONE, dir::COUNT_10_TO_49, dir::BUDGET_UNDER_5K);
  size(dir::COUNT_1_TO_9, dir::COUNT_10_TO_49, dir::BUDGET_5K_TO_20K);
  size(dir::COUNT_1_TO_9, dir::COUNT_1000_OR_MORE, dir::BUDGET_OVER_500K);
  EXPECT_EVENTUALLY(find(search(name)).total() == 3);
  const auto facets = find(search(name)).facets();
  EXPECT_EQ(facets.staff_size(), 2);
  EXPECT_EQ(facets.volunteers_size(), 2);
  EXPECT_EQ(facets.budgets_size(), 3);
  const auto check = [&](const auto& counts, auto add) {
    for (const auto& count : counts) {
      auto request = search(name);
      add(*request.mutable_filter(), std::stoi(count.value()));
      const auto response = find(request);
      EXPECT_EQ(response.total(), count.count()) << count.value();
      EXPECT_EQ(response.organisations_size(), static_cast<int>(count.count()));
    }
  };
  check(facets.staff(), [](auto& f, int n) { f.add_staff(static_cast<dir::CountBand>(n)); });
  check(facets.volunteers(), [](auto& f, int n) { f.add_volunteers(static_cast<dir::CountBand>(n)); });
  check(facets.budgets(), [](auto& f, int n) { f.add_budgets(static_cast<dir::BudgetBand>(n)); });
}

TEST_F(FindOrganisations, WhatCannotBeAFilterIsRefusedByItsName) {
  const auto refused = [](auto set) {
    dir::FindOrganisationsRequest request;
    set(*request.mutable_filter());
    const auto error = anybody().refusal(request);
    EXPECT_EQ(error.reason(), "directory.bad_filter");
    return error.field();
  };
  EXPECT_EQ(refused([](auto& f) { f.add_localities("TN-81:?"); }), "localities");
  EXPECT_EQ(refused([](auto& f) { f.add_localities(std::string(501, 'x')); }), "localities");
  EXPECT_EQ(refused([](auto& f) {
              for (int i = 0; i < 61; ++i) f.add_localities("TN-81:a" + std::to_string(i));
            }),
            "localities");
  EXPECT_EQ(refused([](auto& f) { f.add_staff(static_cast<dir::CountBand>(7)); }), "staff");
  EXPECT_EQ(refused([](auto& f) { f.add_volunteers(static_cast<dir::CountBand>(-1)); }), "volunteers");
  EXPECT_EQ(refused([](auto& f) { f.add_budgets(static_cast<dir::BudgetBand>(6)); }), "budgets");
}

TEST_F(FindOrganisations, MissionsAndDescriptionsAreFoundAfterNames) {
  const auto owner = person();
  const auto said = word();
  auto p = profile("Abeille");
  p.mutable_mission()->set_fr("Pour les familles de " + said);
  const auto mission = enter(owner, p).organisation_id();
  auto other = profile("Zebre");
  other.mutable_description()->set_ar("نهتم ب " + said);
  const auto description = enter(owner, other).organisation_id();
  const auto named = published(owner, "Zz " + said);
  EXPECT_EVENTUALLY(finds(said, named));
  EXPECT_FALSE(finds(said, mission)) << "drafts are nobody's business";
  sql("update organisations set state = 'published' where id in (" + std::to_string(mission) + ", " +
      std::to_string(description) + ")");
  EXPECT_EVENTUALLY(find(search(said)).total() == 3);
  const auto response = find(search(said));
  EXPECT_EQ(response.organisations(0).organisation().id(), named) << "though its name sorts last";
  EXPECT_EQ(response.organisations(1).organisation().id(), mission);
  EXPECT_TRUE(finds("famille " + said + " ", mission)) << "in another form";
  EXPECT_TRUE(finds("abeille " + said + " ", mission)) << "one word of the name, one of the mission";
  sql("update organisations set details = '{}', search = null where id = " + std::to_string(mission));
  sql("update organisations set search_text = '' where id = " + std::to_string(mission));
  EXPECT_EVENTUALLY(!finds(said, mission));
}

TEST_F(FindOrganisations, PagesAndRefusals) {
  const auto owner = person();
  const auto name = word();
  std::set<std::int64_t> all, seen;
  for (int i = 0; i < 5; ++i) all.insert(published(owner, name + " " + std::to_string(i)));
  EXPECT_EVENTUALLY(find(search(name)).total() == 5);
  auto request = search(name);
  request.set_limit(2);
  do {
    const auto page = find(request);
    for (const auto& found : page.organisations()) EXPECT_TRUE(seen.insert(found.organisation().id()).second);
    request.set_cursor(page.next_cursor());
  } while (!request.cursor().empty());
  EXPECT_EQ(seen, all);
  request.set_cursor("o" + std::to_string(std::int64_t{1} << 60));
  EXPECT_EQ(anybody().refusal(request).reason(), "directory.bad_cursor");
  request = search(std::string(200, 'a'));
  EXPECT_EQ(anybody().refusal(request).reason(), "directory.bad_query");
}

TEST_F(FindOrganisations, TheMapShowsThoseWithCoordinates) {
  const auto owner = person();
  const auto name = word();
  auto p = profile(name);
  p.mutable_place()->set_latitude(33.88);
  p.mutable_place()->set_longitude(10.1);
  const auto id = enter(owner, p).organisation_id();
  sql("update organisations set state = 'published' where id = " + std::to_string(id));
  EXPECT_EVENTUALLY(finds(name, id));
  dir::MapOrganisationsRequest request;
  request.mutable_filter()->set_query(name);
  const auto map = anybody().call<dir::MapOrganisationsResponse>(request);
  ASSERT_EQ(map.clusters_size(), 1);
  EXPECT_EQ(map.clusters(0).organisation().id(), id);
  EXPECT_DOUBLE_EQ(map.clusters(0).place().latitude(), 33.88);
}

TEST_F(FindOrganisations, TheMapIsNotCutFinerThanPlacesAre) {
  dir::MapOrganisationsRequest request;
  request.mutable_south_west()->set_latitude(-90);
  request.mutable_south_west()->set_longitude(10.1);
  request.mutable_north_east()->set_latitude(90);
  request.mutable_north_east()->set_longitude(std::nextafter(10.1, 11));
  EXPECT_EQ(anybody().refusal(request).reason(), "directory.bad_place");
  request.mutable_north_east()->set_longitude(10.2);
  EXPECT_EQ(anybody().refusal(request).code(), v1::OK);
}

}  // namespace
}  // namespace wasl::test
