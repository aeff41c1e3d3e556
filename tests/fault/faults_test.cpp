// Nothing that was acknowledged is lost, whatever fails, and everything comes back by itself. See
// tests/support/README.md.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "fault/faults.hpp"
#include "support/eventually.hpp"

namespace wasl::fault {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kComesBack = 90s;
constexpr auto kTurn = 20ms;

bool full_size() { return std::getenv("WASL_FAULT_FULL") != nullptr; }

std::uint64_t setting(const char* variable, std::uint64_t otherwise) {
  const char* given = std::getenv(variable);
  return given ? std::stoull(given) : otherwise;
}

struct Plan {
  std::size_t nodes;
  Size size;
  Durations durations;
  std::chrono::milliseconds gap;  // between two faults, at most
  std::size_t at_once;            // faults
  std::chrono::seconds storm;
};

Plan plan() {
  auto out = full_size() ? Plan{3, {24, 9, 240ms, {10s, 5s, 12s, 3s, 60s}}, {20s, 30s, 4s, 12 << 20}, 5s, 2, 600s}
                         : Plan{2, {12, 6, 150ms, {3s, 1s, 3s, 800ms, 8s}}, {3s, 4s, 800ms, 6 << 20}, 400ms, 3, 10s};
  out.storm = std::chrono::seconds(setting("WASL_FAULT_SECONDS", static_cast<std::uint64_t>(out.storm.count())));
  return out;
}

// A node at work (a debug build); and twice what may wait for a connection, should nobody read.
std::int64_t most_kib(std::size_t connections) { return (96 + 2 * static_cast<std::int64_t>(connections)) << 10; }

// One world for all tests: what one leaves behind, the next must live with.
struct World {
  Plan plan_ = plan();
  std::uint64_t seed = setting("WASL_FAULT_SEED", std::random_device{}());
  Clock::time_point began = Clock::now();
  House house{plan_.nodes};
  Crowd crowd{plan_.size, house.postgres.conninfo(), house.ports(), seed};
  Faults faults{house, crowd, plan_.durations, seed};
  Random random{seed};
  std::size_t broken = 0;

  // Lets things run until it is so.
  bool attend(const std::function<bool()>& condition, std::chrono::milliseconds patience = kComesBack) {
    const auto until = Clock::now() + patience;
    while (!condition()) {
      if (Clock::now() > until) return false;
      for (const auto& words : house.tend()) crowd.note(words);
      faults.tend();
      std::this_thread::sleep_for(kTurn);
    }
    return true;
  }
  void attend_for(std::chrono::milliseconds length) {
    const auto until = Clock::now() + length;
    attend([&] { return Clock::now() >= until; });
  }
  void keep(const std::string& directory) {
    house.keep_logs(directory);
    std::ofstream diary(directory + "/diary");
    for (const auto& line : faults.diary()) diary << line << "\n";
  }
  void print() {
    const auto f = crowd.figures();
    std::cout << fmt::format(
        "fault: seed {}, {} s, {} sends acknowledged of {} ({} again), {} deliveries, {} reconnects, {} reloads, {} "
        "too slow;",
        seed, std::chrono::duration_cast<std::chrono::seconds>(Clock::now() - began).count(), f.acknowledged, f.sends,
        f.repeated, f.delivered, f.reconnects, f.reloads, f.too_slow);
    for (const auto& [kind, count] : faults.counts()) std::cout << fmt::format(" {} {},", name(kind), count);
    std::cout << fmt::format(" {} violations; peak", broken);
    for (const auto& node : house.nodes) std::cout << fmt::format(" {}", node->peak_kib() >> 10);
    std::cout << " MiB" << std::endl;
  }
};

class NothingIsLost : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    world_ = std::make_unique<World>();
    std::cout << "fault: seed " << world_->seed << std::endl;
  }
  static void TearDownTestSuite() {
    if (world_) world_->print();
    if (const char* keep = std::getenv("WASL_FAULT_KEEP"); keep && world_) world_->keep(keep);
    world_.reset();
  }
  static World& world() { return *world_; }

  void SetUp() override {
    world().crowd.go_on();
    world().crowd.scatter();
    const auto mark = world().crowd.mark();
    ASSERT_TRUE(world().attend([&] { return world().crowd.heard_since(mark); })) << "no traffic";
  }
  void TearDown() override {
    if (!HasFailure()) return;
    for (const auto& line : world().faults.diary()) std::cerr << line << "\n";
    world().house.print_logs();
  }
  // One fault, while everybody writes; then everything comes back.
  void suffer(Kind kind) {
    ASSERT_TRUE(world().faults.begin(kind));
    calm_down();
  }
  void calm_down() {
    auto& w = world();
    ASSERT_TRUE(w.attend([&] { return w.faults.active() == 0; })) << "a fault does not end";
    const auto mark = w.crowd.mark();
    EXPECT_TRUE(w.attend([&] { return w.house.ready(); })) << "a node does not become ready";
    EXPECT_TRUE(w.attend([&] { return w.crowd.heard_since(mark); })) << "the traffic does not come back";
    w.crowd.rest();
    EXPECT_TRUE(w.attend([&] { return w.crowd.settled(); })) << "this does not come back: " << w.crowd.unsettled();
    test::Sql sql(w.house.postgres.conninfo());
    const auto checked = w.crowd.violations(sql, w.house.ports()[below(w.random, w.house.nodes.size())],
                                            [&](const auto& condition) { return w.attend(condition); });
    ASSERT_TRUE(checked) << "this does not come back: " << w.crowd.unsettled();
    const auto& found = *checked;
    w.broken += found.size();
    for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 20); ++i) ADD_FAILURE() << found[i];
    EXPECT_LT(w.house.peak_kib(), most_kib(w.crowd.devices())) << "KiB of a node";
  }

 private:
  static std::unique_ptr<World> world_;
};

