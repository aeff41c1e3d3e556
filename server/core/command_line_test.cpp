#include "core/command_line.hpp"

#include <gtest/gtest.h>

namespace wasl {
namespace {

using Words = std::vector<std::string>;

TEST(CommandLine, OptionsMayStandAnywhere) {
  for (const auto& words : {Words{"serve", "--config", "f", "--listen", "127.0.0.1:1"}, Words{"--listen", "127.0.0.1:1", "--config", "f", "serve"}}) {
    const auto line = parse_command_line(words);
    EXPECT_EQ(line.command, "serve");
    EXPECT_EQ(line.config_file, "f");
    EXPECT_EQ(line.settings, (Settings{{"listen", "127.0.0.1:1"}}));
    EXPECT_TRUE(line.arguments.empty());
  }
}

TEST(CommandLine, SeveralRedisServersAreOneList) {
  const auto line = parse_command_line({"serve", "--redis", "10.0.0.1:6379", "--redis", "unix:/run/redis.sock"});
  EXPECT_EQ(line.settings, (Settings{{"redis", "10.0.0.1:6379,unix:/run/redis.sock"}}));
}

TEST(CommandLine, TheRestAreArgumentsInTheirOrder) {
  const auto line = parse_command_line({"admin", "grant-role", "--config", "f", "a@example.org", "verifier"});
  EXPECT_EQ(line.command, "admin");
  EXPECT_EQ(line.arguments, (Words{"grant-role", "a@example.org", "verifier"}));
}

TEST(CommandLine, WhatIsNotUnderstoodIsRefused) {
  for (const auto& words : {Words{"serve", "--config"}, Words{"serve", "--redis"}, Words{"serve", "--listen"},
                            Words{"serve", "--listen", "a", "--listen", "b"}, Words{"migrate", "--redis", "a"},
                            Words{"--listen", "a"}})
    EXPECT_THROW(parse_command_line(words), Usage);
}

}  // namespace
}  // namespace wasl
