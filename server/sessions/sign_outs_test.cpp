#include "sessions/sign_outs.hpp"

#include <gtest/gtest.h>

#include "bus/local_bus.hpp"
#include "core/clock.hpp"

namespace wasl::sessions {
namespace {

class SignOutsTest : public testing::Test {
 protected:
  SignOutsTest() {
    bus_.listen(
        {[](const bus::Rings&, bool) {}, [this](const std::string& text) { sign_outs_.on_announcement(text); }, [] {}});
  }
  bus::LocalBus bus_;
  SignOuts sign_outs_{bus_};
  int closed_ = 0;
};

TEST_F(SignOutsTest, EveryConnectionOfAnEndedSessionIsClosed) {
  const auto one = sign_outs_.add(SessionId{1}, [&] { ++closed_; });
  const auto two = sign_outs_.add(SessionId{1}, [&] { ++closed_; });
  const auto other = sign_outs_.add(SessionId{2}, [&] { closed_ += 100; });
  sign_outs_.ended({SessionId{1}, SessionId{9}});
  EXPECT_EQ(closed_, 2);
}

TEST_F(SignOutsTest, WhoCameAfterAChangeKnowsOfIt) {
  const auto one = sign_outs_.add(SessionId{1}, {}, [&] { ++closed_; });
  sign_outs_.refresh(SessionId{1}, 1);
  EXPECT_EQ(closed_, 0);
  sign_outs_.refresh(SessionId{1}, now_ms());
  EXPECT_EQ(closed_, 1);
}

TEST_F(SignOutsTest, ARegistrationRemovesItself) {
  {
    auto gone = sign_outs_.add(SessionId{1}, [&] { ++closed_; });
    auto moved = std::move(gone);
    EXPECT_EQ(sign_outs_.live(), std::vector<SessionId>{SessionId{1}});
  }
  sign_outs_.ended({SessionId{1}});
  EXPECT_EQ(closed_, 0);
  EXPECT_TRUE(sign_outs_.live().empty());
}

TEST_F(SignOutsTest, ACloserMayRemoveRegistrations) {
  std::optional<SignOuts::Registration> mine;
  mine.emplace(sign_outs_.add(SessionId{1}, [&] { ++closed_, mine.reset(); }));
  sign_outs_.ended({SessionId{1}});
  EXPECT_EQ(closed_, 1);
}

TEST_F(SignOutsTest, OtherAnnouncementsAreNotForUs) {
  const auto kept = sign_outs_.add(SessionId{1}, [&] { ++closed_; });
  for (const auto* text : {"", "session-ended:", "session-ended:1x", "session-ended: 1", "something-else:1",
                           "session-ended:99999999999999999999"})
    sign_outs_.on_announcement(text);
  EXPECT_EQ(closed_, 0);
}

}  // namespace
}  // namespace wasl::sessions
