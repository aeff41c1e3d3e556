#include "directory/imports/texts.hpp"

#include <gmock/gmock.h>

namespace wasl::directory::imports {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ImportTexts, AreReadAsPostgresqlWritesThem) {
  EXPECT_THAT(texts_of("{}"), IsEmpty());
  EXPECT_THAT(texts_of("{\"\"}"), ElementsAre(""));
  EXPECT_THAT(texts_of("{a,\"\",b}"), ElementsAre("a", "", "b"));
  EXPECT_THAT(texts_of("{youth;culture,\"a, b\",\"{c}\"}"), ElementsAre("youth;culture", "a, b", "{c}"));
  EXPECT_THAT(texts_of(R"({"say \"x\"","a\\b",جمعية})"), ElementsAre("say \"x\"", "a\\b", "جمعية"));
}

}  // namespace
}  // namespace wasl::directory::imports
