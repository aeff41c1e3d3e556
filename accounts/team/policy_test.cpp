#include "accounts/team/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::accounts::team::policy {
namespace {

template <class F>
std::string reason_of(F f) {
  try {
    f();
  } catch (const Refused& refused) {
    return refused.reason();
  }
  return "";
}

constexpr PersonId kOne{1}, kTwo{2}, kNobody{0};

TEST(TeamPolicy, ThereIsAlwaysAnAdministratorLeft) {
  EXPECT_EQ(reason_of([] { may_revoke({kOne, kTwo}, kOne, kTwo); }), "");
  EXPECT_EQ(reason_of([] { may_revoke({kOne, kTwo}, kOne, kOne); }), "accounts.own_administrator");
  EXPECT_EQ(reason_of([] { may_revoke({kTwo}, kNobody, kTwo); }), "accounts.last_administrator");
  EXPECT_EQ(reason_of([] { may_revoke({kOne, kTwo}, kNobody, kTwo); }), "");
}

TEST(TeamPolicy, AdministratorsAndOneselfAreNotSuspended) {
  EXPECT_EQ(reason_of([] { may_suspend({"verifier"}, kOne, kTwo); }), "");
  EXPECT_EQ(reason_of([] { may_suspend({"administrator", "verifier"}, kOne, kTwo); }), "accounts.administrator");
  EXPECT_EQ(reason_of([] { may_suspend({"administrator"}, kOne, kOne); }), "accounts.yourself");
}

TEST(TeamPolicy, AnEndLiesAhead) {
  EXPECT_EQ(reason_of([] { is_end(0, 1000); }), "");
  EXPECT_EQ(reason_of([] { is_end(1001, 1000); }), "");
  EXPECT_EQ(reason_of([] { is_end(1000, 1000); }), "accounts.bad_until");
  EXPECT_EQ(reason_of([] { is_end(-5, 1000); }), "accounts.bad_until");
  EXPECT_EQ(reason_of([] { is_end(std::int64_t{11} * 366 * 24 * 3600 * 1000, 1000); }), "accounts.bad_until");
}

TEST(TeamPolicy, ToOthersThereIsNoSuchThing) {
  router::Viewer viewer{kOne, {}, router::kVerifier | router::kModerator | router::kSpecialist};
  EXPECT_EQ(reason_of([&] { is_administrator(viewer, "team"); }), "team_not_found");
  viewer.roles |= router::kAdministrator;
  EXPECT_EQ(reason_of([&] { is_administrator(viewer, "team"); }), "");
}

}  // namespace
}  // namespace wasl::accounts::team::policy
