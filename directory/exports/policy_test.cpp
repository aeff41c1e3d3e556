#include "directory/exports/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::directory::exports {
namespace {

using pages::Query;

std::string refused_field(const std::string& target) {
  try {
    policy::asked(Query(target));
  } catch (const Refused& refused) {
    EXPECT_EQ(refused.reason(), "directory.bad_filter");
    return refused.field();
  }
  return "";
}

TEST(DirectoryExports, TheAddressOfTheListIsTheAddressOfTheExport) {
  const auto asked = policy::asked(
      Query("?q=caf%C3%A9&kind=partner&kind=authority&country=TN&region=TN-81&sector=youth&sector=health&"
            "locality=TN-81%3Agabes&locality=TN-81%3A%D9%82%D8%A7%D8%A8%D8%B3&members=3&staff=2&volunteers=6&budget="
            "5&verified&order=name&map"));
  EXPECT_EQ(asked.filter().query(), "café");
  EXPECT_EQ(asked.filter().kinds_size(), 2);
  EXPECT_EQ(asked.filter().sectors_size(), 2);
  EXPECT_EQ(asked.filter().members(0), v1::COUNT_10_TO_49);
  EXPECT_EQ(asked.filter().localities(1), "TN-81:قابس");
  EXPECT_EQ(asked.filter().staff(0), v1::COUNT_1_TO_9);
  EXPECT_EQ(asked.filter().volunteers(0), v1::COUNT_1000_OR_MORE);
  EXPECT_EQ(asked.filter().budgets(0), v1::BUDGET_OVER_500K);
  EXPECT_TRUE(asked.filter().verified());
  EXPECT_FALSE(asked.filter().confirmed());
  EXPECT_EQ(asked.order(), v1::ORDER_NAME);
  EXPECT_EQ(policy::asked(Query("?order=nearest")).order(), v1::ORDER_BEST);
}

TEST(DirectoryExports, WhatIsNoFilterIsRefused) {
  EXPECT_EQ(refused_field("?kind=golf"), "kind");
  EXPECT_EQ(refused_field("?members=7"), "members");
  EXPECT_EQ(refused_field("?members=0"), "members");
  EXPECT_EQ(refused_field("?members=1x"), "members");
  EXPECT_EQ(refused_field("?staff=7"), "staff");
  EXPECT_EQ(refused_field("?volunteers=x"), "volunteers");
  EXPECT_EQ(refused_field("?budget=6"), "budget");
  EXPECT_EQ(refused_field("?order=random"), "order");
  EXPECT_EQ(refused_field("?utm_source=x"), "");
}

TEST(DirectoryExports, AllContactsAreForThoseWhoVerify) {
  EXPECT_EQ(policy::contacts_for({PersonId{1}, {}, router::kNoRole}), Contacts::kPublic);
  EXPECT_EQ(policy::contacts_for({PersonId{1}, {}, router::kSpecialist | router::kModerator}), Contacts::kPublic);
  EXPECT_EQ(policy::contacts_for({PersonId{1}, {}, router::kVerifier}), Contacts::kAll);
  EXPECT_EQ(policy::contacts_for({PersonId{1}, {}, router::kAdministrator}), Contacts::kAll);
}

TEST(DirectoryExports, FewAMinuteForEachPerson) {
  Allowance allowance(1);
  const auto now = Allowance::Clock::now();
  for (std::size_t i = 0; i < Allowance::kAMinute; ++i) EXPECT_NO_THROW(allowance.take(PersonId{1}, now));
  EXPECT_THROW(allowance.take(PersonId{1}, now + std::chrono::seconds(59)), Refused);
  EXPECT_NO_THROW(allowance.take(PersonId{2}, now)) << "others have their own";
  EXPECT_NO_THROW(allowance.take(PersonId{1}, now + std::chrono::seconds(61)));
  Allowance unlimited(0);
  for (int i = 0; i < 100; ++i) EXPECT_NO_THROW(unlimited.take(PersonId{1}, now));
}

}  // namespace
}  // namespace wasl::directory::exports
