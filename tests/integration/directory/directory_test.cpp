// The directory: what is shown to whom, and that people find it as they type.
#include <set>

#include "support/town.hpp"
#include "wasl/directory/v1/directory.pb.h"

namespace wasl::test {
namespace {

namespace dir = ::wasl::directory::v1;

class Directory : public Town {
 protected:
  static void SetUpTestSuite() {
    Town::SetUpTestSuite();
    const auto insert = [](const std::string& columns) {
      return database().sql().number("insert into organisations " + columns + " returning id");
    };
    oasis = insert(
        "(kind, name_ar, name_fr, abbreviation, region, state, verified_at) values "
        "('association', 'جمعيّة الواحة الخضراء', 'Association Oasis Verte de Gabès', 'AOV', 'TN-81', 'published', "
        "now())");
    women = insert(
        "(kind, name_ar, name_fr, region, state) values "
        "('association', 'رابطة المرأة العاملة', 'Ligue de la femme à l''œuvre', 'TN-61', 'published')");
    partner = insert("(kind, name_fr, region, state) values ('partner', 'Fondation Éducation', 'MA-03', 'published')");
    draft =
        insert("(kind, name_fr, region, state) values ('association', 'Association Brouillon', 'TN-81', 'verified')");
    for (int i = 0; i < 12; ++i)
      insert("(kind, name_fr, region, state) values ('authority', 'Commune " + std::to_string(100 + i) +
             "', 'DJ-DJ', 'published')");
    database().sql().rows("insert into organisation_sectors values (" + std::to_string(oasis) + ", 'environment'), (" +
                          std::to_string(oasis) + ", 'youth'), (" + std::to_string(women) + ", 'women')");
    server().restart();  // makes what SQL has inserted findable
  }
  static Person person(const std::string& name = {}) { return stranger(name); }
  void SetUp() override { alice = person("أمينة الطرابلسي"); }

  static void seat(const Person& p, std::int64_t organisation, const std::string& role) {
    database().sql().rows("insert into seats values (" + std::to_string(organisation) + ", " + std::to_string(p.id) +
                          ", '" + role + "')");
  }
  // A person whose name was inserted by SQL becomes findable as `wasl admin` or a start of the server makes it.
  static void refresh() {
    ASSERT_EQ(run_wasl({"admin", "demo", "/dev/null"}, {{"WASL_DATABASE", database().conninfo()}}).status, 0);
  }
  std::set<std::int64_t> find(const dir::ListOrganisationsRequest& request) {
    std::set<std::int64_t> out;
    const auto found = http_of(alice).call<dir::ListOrganisationsResponse>(request);
    for (const auto& o : found.organisations()) out.insert(o.id());
    return out;
  }
  std::set<std::int64_t> find(const std::string& query) {
    dir::ListOrganisationsRequest request;
    request.set_query(query);
    return find(request);
  }
  std::set<std::int64_t> people(const std::string& query, std::int64_t organisation = 0) {
    dir::FindPeopleRequest request;
    request.set_query(query);
    request.set_organisation_id(organisation);
    request.set_limit(100);
    std::set<std::int64_t> out;
    const auto found = http_of(alice).call<dir::FindPeopleResponse>(request);
    for (const auto& p : found.people()) out.insert(p.id());
    return out;
  }
  v1::Status look_at(const Person& p, std::int64_t id) {
    dir::GetOrganisationRequest request;
    request.set_id(id);
    return http_of(p).refusal(request);
  }

