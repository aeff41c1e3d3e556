// The contract of bus.hpp, over every implementation.
#include "bus/bus.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <map>
#include <mutex>
#include <thread>

#include "bus/local_bus.hpp"
#include "bus/redis_bus.hpp"
#include "support/aside.hpp"
#include "support/eventually.hpp"
#include "support/server.hpp"

namespace wasl::test {
namespace {

using bus::Bus;
using bus::Ring;

// What a node's listener has heard.
struct Ear {
  std::mutex mutex;
  std::vector<std::pair<StreamId, Offset>> rings;
  std::vector<std::string> announcements;
  std::vector<std::string> bytes;
  std::vector<std::thread::id> threads;
  int restored = 0;
  bool more = false;  // as the last rings said

  bus::Listener listener() {
    return {[this](const bus::Rings& heard, bool more_follow) {
              const std::lock_guard lock(mutex);
              more = more_follow;
              for (const auto& r : *heard) {
                rings.emplace_back(r.stream, r.offset);
                bytes.push_back(*r.frame);
                threads.push_back(std::this_thread::get_id());
              }
            },
            [this](const std::string& text) {
              const std::lock_guard lock(mutex);
              announcements.push_back(text);
            },
            [this] {
              const std::lock_guard lock(mutex);
              ++restored;
            }};
  }
  std::vector<Offset> offsets(StreamId stream) {
    const std::lock_guard lock(mutex);
    std::vector<Offset> out;
    for (const auto& [s, offset] : rings)
      if (s == stream) out.push_back(offset);
    return out;
  }
  template <class Get>
  auto get(Get what) {
    const std::lock_guard lock(mutex);
    return what(*this);
  }
  int restores() {
    return get([](Ear& e) { return e.restored; });
  }
};

Ring ring(StreamId stream, Offset offset) {
  return {stream, offset, std::make_shared<const std::string>("f" + std::to_string(offset))};
}

// Two nodes; for the bus of one process they are the same one.
struct Local {
  Ear ear;
  bus::LocalBus only;
  Local() { only.listen(ear.listener()); }
  Bus& here() { return only; }
  Bus& there() { return only; }
  Ear& ear_here() { return ear; }
  Ear& ear_there() { return ear; }
};

struct TwoBuses {
  std::string prefix = "test:" + fresh_path("x");
  Ear ears[2];
  bus::RedisBus buses[2];
  explicit TwoBuses(const std::vector<std::string>& addresses) : buses{{addresses, prefix}, {addresses, prefix}} {
    for (int i = 0; i < 2; ++i) buses[i].listen(ears[i].listener());
    EXPECT_EVENTUALLY(buses[0].healthy() && buses[1].healthy());
  }
  Bus& here() { return buses[0]; }
  Bus& there() { return buses[1]; }
  Ear& ear_here() { return ears[0]; }
  Ear& ear_there() { return ears[1]; }
};

struct OverRedis : TwoBuses {
  OverRedis() : TwoBuses({shared_redis()}) {}
};

struct OverShards : TwoBuses {
  OverShards() : TwoBuses({shared_redis(), others()[0].address(), others()[1].address()}) {}
  static Redis* others() {
    static Redis instances[2];
    return instances;
  }
};

void watch(Bus& bus, const std::vector<StreamId>& streams) {
  std::atomic<int> watched{0};
  bus.watch(streams, [&] { ++watched; });
  ASSERT_EVENTUALLY(watched == 1);
}

constexpr StreamId kOne{StreamKind::kConversation, 1}, kTwo{StreamKind::kConversation, 2},
    kPerson{StreamKind::kPerson, 1};

template <class T>
class BusContract : public testing::Test {
 protected:
  T nodes;
};
using Implementations = testing::Types<Local, OverRedis, OverShards>;
TYPED_TEST_SUITE(BusContract, Implementations);

TYPED_TEST(BusContract, RingsAfterWatchedReachTheOtherNodeInOrder) {
  watch(this->nodes.there(), {kOne});
  std::vector<Offset> expected;
  for (Offset i = 1; i <= 500; ++i) {
    this->nodes.here().publish({ring(kOne, i)});
    expected.push_back(i);
  }
  EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(kOne).size() == 500);
  EXPECT_EQ(this->nodes.ear_there().offsets(kOne), expected);
}

TYPED_TEST(BusContract, OwnRingsAreHeardAtOnceOnTheCallersThreadWatchedOrNot) {
  this->nodes.here().publish({ring(kOne, 1), ring(kTwo, 2)});
  auto& ear = this->nodes.ear_here();
  EXPECT_EQ(ear.offsets(kOne), std::vector<Offset>{1});
  EXPECT_EQ(ear.offsets(kTwo), std::vector<Offset>{2});
  EXPECT_EQ(ear.get([](Ear& e) { return e.threads.front(); }), std::this_thread::get_id());
}

TYPED_TEST(BusContract, OwnRingsAreHeardOnce) {
  watch(this->nodes.here(), {kOne});
  watch(this->nodes.there(), {kOne});
  this->nodes.here().publish({ring(kOne, 1)});
  this->nodes.there().publish({ring(kOne, 2)});
  EXPECT_EVENTUALLY(this->nodes.ear_here().offsets(kOne).size() == 2);
  EXPECT_EQ(this->nodes.ear_here().offsets(kOne), (std::vector<Offset>{1, 2}));
}

TYPED_TEST(BusContract, TheFrameArrivesByteForByte) {
  watch(this->nodes.there(), {kOne});
  std::string all;
  for (int i = 0; i < 100'000; ++i) all.push_back(static_cast<char>(i));
  this->nodes.here().publish({{kOne, 7, std::make_shared<const std::string>(all)}});
  EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(kOne).size() == 1);
  EXPECT_EQ(this->nodes.ear_there().get([](Ear& e) { return e.bytes.front(); }), all);
}

TYPED_TEST(BusContract, StreamsOfDifferentKindsAreNotMixedUp) {
  watch(this->nodes.there(), {kOne, kPerson});
  this->nodes.here().publish({ring(kOne, 1), ring(kPerson, 2)});
  EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(kPerson).size() == 1);
  EXPECT_EQ(this->nodes.ear_there().offsets(kOne), std::vector<Offset>{1});
  EXPECT_EQ(this->nodes.ear_there().offsets(kPerson), std::vector<Offset>{2});
}

