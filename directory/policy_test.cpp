#include "directory/policy.hpp"

#include <gtest/gtest.h>

namespace wasl::directory::policy {
namespace {

router::Viewer with(std::uint32_t roles) { return {PersonId{1}, SessionId{1}, roles}; }

TEST(DirectoryPolicy, EveryoneSeesWhatIsPublished) { EXPECT_TRUE(may_see(with(router::kNoRole), true, false)); }

TEST(DirectoryPolicy, DraftsAreForTheirPeopleAndVerifiers) {
  EXPECT_FALSE(may_see(with(router::kNoRole), false, false));
  EXPECT_FALSE(may_see(with(router::kModerator | router::kSpecialist), false, false));
  EXPECT_TRUE(may_see(with(router::kNoRole), false, true));
  EXPECT_TRUE(may_see(with(router::kVerifier), false, false));
  EXPECT_TRUE(may_see(with(router::kAdministrator), false, false));
}

}  // namespace
}  // namespace wasl::directory::policy
