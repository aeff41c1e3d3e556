#include "messaging/pace.hpp"

#include <gtest/gtest.h>

namespace wasl::messaging {
namespace {

using namespace std::chrono_literals;
constexpr ConversationId kRoom{7}, kOther{8};

void fill(Pace& pace, ConversationId room, int messages, Pace::Clock::time_point now) {
  for (int i = 0; i < messages; ++i) pace.count(room, now);
}

TEST(Pace, ABurstIsAllowedThenASteadyFlow) {
  Pace pace(1);
  const auto now = Pace::Clock::now();
  fill(pace, kRoom, 299, now);
  EXPECT_FALSE(pace.wait(kRoom, now));
  pace.count(kRoom, now);
  const auto wait = pace.wait(kRoom, now);
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, 50ms);
  EXPECT_FALSE(pace.wait(kRoom, now + *wait)) << "after the wait that it named";
}

TEST(Pace, OneRoomDoesNotSlowAnother) {
  Pace pace(1);
  const auto now = Pace::Clock::now();
  fill(pace, kRoom, 1000, now);
  EXPECT_TRUE(pace.wait(kRoom, now));
  EXPECT_FALSE(pace.wait(kOther, now));
}

TEST(Pace, ScaleZeroAllowsEverything) {
  Pace pace(0);
  const auto now = Pace::Clock::now();
  fill(pace, kRoom, 10'000, now);
  EXPECT_FALSE(pace.wait(kRoom, now));
}

}  // namespace
}  // namespace wasl::messaging