TYPED_TEST(BusContract, AnnouncementsReachEveryNodeOnce) {
  watch(this->nodes.there(), {kOne});
  this->nodes.here().announce("hear, hear");
  this->nodes.here().publish({ring(kOne, 1)});
  EXPECT_EVENTUALLY(!this->nodes.ear_there().offsets(kOne).empty());
  const auto heard = [](Ear& e) { return e.announcements; };
  EXPECT_EQ(this->nodes.ear_here().get(heard), std::vector<std::string>{"hear, hear"});
  EXPECT_EQ(this->nodes.ear_there().get(heard), std::vector<std::string>{"hear, hear"});
}

TYPED_TEST(BusContract, WatchesAreCounted) {
  auto& there = this->nodes.there();
  watch(there, {kOne});
  watch(there, {kOne, kTwo});
  there.unwatch({kOne});
  watch(there, {kPerson});  // behind the unwatch
  this->nodes.here().publish({ring(kOne, 1)});
  EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(kOne).size() == 1);
}

TYPED_TEST(BusContract, LeavingAndComingBackAtOnceStillHears) {
  auto& there = this->nodes.there();
  watch(there, {kOne});
  for (Offset round = 1; round <= 50; ++round) {
    there.unwatch({kOne});
    watch(there, {kOne});
    this->nodes.here().publish({ring(kOne, round)});
    ASSERT_EVENTUALLY(!this->nodes.ear_there().offsets(kOne).empty() &&
                      this->nodes.ear_there().offsets(kOne).back() == round);
  }
}

TYPED_TEST(BusContract, ManyStreamsAreWatchedAtOnceAndEachIsHeard) {
  std::vector<StreamId> streams;
  for (std::int64_t key = 1; key <= 200; ++key) streams.push_back({StreamKind::kConversation, key});
  watch(this->nodes.there(), streams);
  std::vector<Ring> rings;
  for (const auto stream : streams) rings.push_back(ring(stream, stream.key));
  this->nodes.here().publish(rings);
  for (const auto stream : streams)
    EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(stream) == std::vector<Offset>{stream.key});
}

TYPED_TEST(BusContract, ManyRingsOfTwoStreamsAtOnceArriveWholeAndInOrder) {
  watch(this->nodes.there(), {kOne, kTwo});
  std::vector<Ring> rings;
  std::map<StreamId, std::string> sent, heard;
  for (Offset i = 1; i <= 30; ++i) {
    const auto stream = i <= 25 ? kOne : kTwo;
    const std::string bytes(100'000, static_cast<char>('a' + i % 26));
    sent[stream] += bytes;
    rings.push_back({stream, i, std::make_shared<const std::string>(bytes)});
  }
  this->nodes.here().publish(rings);
  EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(kTwo).size() == 5 && this->nodes.ear_there().offsets(kOne).size() == 25);
  this->nodes.ear_there().get([&](Ear& e) {
    for (std::size_t i = 0; i < e.rings.size(); ++i) heard[e.rings[i].first] += e.bytes[i];
    return 0;
  });
  EXPECT_TRUE(sent == heard);
}

TYPED_TEST(BusContract, WatchingNothingIsAnsweredToo) { watch(this->nodes.there(), {}); }

