#include "storage/conninfo.hpp"

#include <gtest/gtest.h>

namespace wasl::storage {
namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST(Conninfo, ASilentServerIsGivenUpInEitherForm) {
  for (const auto* given : {"host=db dbname=wasl", "postgresql://db/wasl"}) {
    const auto text = with_limits(given);
    for (const auto* part : {"host='db'", "dbname='wasl'", "connect_timeout='5'", "keepalives_idle='10'", "tcp_user_timeout='25000'"})
      EXPECT_TRUE(has(text, part)) << text;
  }
}

TEST(Conninfo, WhatTheOperatorSaysStands) {
  for (const auto* given : {"host=db connect_timeout=60 tcp_user_timeout=0", "postgresql://db/?connect_timeout=60&tcp_user_timeout=0"}) {
    const auto text = with_limits(given);
    EXPECT_TRUE(has(text, "connect_timeout='60'") && has(text, "tcp_user_timeout='0'")) << text;
    EXPECT_FALSE(has(text, "connect_timeout='5'") || has(text, "25000")) << text;
  }
}

TEST(Conninfo, PasswordsSurvive) {
  const auto text = with_limits(R"(host=db password='it\'s a \\ b')");
  EXPECT_TRUE(has(text, R"(password='it\'s a \\ b')")) << text;
  EXPECT_EQ(with_limits(text), text);
}

TEST(Conninfo, WhatIsNotUnderstoodIsLeftAlone) {
  EXPECT_EQ(with_limits("nonsense"), "nonsense");
  EXPECT_EQ(with_limits("host=db colour=red"), "host=db colour=red");
}

}  // namespace
}  // namespace wasl::storage
