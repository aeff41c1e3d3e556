#include "bus/shards.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace wasl::bus {
namespace {

constexpr std::int64_t kStreams = 20'000;

StreamId conversation(std::int64_t key) { return {StreamKind::kConversation, key}; }

std::string owner(const std::vector<std::string>& names, std::int64_t key) { return names[Shards(names).of(conversation(key))]; }

TEST(Shards, EveryServerCarriesItsShare) {
  const std::vector<std::string> names{"10.0.0.1:6379", "10.0.0.2:6379", "10.0.0.3:6379", "10.0.0.4:6379"};
  const Shards shards(names);
  for (const auto kind : {StreamKind::kPerson, StreamKind::kConversation}) {
    std::vector<std::int64_t> count(names.size());
    for (std::int64_t key = 1; key <= kStreams; ++key) ++count[shards.of({kind, key})];
    for (const auto n : count) {
      EXPECT_GT(n, kStreams / 4 * 9 / 10);
      EXPECT_LT(n, kStreams / 4 * 11 / 10);
    }
  }
}

TEST(Shards, OneServerMoreTakesItsShareAndMovesNothingElse) {
  const std::vector<std::string> before{"a:1", "b:1", "c:1"}, after{"a:1", "b:1", "c:1", "d:1"};
  std::int64_t moved = 0;
  for (std::int64_t key = 1; key <= kStreams; ++key) {
    if (owner(before, key) == owner(after, key)) continue;
    ASSERT_EQ(owner(after, key), "d:1");
    ++moved;
  }
  EXPECT_GT(moved, kStreams / 4 * 9 / 10);
  EXPECT_LT(moved, kStreams / 4 * 11 / 10);
}

TEST(Shards, TheOrderOfTheListDoesNotMatter) {
  for (std::int64_t key = 1; key <= 1000; ++key) ASSERT_EQ(owner({"a:1", "b:1", "c:1"}, key), owner({"c:1", "a:1", "b:1"}, key));
}

// Processes of different versions must agree: these never change.
TEST(Shards, AgreeAcrossVersions) {
  const Shards shards({"10.0.0.1:6379", "10.0.0.2:6379", "unix:/run/redis/redis.sock"});
  std::string owners;
  for (std::int64_t key = 1; key <= 24; ++key) owners += std::to_string(shards.of(conversation(key)));
  EXPECT_EQ(owners, "210022001121000011200200");
}

TEST(Shards, AServerIsNamedOnce) {
  EXPECT_THROW(Shards({"a:1", "b:1", "a:1"}), std::runtime_error);
  EXPECT_THROW(Shards({}), std::runtime_error);
}

}  // namespace
}  // namespace wasl::bus