std::unique_ptr<World> NothingIsLost::world_;

TEST_F(NothingIsLost, WhenANodeIsKilled) { suffer(Kind::kNodeKilled); }
TEST_F(NothingIsLost, WhenANodeIsStoppedAndGoesOn) { suffer(Kind::kNodeStopped); }
TEST_F(NothingIsLost, WhenRedisIsKilled) { suffer(Kind::kRedisKilled); }
TEST_F(NothingIsLost, WhenRedisIsUnreachable) { suffer(Kind::kRedisSilent); }
TEST_F(NothingIsLost, WhenPostgresIsRestarted) { suffer(Kind::kPostgresRestarted); }
TEST_F(NothingIsLost, WhenPostgresIsKilled) { suffer(Kind::kPostgresKilled); }
TEST_F(NothingIsLost, WhenPostgresIsUnreachableFromANode) { suffer(Kind::kPostgresSilent); }
TEST_F(NothingIsLost, WhenConnectionsAreCutInTheMiddleOfACommit) { suffer(Kind::kCommitsCut); }
TEST_F(NothingIsLost, WhenClientsAreCutInTheMiddleOfAFrame) { suffer(Kind::kFramesCut); }

TEST_F(NothingIsLost, WhenAReaderStops) {
  const auto before = world().crowd.figures().too_slow;
  suffer(Kind::kReaderStopped);
  EXPECT_GT(world().crowd.figures().too_slow, before) << "the reader was to be sent away";
}

TEST_F(NothingIsLost, WhenAllOfThatHappensAtRandomMoments) {
  auto& w = world();
  const auto until = Clock::now() + w.plan_.storm;
  while (Clock::now() < until && !HasFailure()) {
    auto kinds = kKinds;
    std::ranges::shuffle(kinds, w.random);
    for (const auto kind : kinds) {
      w.attend_for(between(w.random, w.plan_.gap / 10, w.plan_.gap));
      ASSERT_TRUE(
          w.attend([&] { return w.faults.active() < w.plan_.at_once && w.faults.begin(kind); }, 3 * kComesBack));
    }
    calm_down();
    w.crowd.go_on();
    if (full_size()) w.print();
  }
}

}  // namespace
}  // namespace wasl::fault
