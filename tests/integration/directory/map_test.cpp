// From where clients take the tiles of their maps: what the operator says, for everybody; else nothing.
#include "guild.hpp"
#include "wasl/directory/v1/map.pb.h"

namespace wasl::test {
namespace {

class MapWithoutTiles : public Guild {};

TEST_F(MapWithoutTiles, SaysSo) {
  const auto settings = HttpClient(port()).call<dir::GetMapSettingsResponse>(dir::GetMapSettingsRequest{});
  EXPECT_EQ(settings.ByteSizeLong(), 0U);
}

class MapWithTiles : public Guild {
 protected:
  static void SetUpTestSuite() {
    found({{"WASL_MAP_TILES", "http://127.0.0.1:9/{z}/{x}/{y}.png"},
           {"WASL_MAP_ATTRIBUTION", "© Some <b>maps</b>"},
           {"WASL_MAP_MAX_ZOOM", "15"}});
  }
};

TEST_F(MapWithTiles, TellsEverybodyWhatTheOperatorSays) {
  const auto settings = HttpClient(port()).call<dir::GetMapSettingsResponse>(dir::GetMapSettingsRequest{});
  EXPECT_EQ(settings.tiles(), "http://127.0.0.1:9/{z}/{x}/{y}.png");
  EXPECT_EQ(settings.attribution(), "© Some <b>maps</b>");
  EXPECT_EQ(settings.max_zoom(), 15U);
}

}  // namespace
}  // namespace wasl::test
