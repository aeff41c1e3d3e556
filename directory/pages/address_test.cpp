#include "directory/pages/address.hpp"

#include <gmock/gmock.h>

namespace wasl::directory::pages {
namespace {

using testing::ElementsAre;

TEST(DirectoryPagesAddress, ReadsWhatFormsWrite) {
  const Query q("/directory?q=caf%C3%A9+du+port&sector=youth&sector=health&verified&x=%3D%26#part");
  EXPECT_EQ(q.one("q"), "café du port");
  EXPECT_THAT(q.all("sector"), ElementsAre("youth", "health"));
  EXPECT_TRUE(q.has("verified"));
  EXPECT_FALSE(q.has("confirmed"));
  EXPECT_EQ(q.one("x"), "=&");
}

TEST(DirectoryPagesAddress, NonsenseIsTakenAsItStands) {
  EXPECT_EQ(Query("/o/1").one("lang"), "");
  EXPECT_EQ(Query("/o/1?").one(""), "");
  EXPECT_EQ(Query("/o/1?a=%").one("a"), "%");
  EXPECT_EQ(Query("/o/1?a=%4").one("a"), "%4");
  EXPECT_EQ(Query("/o/1?a=%zz%41").one("a"), "%zzA");
  EXPECT_EQ(Query("/o/1?&&=x&a").one("a"), "");
  std::string many = "/o/1?";
  for (int i = 0; i < 1000; ++i) many += "a=1&";
  EXPECT_EQ(Query(many).all("a").size(), 200U);
}

}  // namespace
}  // namespace wasl::directory::pages
