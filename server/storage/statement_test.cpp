#include "storage/statement.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::storage {
namespace {

using Numbers = std::vector<std::int64_t>;
using Texts = std::vector<std::string>;

TEST(Statement, NumbersBecomeAnArrayLiteral) {
  EXPECT_EQ(array(Numbers{}), "{}");
  EXPECT_EQ(array(Numbers{1, -2, INT64_MAX, INT64_MIN}), "{1,-2,9223372036854775807,-9223372036854775808}");
}

TEST(Statement, TextsAreAlwaysQuotedAndEscaped) {
  EXPECT_EQ(array(Texts{}), "{}");
  EXPECT_EQ(array(Texts{""}), R"({""})");
  EXPECT_EQ(array(Texts{"NULL", "a,b", "{x}", " y "}), R"({"NULL","a,b","{x}"," y "})");
  EXPECT_EQ(array(Texts{R"(say "hi")", R"(back\slash)", R"(\")"}), R"({"say \"hi\"","back\\slash","\\\""})");
  EXPECT_EQ(array(Texts{"سطر\nآخر", "'; drop table people; --"}), "{\"سطر\nآخر\",\"'; drop table people; --\"}");
}

TEST(Statement, ANullByteEndsNoList) {
  EXPECT_THROW(array(Texts{"a", std::string("b\0c", 3)}), Refused);
}

TEST(Statement, ParametersBecomeWhatPqxxTakes) {
  EXPECT_EQ(param(PersonId{7}), 7);
  static_assert(std::is_same_v<std::decay_t<decltype(param(PersonId{7}))>, std::int64_t>);
  static_assert(std::is_same_v<std::decay_t<decltype(param(std::string_view("x")))>, std::string>);
  EXPECT_EQ(param(std::string_view("x")), "x");
  EXPECT_EQ(param(Numbers{1, 2}), "{1,2}");
  EXPECT_EQ(param(Texts{"a"}), R"({"a"})");
  const std::string text = "kept";
  EXPECT_EQ(&param(text), &text);
  EXPECT_EQ(param(std::optional<std::int64_t>{}), std::nullopt);
}

}  // namespace
}  // namespace wasl::storage
