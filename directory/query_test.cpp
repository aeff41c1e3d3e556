#include "directory/query.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::directory::query {
namespace {

using Patterns = std::vector<std::string>;

std::string reason_of(auto f) {
  try {
    f();
  } catch (const Refused& refused) {
    return refused.reason();
  }
  return "";
}

TEST(DirectoryQuery, FoldsAndPartsWords) {
  EXPECT_EQ(patterns(""), Patterns{});
  EXPECT_EQ(patterns("  Santé   École "), (Patterns{"%sant%", "%ecol%"}));
  EXPECT_EQ(patterns("جَمعيّة"), patterns("جمعيه"));
  EXPECT_EQ(patterns("l’Eau"), patterns("l'eau"));
}

TEST(DirectoryQuery, HasNoWildcards) { EXPECT_EQ(patterns(R"(100%_\ a_b)"), (Patterns{"%100%", "%a%", "%b%"})); }

TEST(DirectoryQuery, BoundsTheQuery) {
  EXPECT_EQ(reason_of([] { patterns(std::string(101, 'a')); }), "directory.bad_query");
  EXPECT_EQ(reason_of([] { patterns("a b c d e f g h i j k"); }), "directory.bad_query");
  EXPECT_EQ(reason_of([] { patterns("a b c d e f g h i j"); }), "");
}

TEST(DirectoryQuery, BoundsTheLimit) {
  EXPECT_EQ(limit(0), 30);
  EXPECT_EQ(limit(100), 100);
  EXPECT_EQ(reason_of([] { limit(101); }), "directory.bad_limit");
}

TEST(DirectoryQuery, NamesKinds) {
  EXPECT_EQ(kind(v1::ORGANISATION_UNSPECIFIED), "");
  EXPECT_EQ(kind(v1::ORGANISATION_AUTHORITY), "authority");
  EXPECT_EQ(reason_of([] { kind(static_cast<v1::OrganisationKind>(99)); }), "directory.bad_filter");
}

TEST(DirectoryQuery, ReadsItsOwnCursorsOnly) {
  EXPECT_EQ(read_cursor(""), OrganisationId{0});
  EXPECT_EQ(read_cursor(cursor_after(OrganisationId{42})), OrganisationId{42});
  for (const auto* bad : {"x", "42", "o", "o0", "o-1", "o4 2", "o42x", "o99999999999999999999"})
    EXPECT_EQ(reason_of([&] { read_cursor(bad); }), "directory.bad_cursor") << bad;
}

}  // namespace
}  // namespace wasl::directory::query
