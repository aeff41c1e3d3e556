#include "directory/oversight/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::directory::oversight::policy {
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

router::Viewer viewer(std::uint32_t roles) { return {PersonId{1}, SessionId{1}, roles}; }

TEST(OversightPolicy, ToOthersThereIsNoSuchThing) {
  EXPECT_EQ(reason_of([] { is_administrator(viewer(router::kVerifier), "organisation"); }), "organisation_not_found");
  EXPECT_EQ(reason_of([] { is_administrator(viewer(router::kAdministrator), "organisation"); }), "");
  EXPECT_EQ(reason_of([] { may_see_figures(viewer(router::kModerator)); }), "team_not_found");
  EXPECT_EQ(reason_of([] { may_see_figures(viewer(router::kVerifier)); }), "");
}

TEST(OversightPolicy, TheReasonIsForItsPeopleAndTheTeam) {
  profiles::Record record;
  EXPECT_EQ(reason_of([&] { may_see_suspension(viewer(0), record); }), "organisation_not_found");
  EXPECT_EQ(reason_of([&] { may_see_suspension(viewer(router::kAdministrator), record); }), "");
  record.role = v1::SEAT_MEMBER;
  EXPECT_EQ(reason_of([&] { may_see_suspension(viewer(0), record); }), "");
}

TEST(OversightPolicy, ThePlatformStays) {
  profiles::Record record;
  record.profile.set_kind(v1::ORGANISATION_PLATFORM);
  EXPECT_EQ(reason_of([&] { may_be_suspended(record); }), "organisations.platform");
  record.profile.set_kind(v1::ORGANISATION_PARTNER);
  EXPECT_EQ(reason_of([&] { may_be_suspended(record); }), "");
}

}  // namespace
}  // namespace wasl::directory::oversight::policy