TYPED_TEST(BusContract, ManyPublishersAtOnceKeepEachTheirOrder) {
  watch(this->nodes.there(), {kOne, kTwo, kPerson});
  std::vector<Aside> publishers;
  for (const auto stream : {kOne, kTwo, kPerson})
    publishers.emplace_back([this, stream] {
      for (Offset i = 1; i <= 300; ++i) this->nodes.here().publish({ring(stream, i)});
    });
  for (auto& p : publishers) p.join();
  for (const auto stream : {kOne, kTwo, kPerson}) {
    EXPECT_EVENTUALLY(this->nodes.ear_there().offsets(stream).size() == 300);
    EXPECT_TRUE(std::ranges::is_sorted(this->nodes.ear_there().offsets(stream)));
  }
}

// Beyond the contract's fair weather.
class BusInTrouble : public testing::Test {
 protected:
  Redis redis;
  Ear a, b;
  std::string prefix = "test:trouble";
};

TEST_F(BusInTrouble, ARestartOfRedisIsNoticedAndDeliveryGoesOnAfterwards) {
  bus::RedisBus here({redis.address()}, prefix), there({redis.address()}, prefix);
  here.listen(a.listener());
  there.listen(b.listener());
  ASSERT_EVENTUALLY(here.healthy() && there.healthy());
  watch(there, {kOne, kTwo});
  there.unwatch({kTwo});
  for (Offset round = 1; round <= 3; ++round) {
    const int restores = b.restores();
    redis.kill();
    ASSERT_EVENTUALLY(!here.healthy() && !there.healthy());
    watch(there, {{StreamKind::kConversation, 100 + round}});  // answered, though Redis is away
    here.publish({ring(kOne, -round)});
    EXPECT_EQ(a.offsets(kOne).back(), -round);
    redis.start();
    ASSERT_EVENTUALLY(here.healthy() && there.healthy());
    EXPECT_EVENTUALLY(b.restores() > restores);
    here.publish({ring(kOne, round), ring({StreamKind::kConversation, 100 + round}, round)});
    EXPECT_EVENTUALLY(!b.offsets(kOne).empty() && b.offsets(kOne).back() == round);
    EXPECT_EVENTUALLY(b.offsets({StreamKind::kConversation, 100 + round}).size() == 1);
  }
}

TEST_F(BusInTrouble, ANodeMayStartBeforeRedisDoes) {
  redis.kill();
  bus::RedisBus here({redis.address()}, prefix), there({redis.address()}, prefix);
  here.listen(a.listener());
  there.listen(b.listener());
  watch(there, {kOne});
  EXPECT_FALSE(there.healthy());
  redis.start();
  ASSERT_EVENTUALLY(here.healthy() && there.healthy());
  here.publish({ring(kOne, 1)});
  EXPECT_EVENTUALLY(b.offsets(kOne) == std::vector<Offset>{1});
}

TEST_F(BusInTrouble, ANodeMayLeaveWhileRedisIsAway) {
  bus::RedisBus here({redis.address()}, prefix);
  here.listen(a.listener());
  ASSERT_EVENTUALLY(here.healthy());
  redis.kill();
  here.publish({ring(kOne, 1)});
}

TEST_F(BusInTrouble, ARedisThatHangsIsAwayUntilItAnswers) {
  bus::RedisBus here({redis.address()}, prefix), there({redis.address()}, prefix);
  here.listen(a.listener());
  there.listen(b.listener());
  ASSERT_EVENTUALLY(here.healthy() && there.healthy());
  redis.signal(SIGSTOP);
  watch(there, {kOne});  // answered, though nobody confirms it
  EXPECT_EVENTUALLY(!here.healthy() && !there.healthy());
  watch(there, {kTwo});
  const int restores = b.restores();
  redis.signal(SIGCONT);
  ASSERT_EVENTUALLY(here.healthy() && there.healthy());
  EXPECT_EVENTUALLY(b.restores() > restores);
  here.publish({ring(kOne, 1), ring(kTwo, 1)});
  EXPECT_EVENTUALLY(b.offsets(kOne) == std::vector<Offset>{1} && b.offsets(kTwo) == std::vector<Offset>{1});
}

TEST_F(BusInTrouble, ARedisThatHangsDoesNotFillTheMemory) {
  bus::RedisBus here({redis.address()}, prefix);
  std::atomic<int> heard{0};
  here.listen({[&](const bus::Rings&, bool) { ++heard; }, [](const std::string&) {}, [] {}});
  ASSERT_EVENTUALLY(here.healthy());
  redis.signal(SIGSTOP);
  const std::int64_t before = status_of(::getpid(), "VmHWM");
  const auto frame = std::make_shared<const std::string>(std::size_t{1} << 20, 'x');
  for (Offset i = 1; i <= 400; ++i) here.publish({{kOne, i, frame}});
  watch(here, {kOne});  // behind all that
  EXPECT_LT(status_of(::getpid(), "VmHWM") - before, 200 << 10) << "KiB of 400 MiB";
  redis.signal(SIGCONT);
  ASSERT_EVENTUALLY(here.healthy());
  EXPECT_EQ(heard, 400);
}