  using Ids = std::set<std::int64_t>;
  static inline std::int64_t oasis = 0, women = 0, partner = 0, draft = 0;
  Person alice;
};

TEST_F(Directory, SectorsAndRegionsAreForEveryoneInThreeLanguages) {
  const HttpClient stranger(port());
  const auto sectors = stranger.call<dir::ListSectorsResponse>(dir::ListSectorsRequest{});
  EXPECT_EQ(sectors.sectors_size(), 15);
  EXPECT_EQ(sectors.sectors(0).code(), "culture");
  const auto regions = stranger.call<dir::ListRegionsResponse>(dir::ListRegionsRequest{}, Format::kJson);
  EXPECT_EQ(regions.regions_size(), 42);
  for (const auto& r : regions.regions())
    EXPECT_FALSE(r.name().ar().empty() || r.name().fr().empty() || r.name().en().empty()) << r.code();
}

TEST_F(Directory, OnlyPublishedOrganisationsAreListed) {
  EXPECT_EQ(find("association"), Ids{oasis});
  EXPECT_EQ(find("brouillon"), Ids{});
  dir::ListOrganisationsRequest all;
  all.set_limit(100);
  EXPECT_EQ(find(all).size(), 15U);
}

TEST_F(Directory, AnUnpublishedOneExistsForItsPeopleAndVerifiersOnly) {
  const auto owner = person(), verifier = person();
  seat(owner, draft, "owner");
  database().sql().rows("insert into platform_roles(person_id, role) values (" + std::to_string(verifier.id) +
                        ", 'verifier')");
  EXPECT_EQ(look_at(owner, draft).code(), v1::OK);
  EXPECT_EQ(look_at(verifier, draft).code(), v1::OK);
  EXPECT_EQ(look_at(alice, draft).code(), v1::NOT_FOUND);
  EXPECT_EQ(look_at(alice, draft).DebugString(), look_at(alice, 987'654'321).DebugString());
  EXPECT_EQ(look_at(alice, oasis).code(), v1::OK);
  dir::FindPeopleRequest within;
  within.set_organisation_id(draft);
  EXPECT_EQ(http_of(alice).refusal(within).reason(), "organisation_not_found");
  const auto me = http_of(owner).call<acc::GetMeResponse>(acc::GetMeRequest{}).me();
  EXPECT_EQ(me.card().organisation_id(), 0) << "a card names published organisations only";
}

TEST_F(Directory, FiltersNarrowTogether) {
  dir::ListOrganisationsRequest request;
  request.set_region("TN-81");
  EXPECT_EQ(find(request), Ids{oasis});
  request.set_sector("women");
  EXPECT_EQ(find(request), Ids{});
  request.clear_region();
  EXPECT_EQ(find(request), Ids{women});
  request.clear_sector();
  request.set_kind(dir::ORGANISATION_PARTNER);
  EXPECT_EQ(find(request), Ids{partner});
  request.set_kind(static_cast<dir::OrganisationKind>(44));
  EXPECT_EQ(http_of(alice).refusal(request).reason(), "directory.bad_filter");
}

TEST_F(Directory, NamesAreFoundAsPeopleTypeThem) {
  for (const char* query :
       {"جمعية الواحه", "الواحة", "واحه خضرا", "oasis gabes", "GABÈS oasis", "aov", "Gabe\u0300s", "ｏａｓｉｓ"})
    EXPECT_EQ(find(query), Ids{oasis}) << query;
  for (const char* query : {"المراه", "المرأة", "ألمرأة", "الـمـرأة", "العَامِلَة", "l’œuvre", "l'œuvre"})
    EXPECT_EQ(find(query), Ids{women}) << query;
  EXPECT_EQ(find("education"), Ids{partner});
  for (const char* query : {"oasis femme", "%", "_", "\\", "zzz"}) EXPECT_EQ(find(query), Ids{}) << query;
  EXPECT_EQ(find("   ").size(), 15U);
  dir::ListOrganisationsRequest longest;
  longest.set_query(std::string(101, 'x'));
  EXPECT_EQ(http_of(alice).refusal(longest).reason(), "directory.bad_query");
}

TEST_F(Directory, PagesMissAndRepeatNothingThoughOthersAreAddedMeanwhile) {
  dir::ListOrganisationsRequest request;
  request.set_query("commune");
  request.set_limit(5);
  std::vector<std::string> seen;
  for (int page = 0;; ++page) {
    const auto got = http_of(alice).call<dir::ListOrganisationsResponse>(request);
    for (const auto& o : got.organisations()) seen.push_back(o.name().fr());
    if (got.next_cursor().empty()) break;
    request.set_cursor(got.next_cursor());
    if (page == 0) {
      database().sql().rows(
          "insert into organisations (kind, name_fr, region, state, search) values "
          "('authority', 'Commune 000', 'DJ-DJ', 'published', 'commune 000')");
    }
  }
  std::vector<std::string> expected;
  for (int i = 0; i < 12; ++i) expected.push_back("Commune " + std::to_string(100 + i));
  EXPECT_EQ(seen, expected);
  database().sql().rows("delete from organisations where name_fr = 'Commune 000'");
  request.set_cursor("nonsense");
  EXPECT_EQ(http_of(alice).refusal(request).reason(), "directory.bad_cursor");
  request.clear_cursor();
  request.set_limit(101);
  EXPECT_EQ(http_of(alice).refusal(request).reason(), "directory.bad_limit");
}

TEST_F(Directory, PeopleAreFoundByNameAndByOrganisationButNeverOneself) {
  const auto amina = person("آمنة بن إبراهيم"), helene = person("Hélène Çelik"), ghost = person("Hélène Fantôme");
  database().sql().rows("update people set confirmed_at = null where id = " + std::to_string(ghost.id));
  seat(helene, oasis, "editor");
  refresh();
  for (const char* query : {"امنه", "آمنة ابراهيم", "أمنة", "اٰمنة إبراهيم", "ابراهيم امنة"})
    EXPECT_EQ(people(query), Ids{amina.id}) << query;
  for (const char* query : {"helene", "HÉLÈNE", "celik helene"}) EXPECT_EQ(people(query), Ids{helene.id}) << query;
  EXPECT_EQ(people("oasis verte"), Ids{helene.id});
  EXPECT_FALSE(people("").contains(alice.id));
  EXPECT_FALSE(people("أمينة").contains(alice.id));
  EXPECT_TRUE(people("").contains(amina.id));
  EXPECT_FALSE(people("").contains(ghost.id));
  EXPECT_EQ(people("", oasis), Ids{helene.id});
  database().sql().rows("delete from seats where organisation_id = " + std::to_string(oasis));
}

TEST_F(Directory, SeatsAreShownToEveryoneAndToOneself) {
  const auto owner = person("Zohra"), member = person("Adel");
  seat(member, women, "member");
  seat(owner, women, "owner");
  seat(owner, draft, "member");
  dir::GetOrganisationRequest request;
  request.set_id(women);
  const auto shown = http_of(alice).call<dir::GetOrganisationResponse>(request);
  EXPECT_FALSE(shown.organisation().verified());
  ASSERT_EQ(shown.seats_size(), 2);
  EXPECT_EQ(shown.seats(0).person().id(), owner.id);
  EXPECT_EQ(shown.seats(0).role(), dir::SEAT_OWNER);
  EXPECT_EQ(shown.seats(1).person().organisation_id(), women);
  const auto mine = http_of(owner).call<dir::ListMySeatsResponse>(dir::ListMySeatsRequest{});
  ASSERT_EQ(mine.seats_size(), 2);
  EXPECT_EQ(mine.seats(0).organisation().id(), women);
  EXPECT_EQ(mine.seats(1).organisation().id(), draft);
  EXPECT_EQ(http_of(alice).call<dir::ListMySeatsResponse>(dir::ListMySeatsRequest{}).seats_size(), 0);
}

}  // namespace
}  // namespace wasl::test
