#include "media/inspection.hpp"

#include <gtest/gtest.h>

namespace wasl::media {
namespace {

TEST(MediaInspection, BelievesWhatTheWorkerCanSay) {
  const auto picture = inspection_of("type image/png\nwidth 40\nheight 30\npicture image/png\nsmall image/webp\n");
  EXPECT_EQ(picture.refused, "");
  EXPECT_EQ(picture.picture_type, "image/png");
  EXPECT_EQ(picture.width, 40);
  EXPECT_EQ(inspection_of("type application/vnd.oasis.opendocument.text\n").type,
            "application/vnd.oasis.opendocument.text");
  EXPECT_EQ(inspection_of("type image/png\nrefused too_large_picture\n").refused, "too_large_picture");
}

TEST(MediaInspection, BelievesNothingElse) {
  const std::string sizes = "width 40\nheight 30\nsmall image/webp\n";
  for (const auto& report : {
           sizes + "picture text/html\n",
           sizes + "picture image/png\rX-Evil: 1\n",
           sizes + "picture image/svg+xml\n",
           std::string("width 40\nheight 30\npicture image/png\nsmall text/html\n"),
           std::string("width -1\nheight 30\npicture image/png\nsmall image/webp\n"),
           std::string("width 40\nheight 99999999999999999999\npicture image/png\nsmall image/webp\n"),
           std::string("picture image/png\nsmall image/webp\n"),
           std::string("refused <script>\n"),
       })
    EXPECT_EQ(inspection_of(report).refused, "unreadable") << report;
  for (const char* type : {"text/html\rX: 1", "a/b/c", "text", "text/h\"tml", "text/плохо"})
    EXPECT_EQ(inspection_of(std::string("type ") + type + "\n").type, "") << type;
  EXPECT_EQ(inspection_of("type " + std::string(200, 'a') + "/b\n").type, "");
  EXPECT_EQ(inspection_of("").type, "");
}

}  // namespace
}  // namespace wasl::media
