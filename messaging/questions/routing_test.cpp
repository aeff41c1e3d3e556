#include "messaging/questions/routing.hpp"

#include <gtest/gtest.h>

namespace wasl::messaging::questions {
namespace {

Candidate candidate(std::int64_t id, std::vector<std::string> places = {}, int load = 0,
                    std::vector<std::string> languages = {"fr"}) {
  return {{PersonId{id}, std::move(places), std::move(languages), true, 3}, load};
}

std::vector<std::int64_t> routed(std::vector<Candidate> candidates, const Wanted& wanted = {"TN-81", "TN", "fr"}) {
  std::vector<std::int64_t> out;
  for (const auto person : route(std::move(candidates), wanted)) out.push_back(raw(person));
  return out;
}

using Ids = std::vector<std::int64_t>;

TEST(Routing, AsksTheNearestFirst) {
  EXPECT_EQ(routed({candidate(1), candidate(2, {"TN"}), candidate(3, {"MA", "TN-81"}), candidate(4, {"MA"})}),
            (Ids{3, 2, 1}));
}

TEST(Routing, AsksTheLeastLoadedOfTheSamePlaceFirst) {
  EXPECT_EQ(
      routed({candidate(1, {"TN-81"}, 2), candidate(2, {"TN-81"}, 0), candidate(3, {}, 0), candidate(4, {"TN-81"}, 1)}),
      (Ids{2, 4, 1, 3}));
  EXPECT_EQ(routed({candidate(7), candidate(5), candidate(6)}), (Ids{5, 6, 7})) << "else always in the same order";
}

TEST(Routing, SparesWhoIsAwayOrHasEnough) {
  auto away = candidate(1);
  away.who.open = false;
  EXPECT_EQ(routed({away, candidate(2, {}, 3), candidate(3, {}, 2)}), Ids{3});
  EXPECT_EQ(routed({away, candidate(2, {}, 4)}), Ids{});
  EXPECT_EQ(routed({}), Ids{});
}

TEST(Routing, WantsTheLanguageMoreThanThePlaceAndSomebodyMoreThanNobody) {
  EXPECT_EQ(routed({candidate(1, {"TN-81"}, 0, {"ar"}), candidate(2, {"MA"}), candidate(3, {"TN"})}), Ids{3});
  EXPECT_EQ(routed({candidate(1, {"TN-81"}, 0, {"ar"}), candidate(2, {"MA"})}), Ids{2});
  EXPECT_EQ(routed({candidate(1, {"TN-81"}, 0, {"ar"}), candidate(2, {"MA"}, 0, {"en"})}), (Ids{1, 2}));
}

TEST(Routing, KnowsNoPlaceWhereNoneWasNamed) {
  EXPECT_EQ(routed({candidate(1, {"MA"}, 1), candidate(2, {}, 0), candidate(3, {"TN"}, 2)}, {"", "", "fr"}),
            (Ids{2, 1, 3}));
}

TEST(Routing, AsksAFewAtFirst) {
  std::vector<Candidate> many;
  for (int i = 0; i < 20; ++i) many.push_back(candidate(i + 1));
  EXPECT_EQ(routed(many), (Ids{1, 2, 3, 4, 5}));
}

}  // namespace
}  // namespace wasl::messaging::questions
