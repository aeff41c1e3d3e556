#include "core/error.hpp"

#include <gtest/gtest.h>

#include <set>

namespace wasl {
namespace {

TEST(Error, NamesAreThoseOfConnectByNumber) {
  EXPECT_EQ(name(Code::kOk), "ok");
  EXPECT_EQ(name(Code::kCanceled), "canceled");
  EXPECT_EQ(name(Code::kInvalidArgument), "invalid_argument");
  EXPECT_EQ(name(Code::kNotFound), "not_found");
  EXPECT_EQ(name(Code::kPermissionDenied), "permission_denied");
  EXPECT_EQ(name(Code::kFailedPrecondition), "failed_precondition");
  EXPECT_EQ(name(Code::kUnavailable), "unavailable");
  EXPECT_EQ(name(Code::kUnauthenticated), "unauthenticated");
  std::set<std::string_view> all;
  for (int n = 0; n <= 16; ++n) all.insert(name(static_cast<Code>(n)));
  EXPECT_EQ(all.size(), 17U);
}

TEST(Error, MissingAndForbiddenLookAlike) {
  const auto why = not_found("conversation");
  EXPECT_EQ(why.code(), Code::kNotFound);
  EXPECT_EQ(why.reason(), "conversation_not_found");
}

TEST(Error, ARefusalCarriesFieldAndWait) {
  const auto bad = invalid("title", "title_length", "Too long.");
  EXPECT_EQ(bad.code(), Code::kInvalidArgument);
  EXPECT_EQ(bad.field(), "title");
  EXPECT_STREQ(bad.what(), "Too long.");
  EXPECT_EQ(bad.retry_after().count(), 0);
  EXPECT_GT(unavailable("x", "y").retry_after().count(), 0);
}

TEST(Error, RequireThrowsOnlyWhenNotAllowed) {
  EXPECT_NO_THROW(require(true, not_found("x")));
  EXPECT_THROW(require(false, not_found("x")), Refused);
}

}  // namespace
}  // namespace wasl
