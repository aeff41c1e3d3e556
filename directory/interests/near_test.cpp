#include "directory/interests/near.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "directory/interests/clean.hpp"

namespace wasl::directory::interests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t kDay = std::int64_t{24} * 3600 * 1000, kNow = 1000 * kDay;

find::Listed listed(std::int64_t id, const std::string& region, const std::string& sector, std::int64_t days_ago = 1,
                    v1::OrganisationKind kind = v1::ORGANISATION_ASSOCIATION) {
  find::Listed out;
  auto& o = *out.shown.mutable_organisation();
  o.set_id(id);
  o.set_kind(kind);
  o.mutable_name()->set_fr("Nadi " + std::to_string(id));
  o.set_region(region);
  o.add_sectors(sector);
  out.shown.set_country(region.substr(0, 2));
  out.shown.set_confirmed_at_ms(kNow - days_ago * kDay);
  out.searchable = "nadi";
  out.published = true;
  return out;
}

find::Catalogue country() {
  find::Catalogue out;
  out.set_region("TN-81", {33.88, 10.1});   // Gabès
  out.set_region("TN-61", {34.74, 10.76});  // Sfax, some 110 km from there
  out.set_region("TN-11", {36.8, 10.18});   // Tunis, some 325 km
  out.set_region("MA-06", {33.6, -7.6});    // Casablanca
  out.put(listed(1, "TN-11", "youth"));
  out.put(listed(2, "TN-61", "culture"));
  out.put(listed(3, "TN-81", "culture", 300));
  out.put(listed(4, "TN-81", "youth"));
  out.put(listed(5, "MA-06", "youth"));
  out.put(listed(6, "TN-81", "culture", 2));
  out.put(listed(7, "TN-81", "youth", 1, v1::ORGANISATION_PLATFORM));
  auto hidden = listed(8, "TN-81", "youth");
  out.put(hidden);
  hidden.published = false;
  out.put(hidden);
  return out;
}

v1::Interests chosen(const std::string& country, const std::string& region, const std::vector<std::string>& sectors) {
  v1::Interests out;
  out.set_country(country);
  out.set_region(region);
  for (const auto& sector : sectors) out.add_sectors(sector);
  return out;
}

std::vector<std::int64_t> ids(const v1::Interests& interests, std::size_t limit = 10,
                              const std::set<std::int64_t>& own = {}) {
  std::vector<std::int64_t> out;
  for (const auto& found : near(country(), interests, own, limit, kNow)) out.push_back(found.organisation().id());
  return out;
}

TEST(Near, OwnRegionFirstThenSectorsThenTheNearest) {
  EXPECT_THAT(ids(chosen("TN", "TN-81", {"youth"})), ElementsAre(4, 6, 3, 1, 2)) << "not what is abroad and far";
  EXPECT_THAT(ids(chosen("TN", "TN-81", {})), ElementsAre(4, 6, 3, 2, 1)) << "by distance, where nothing else says";
}

TEST(Near, ACountryCountsWhereNoRegionIsChosen) {
  EXPECT_THAT(ids(chosen("TN", "", {"youth"}), 3), ElementsAre(1, 4, 2));
}

TEST(Near, SectorsAloneShowOnlyTheirs) { EXPECT_THAT(ids(chosen("", "", {"youth"})), ElementsAre(1, 4, 5)); }

TEST(Near, NothingChosenIsNothingNear) { EXPECT_THAT(ids(chosen("", "", {})), IsEmpty()); }

TEST(Near, NeitherOnesOwnNorMoreThanAskedFor) {
  EXPECT_THAT(ids(chosen("TN", "TN-81", {"youth"}), 2, {4}), ElementsAre(6, 3));
}

TEST(Near, ARegionThatNobodyIsInShowsTheNearest) { EXPECT_THAT(ids(chosen("TN", "TN-52", {}), 1).size(), 1U); }

TEST(Near, TellsDistanceAndSilence) {
  const auto found = near(country(), chosen("TN", "TN-81", {}), {}, 4, kNow);
  EXPECT_EQ(found[0].distance_km(), 0);
  EXPECT_FALSE(found[0].stale());
  EXPECT_TRUE(found[2].stale());
  EXPECT_NEAR(found[3].distance_km(), 114, 2);
}

std::string refusal(const v1::Interests& interests) {
  const profiles::Known known{{{"TN-81", "TN"}}, {"youth", "culture"}, 2026};
  try {
    clean(interests, known);
  } catch (const Refused& refused) {
    return refused.reason();
  }
  return "";
}

TEST(Interests, AreOfThePlatformsWords) {
  EXPECT_EQ(refusal(chosen("TN", "TN-81", {"youth"})), "");
  EXPECT_EQ(refusal(chosen("", "", {})), "");
  EXPECT_EQ(refusal(chosen("", "XX-1", {})), "interests.bad_region");
  EXPECT_EQ(refusal(chosen("MA", "TN-81", {})), "interests.bad_country");
  EXPECT_EQ(refusal(chosen("Tunisia", "", {})), "interests.bad_country");
  EXPECT_EQ(refusal(chosen("", "", {"sorcery"})), "interests.bad_sector");
  EXPECT_EQ(refusal(chosen("", "", std::vector<std::string>(11, "youth"))), "interests.too_many");
  auto far = chosen("", "", {});
  far.set_locality(std::string(101, 'a'));
  EXPECT_EQ(refusal(far), "interests.too_long");
}

}  // namespace
}  // namespace wasl::directory::interests
