#include "router/limiter.hpp"

#include <gtest/gtest.h>

namespace wasl::router {
namespace {

using namespace std::chrono_literals;

Context person(std::int64_t id, const std::string& address = "192.0.2.1") {
  Context c;
  c.viewer = {PersonId{id}, SessionId{1}, kNoRole};
  c.address = address;
  return c;
}

Context stranger(const std::string& address) { return person(0, address); }

// How many pass in one moment.
int burst(Limiter& limiter, const Context& who, v1::RateClass rate, Limiter::Clock::time_point now) {
  int n = 0;
  while (n < 10'000 && !limiter.take(who, rate, now)) ++n;
  return n;
}

class LimiterTest : public testing::Test {
 protected:
  const Limiter::Clock::time_point start_ = Limiter::Clock::time_point(1000h);
  Limiter limiter_{1};
};

TEST_F(LimiterTest, ABurstPassesThenTheWaitIsTold) {
  EXPECT_EQ(burst(limiter_, person(1), v1::RATE_SEND, start_), 60);
  const auto wait = limiter_.take(person(1), v1::RATE_SEND, start_);
  ASSERT_TRUE(wait);
  EXPECT_GT(*wait, 0ms);
  EXPECT_LE(*wait, 101ms);
  EXPECT_FALSE(limiter_.take(person(1), v1::RATE_SEND, start_ + *wait));
  EXPECT_TRUE(limiter_.take(person(1), v1::RATE_SEND, start_ + *wait));
}

TEST_F(LimiterTest, TokensComeBackUpToTheBurst) {
  burst(limiter_, person(1), v1::RATE_SEND, start_);
  EXPECT_EQ(burst(limiter_, person(1), v1::RATE_SEND, start_ + 2s), 20);
  EXPECT_EQ(burst(limiter_, person(1), v1::RATE_SEND, start_ + 1h), 60);
}

TEST_F(LimiterTest, PeopleAndClassesDoNotShare) {
  burst(limiter_, person(1), v1::RATE_SEND, start_);
  EXPECT_FALSE(limiter_.take(person(2), v1::RATE_SEND, start_));
  EXPECT_FALSE(limiter_.take(person(1), v1::RATE_READ, start_));
}

TEST_F(LimiterTest, APersonIsThePersonFromAnyAddress) {
  burst(limiter_, person(1, "192.0.2.1"), v1::RATE_SEND, start_);
  EXPECT_TRUE(limiter_.take(person(1, "192.0.2.2"), v1::RATE_SEND, start_));
}

TEST_F(LimiterTest, StrangersCountByAddress) {
  burst(limiter_, stranger("192.0.2.1"), v1::RATE_READ, start_);
  EXPECT_TRUE(limiter_.take(stranger("192.0.2.1"), v1::RATE_READ, start_));
  EXPECT_FALSE(limiter_.take(stranger("192.0.2.2"), v1::RATE_READ, start_));
}

TEST_F(LimiterTest, CredentialsCountByAddressWhoeverIsSignedIn) {
  EXPECT_EQ(burst(limiter_, person(1), v1::RATE_CREDENTIALS, start_), 40);
  EXPECT_TRUE(limiter_.take(person(2), v1::RATE_CREDENTIALS, start_));
  EXPECT_TRUE(limiter_.take(stranger("192.0.2.1"), v1::RATE_CREDENTIALS, start_));
  EXPECT_FALSE(limiter_.take(person(1, "192.0.2.2"), v1::RATE_CREDENTIALS, start_));
}

TEST_F(LimiterTest, ANetworkOfIpv6IsOneAddress) {
  burst(limiter_, stranger("2001:db8:0:1::1"), v1::RATE_CREDENTIALS, start_);
  EXPECT_TRUE(limiter_.take(stranger("2001:db8:0:1:ffff::2"), v1::RATE_CREDENTIALS, start_));
  EXPECT_FALSE(limiter_.take(stranger("2001:db8:0:2::1"), v1::RATE_CREDENTIALS, start_));
  burst(limiter_, stranger("::ffff:192.0.2.7"), v1::RATE_CREDENTIALS, start_);
  EXPECT_TRUE(limiter_.take(stranger("192.0.2.7"), v1::RATE_CREDENTIALS, start_));
  EXPECT_FALSE(limiter_.take(stranger("::ffff:192.0.2.8"), v1::RATE_CREDENTIALS, start_));
}

TEST_F(LimiterTest, ScaleMultipliesAndZeroAllowsEverything) {
  Limiter twice(2), none(0);
  EXPECT_EQ(burst(twice, person(1), v1::RATE_SEND, start_), 120);
  EXPECT_EQ(burst(twice, person(1), v1::RATE_SEND, start_ + 1s), 20);
  EXPECT_EQ(burst(none, person(1), v1::RATE_CREDENTIALS, start_), 10'000);
}

TEST_F(LimiterTest, ManyCallersDoNotMakeItForgetTheRecentOnes) {
  burst(limiter_, person(1), v1::RATE_SEND, start_ + 150s);
  for (int n = 2; n < 330'000; ++n) limiter_.take(person(n), v1::RATE_SEND, start_ + (n < 300'000 ? 0s : 151s));
  EXPECT_TRUE(limiter_.take(person(1), v1::RATE_SEND, start_ + 150s));
}

}  // namespace
}  // namespace wasl::router
