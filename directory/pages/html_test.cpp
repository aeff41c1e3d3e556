#include "directory/pages/html.hpp"

#include <google/protobuf/struct.pb.h>
#include <gtest/gtest.h>

#include "directory/json.hpp"

namespace wasl::directory::pages::html {
namespace {

TEST(DirectoryPagesHtml, NothingThatPeopleWriteIsMarkup) {
  EXPECT_EQ(escape("<script>alert('1')</script>"), "&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
  EXPECT_EQ(escape("a\" onload=\"b"), "a&quot; onload=&quot;b");
  EXPECT_EQ(escape("&lt; & &amp;"), "&amp;lt; &amp; &amp;amp;") << "what looks escaped is shown as it was written";
  EXPECT_EQ(escape("جمعية الواحة\nl’été"), "جمعية الواحة\nl’été");
}

TEST(DirectoryPagesHtml, DirectionsAndControlsAreLeftOut) {
  EXPECT_EQ(escape("a\u202Eb\u2066c\u2069\u202Ad\u0007\u007Fe"), "abcde");
  EXPECT_EQ(escape("\u200Fa\u200E"), "\u200Fa\u200E") << "marks that turn nothing else stay";
  EXPECT_EQ(escape(std::string_view("a\0b", 3)), "ab");
  EXPECT_EQ(escape("\xE2\x80"), "\xE2\x80") << "the beginning of a character is no reason to read on";
}

TEST(DirectoryPagesHtml, AttributesAreQuotedAndEmptyOnesLeftOut) {
  EXPECT_EQ(element("a", {{"href", "/o/1?lang=fr&x=\"y\""}, {"class", ""}}, "<b>x</b>"),
            "<a href=\"/o/1?lang=fr&amp;x=&quot;y&quot;\"><b>x</b></a>");
  EXPECT_EQ(lone("meta", {{"content", "<"}}), "<meta content=\"&lt;\">\n");
  EXPECT_EQ(bdi("<i>"), "<bdi>&lt;i&gt;</bdi>");
}

TEST(DirectoryPagesHtml, JsonReadsBackAndEndsNoScript) {
  for (const std::string text :
       {"</script><script>alert(1)</script>", "<!--", "a\"b\\c\n\t\u0001", "\u2028\u2029", "جمعية", "]]>", ""}) {
    const auto quoted = json(text);
    EXPECT_EQ(quoted.find_first_of("<>&\n"), std::string::npos) << quoted;
    google::protobuf::Struct read;
    directory::json::read("{\"text\":" + quoted + "}", read);
    EXPECT_EQ(read.fields().at("text").string_value(), text);
  }
}

}  // namespace
}  // namespace wasl::directory::pages::html
