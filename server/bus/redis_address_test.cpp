#include <gtest/gtest.h>

#include <stdexcept>

#include "bus/redis_connection.hpp"

namespace wasl::bus {
namespace {

TEST(RedisAddress, IsASocketOrAnAddressWithAPort) {
  const auto socket = parse_redis_address("unix:/run/redis/redis.sock");
  EXPECT_EQ(socket.path_or_host, "/run/redis/redis.sock");
  EXPECT_EQ(socket.port, 0);
  const auto address = parse_redis_address("127.0.0.1:6379");
  EXPECT_EQ(address.path_or_host, "127.0.0.1");
  EXPECT_EQ(address.port, 6379);
}

TEST(RedisAddress, AnythingElseIsRefusedInOneSentence) {
  for (const auto* text : {"", "redis", "unix:run/redis.sock", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536",
                           "127.0.0.1:63x", ":6379", "127.0.0.1:-1", "127.0.0.1: 6379"})
    EXPECT_THROW(parse_redis_address(text), std::runtime_error) << text;
}

}  // namespace
}  // namespace wasl::bus
