#include "gateway/deadlines.hpp"

#include <gtest/gtest.h>

#include "bus/local_bus.hpp"
#include "gateway/pending_call.hpp"

namespace wasl::gateway {
namespace {

using namespace std::chrono_literals;

TEST(Deadlines, CallWhatHasPassedInOrderOnce) {
  Deadlines deadlines;
  const auto start = Deadlines::Clock::now();
  std::string seen;
  for (const int n : {3, 1, 2, 4}) deadlines.add(start + n * 1s, [&seen, n] { seen += std::to_string(n); });
  deadlines.tick(start);
  EXPECT_EQ(seen, "");
  deadlines.tick(start + 3s);
  EXPECT_EQ(seen, "123");
  deadlines.tick(start + 10s);
  EXPECT_EQ(seen, "1234");
}

TEST(Deadlines, WhatIsRemovedIsNotCalled) {
  Deadlines deadlines;
  const auto start = Deadlines::Clock::now();
  int calls = 0;
  const auto entry = deadlines.add(start, [&] { ++calls; });
  deadlines.remove(entry);
  deadlines.tick(start + 1s);
  EXPECT_EQ(calls, 0);
}

TEST(Deadlines, MayChangeWhileTheyTick) {
  Deadlines deadlines;
  const auto start = Deadlines::Clock::now();
  int calls = 0;
  const auto victim = deadlines.add(start + 1s, [&] { calls += 100; });
  deadlines.add(start, [&] {
    deadlines.remove(victim);
    deadlines.add(start, [&] { ++calls; });
  });
  deadlines.tick(start + 2s);
  EXPECT_EQ(calls, 1);
}

class PendingCallTest : public testing::Test {
 protected:
  std::shared_ptr<PendingCall> start() {
    return PendingCall::start(room_, 5s, [this](const router::Answer& a) { codes_.push_back(a.status.code()); });
  }
  void pass_time() { room_.deadlines.tick(Deadlines::Clock::now() + 10s); }

  storage::Db db_{"host=/nonexistent", 1};
  bus::LocalBus bus_;
  streams::Streams streams_{bus_};
  Loop loop_{0};
  sessions::Hub hub_{loop_, db_, streams_};
  Room room_{loop_, hub_};
  std::vector<v1::Code> codes_;
};

TEST_F(PendingCallTest, AnAnswerIsTheOnlyOne) {
  auto call = start();
  call->answer({});
  call->answer(router::refuse({Code::kAborted, "", ""}));
  pass_time();
  call.reset();
  EXPECT_EQ(codes_, std::vector<v1::Code>{v1::OK});
}

TEST_F(PendingCallTest, AfterItsTimeALateAnswerIsIgnored) {
  auto call = start();
  pass_time();
  call->answer({});
  pass_time();
  call.reset();
  EXPECT_EQ(codes_, std::vector<v1::Code>{v1::DEADLINE_EXCEEDED});
}

TEST_F(PendingCallTest, DroppedUnansweredItAnswersInternal) {
  start().reset();
  pass_time();
  EXPECT_EQ(codes_, std::vector<v1::Code>{v1::INTERNAL});
}

TEST(CallTimeout, HasADefaultAndACap) {
  EXPECT_EQ(call_timeout(0), kDefaultTimeout);
  EXPECT_EQ(call_timeout(1), 1ms);
  EXPECT_EQ(call_timeout(60'001), kLongestTimeout);
  EXPECT_EQ(call_timeout(UINT64_MAX), kLongestTimeout);
}

}  // namespace
}  // namespace wasl::gateway