// Two servers, of which one comes and goes.
class ShardInTrouble : public BusInTrouble {
 protected:
  ShardInTrouble() : names{stays.address(), redis.address()}, here(names, prefix), there(names, prefix) {
    here.listen(a.listener());
    there.listen(b.listener());
    const bus::Shards shards(names);
    for (std::int64_t key = 1; !(on_stays.key && on_goes.key); ++key) {
      const StreamId stream{StreamKind::kConversation, key};
      (shards.of(stream) == 0 ? on_stays : on_goes) = stream;
    }
  }
  void SetUp() override { ASSERT_EVENTUALLY(here.healthy() && there.healthy()); }

  Redis stays;
  std::vector<std::string> names;
  bus::RedisBus here, there;
  StreamId on_stays, on_goes;
};

TEST_F(ShardInTrouble, OnlyItsOwnStreamsAreUnheardAndOnlyUntilItIsBack) {
  watch(there, {on_stays, on_goes});
  for (Offset round = 1; round <= 3; ++round) {
    const int restores = b.restores();
    redis.kill();
    ASSERT_EVENTUALLY(!here.healthy(on_goes) && !there.healthy(on_goes));
    EXPECT_FALSE(there.healthy());
    EXPECT_TRUE(here.healthy(on_stays) && there.healthy(on_stays));
    watch(there, {on_stays, on_goes});  // answered, though one of them cannot be heard
    here.publish({ring(on_goes, -round), ring(on_stays, round)});
    EXPECT_EVENTUALLY(!b.offsets(on_stays).empty() && b.offsets(on_stays).back() == round);
    redis.start();
    ASSERT_EVENTUALLY(here.healthy() && there.healthy());
    EXPECT_EVENTUALLY(b.restores() > restores);
    here.publish({ring(on_goes, round)});
    EXPECT_EVENTUALLY(!b.offsets(on_goes).empty() && b.offsets(on_goes).back() == round);
  }
  EXPECT_EQ(b.offsets(on_stays), (std::vector<Offset>{1, 2, 3}));
  EXPECT_EQ(b.offsets(on_goes), (std::vector<Offset>{1, 2, 3}));
}

TEST_F(ShardInTrouble, AnnouncementsGoOverWhichServerIsThere) {
  std::vector<std::string> expected;
  const auto announce = [&](const std::string& text) {
    here.announce(text);
    expected.push_back(text);
    EXPECT_EVENTUALLY(b.get([](Ear& e) { return e.announcements; }) == expected);
  };
  announce("both there");
  for (auto* gone : {&stays, &redis}) {
    gone->kill();
    ASSERT_EVENTUALLY(!here.healthy() && !there.healthy());
    announce("one there");
    gone->start();
    ASSERT_EVENTUALLY(here.healthy() && there.healthy());
    announce("both again");
  }
}

TEST(BusLists, InAnyOrderAreTheSame) {
  Redis one, two;
  Ear a, b;
  bus::RedisBus here({one.address(), two.address()}, "test:lists"), there({two.address(), one.address()}, "test:lists");
  here.listen(a.listener());
  there.listen(b.listener());
  ASSERT_EVENTUALLY(here.healthy() && there.healthy());
  watch(there, {kOne, kTwo, kPerson});
  here.publish({ring(kOne, 1), ring(kTwo, 1), ring(kPerson, 1)});
  for (const auto stream : {kOne, kTwo, kPerson}) EXPECT_EVENTUALLY(b.offsets(stream) == std::vector<Offset>{1});
}

TEST(BusPrefixes, KeepInstallationsApart) {
  Ear a, b, c;
  bus::RedisBus here({shared_redis()}, "test:one"), mate({shared_redis()}, "test:one"),
      stranger({shared_redis()}, "test:one2");
  here.listen(a.listener());
  mate.listen(b.listener());
  stranger.listen(c.listener());
  ASSERT_EVENTUALLY(here.healthy() && mate.healthy() && stranger.healthy());
  watch(mate, {kOne});
  watch(stranger, {kOne});
  here.announce("ours");
  here.publish({ring(kOne, 1)});
  stranger.announce("theirs");
  EXPECT_EVENTUALLY(b.offsets(kOne).size() == 1);
  watch(stranger, {kTwo});
  EXPECT_TRUE(c.offsets(kOne).empty());
  EXPECT_EQ(c.get([](Ear& e) { return e.announcements.size(); }), 1U);
}

}  // namespace
}  // namespace wasl::test
