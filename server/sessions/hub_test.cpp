// What holds without a database: the rest of the hub's promises is in tests/integration.
#include "sessions/hub.hpp"

#include <gtest/gtest.h>

#include "bus/local_bus.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::sessions {
namespace {

using namespace std::chrono_literals;

constexpr StreamId kMine{StreamKind::kPerson, 1}, kRoom{StreamKind::kConversation, 7};

class Probe final : public Subscriber {
 public:
  void push(const Frame& frame) override {
    v1::ServerBatch batch;
    ASSERT_TRUE(batch.ParseFromString(*frame));
    frames.push_back(batch.frames(0));
  }
  void push_signal(const Frame& frame) override { push(frame); }
  PersonId person() const override { return PersonId{1}; }

  std::vector<v1::ServerFrame> frames;
};

class HubWithoutDatabase : public testing::Test {
 protected:
  HubWithoutDatabase() {
    bus_.listen({[this](const bus::Rings& rings, bool) { hub_.on_rings(*rings); }, [](const std::string&) {}, [] {}});
  }
  void run_until_answered(std::size_t answers) {
    for (int n = 0; n < 500 && who_->frames.size() < answers; ++n) loop_.io().run_for(10ms);
    loop_.io().poll();
  }

  storage::Db db_{"host=/nonexistent connect_timeout=1", 2};
  bus::LocalBus bus_;
  streams::Streams streams_{bus_};
  Loop loop_{0};
  Hub hub_{loop_, db_, streams_};
  std::shared_ptr<Probe> who_ = std::make_shared<Probe>();
};

TEST_F(HubWithoutDatabase, EverySubscriptionIsAnsweredAndForgotten) {
  hub_.open(who_, {{1, kMine, 0}, {2, kRoom, std::nullopt}});
  EXPECT_EQ(hub_.followed(*who_), 2U);
  run_until_answered(2);
  ASSERT_EQ(who_->frames.size(), 2U);
  for (std::uint32_t n = 0; n < 2; ++n) {
    EXPECT_EQ(who_->frames[n].reply().id(), n + 1);
    EXPECT_EQ(who_->frames[n].reply().error().code(), v1::UNAVAILABLE);
  }
  EXPECT_EQ(hub_.followed(*who_), 0U);
}

TEST_F(HubWithoutDatabase, WhoAsksAgainGetsOneAnswerToEachRequest) {
  hub_.open(who_, {{1, kRoom, 0}});
  hub_.open(who_, {{2, kRoom, 5}});
  run_until_answered(2);
  std::vector<std::uint32_t> ids;
  for (const auto& frame : who_->frames) ids.push_back(frame.reply().id());
  std::ranges::sort(ids);
  EXPECT_EQ(ids, (std::vector<std::uint32_t>{1, 2}));
  EXPECT_EQ(hub_.followed(*who_), 0U);
}

TEST_F(HubWithoutDatabase, NothingIsDeliveredBeforeTheAnswer) {
  hub_.open(who_, {{1, kRoom, 0}});
  bus_.publish({{kRoom, 1, std::make_shared<const std::string>("\x0a\x00", 2)}, {kRoom, 0, std::make_shared<const std::string>("\x0a\x00", 2)}});
  EXPECT_TRUE(who_->frames.empty());
  EXPECT_FALSE(hub_.follows(*who_, kRoom));
  hub_.leave(*who_);
}

TEST_F(HubWithoutDatabase, TheSameStreamTwiceInOneBatchIsRefusedOnce) {
  hub_.open(who_, {{1, kRoom, 0}, {2, kRoom, 0}});
  ASSERT_EQ(who_->frames.size(), 1U);
  EXPECT_EQ(who_->frames[0].reply().id(), 2U);
  EXPECT_EQ(who_->frames[0].reply().error().reason(), "subscribed_twice");
  hub_.leave(*who_);
}

TEST_F(HubWithoutDatabase, AConnectionFollowsAtMostFiveThousand) {
  std::vector<Hub::Request> many;
  for (std::uint32_t n = 0; n < 5001; ++n) many.push_back({n, {StreamKind::kConversation, n}, 0});
  hub_.open(who_, many);
  ASSERT_EQ(who_->frames.size(), 5001U);
  EXPECT_EQ(who_->frames[0].reply().error().code(), v1::RESOURCE_EXHAUSTED);
  EXPECT_EQ(hub_.followed(*who_), 0U);
}

TEST_F(HubWithoutDatabase, LeavingInAnyOrderLeavesTheOthers) {
  auto other = std::make_shared<Probe>();
  std::vector<Hub::Request> requests;
  for (std::uint32_t n = 0; n < 20; ++n) requests.push_back({n, {StreamKind::kConversation, n}, 0});
  hub_.open(who_, requests);
  hub_.open(other, requests);
  for (const int n : {3, 0, 19, 7}) hub_.close(*who_, {StreamKind::kConversation, n});
  EXPECT_EQ(hub_.followed(*who_), 16U);
  EXPECT_EQ(hub_.followed(*other), 20U);
  hub_.leave(*who_);
  EXPECT_EQ(hub_.followed(*other), 20U);
  hub_.leave(*other);
}

}  // namespace
}  // namespace wasl::sessions
