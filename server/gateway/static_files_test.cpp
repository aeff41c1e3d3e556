#include "gateway/static_files.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>  // NOLINT: mkdtemp

#include <filesystem>
#include <fstream>

namespace wasl::gateway {
namespace {

namespace fs = std::filesystem;

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "wasl-static-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << text;
  }
  StaticFiles load() const { return StaticFiles::load(folder_.string()); }

  fs::path folder_;
};

TEST_F(StaticFilesTest, TypesFollowFromNames) {
  write("200.html", "");
  write("a.js", "");
  write("a.css", "");
  write("a.webmanifest", "");
  write("f/a.woff2", "");
  write("a.unknown", "");
  const auto files = load();
  EXPECT_EQ(files.find("/200.html")->content_type, "text/html; charset=utf-8");
  EXPECT_EQ(files.find("/a.js")->content_type, "text/javascript; charset=utf-8");
  EXPECT_EQ(files.find("/a.css")->content_type, "text/css; charset=utf-8");
  EXPECT_EQ(files.find("/a.webmanifest")->content_type, "application/manifest+json");
  EXPECT_EQ(files.find("/f/a.woff2")->content_type, "font/woff2");
  EXPECT_EQ(files.find("/a.unknown")->content_type, "application/octet-stream");
}

TEST_F(StaticFilesTest, CompressedFormsBelongToTheirFile) {
  write("a.js", "plain");
  write("a.js.br", "brotli");
  write("a.js.gz", "gzip");
  write("b.js", "plain");
  const auto files = load();
  const auto* a = files.find("/a.js");
  EXPECT_EQ(a->plain, "plain");
  EXPECT_EQ(a->brotli, "brotli");
  EXPECT_EQ(a->gzip, "gzip");
  EXPECT_EQ(files.find("/b.js")->brotli, "");
  EXPECT_EQ(files.find("/a.js.br"), nullptr);
}

TEST_F(StaticFilesTest, PathsThatNameNoFileGetThePage) {
  write("200.html", "page");
  write("_app/immutable/x.js", "");
  const auto files = load();
  const auto* page = files.find("/200.html");
  for (const auto* path : {"/", "/messages/7", "/v1.2/x", "", "/a b"}) EXPECT_EQ(files.find(path), page) << path;
  for (const auto* path : {"/missing.js", "/messages/x.png", "/_app/immutable/gone", "/../etc/passwd.txt", "/.env"})
    EXPECT_EQ(files.find(path), nullptr) << path;
}

TEST_F(StaticFilesTest, NothingOutsideTheFolderIsReachable) {
  write("200.html", "page");
  const auto files = load();
  for (const auto* path : {"/../../../../etc/passwd", "//etc/passwd", "/%2e%2e/etc/passwd"}) {
    const auto* found = files.find(path);
    EXPECT_TRUE(!found || found->plain == "page") << path;
  }
}

TEST_F(StaticFilesTest, ImagesOfOneMoreOriginInTheHeaderAndThePage) {
  const std::string origin = "https://tiles.example.org";
  write("200.html", "<meta http-equiv=\"content-security-policy\" content=\"default-src 'self'; img-src 'self' data:\">");
  write("200.html.br", "compressed");
  const auto strict = load();
  const auto open = StaticFiles::load(folder_.string(), origin);
  EXPECT_EQ(strict.page_policy(), "default-src 'self'; img-src 'self' data:");
  EXPECT_EQ(open.page_policy(), "default-src 'self'; img-src https://tiles.example.org 'self' data:");
  const auto* page = open.find("/directory");
  EXPECT_NE(page->plain.find(open.page_policy()), std::string::npos);
  EXPECT_TRUE(page->brotli.empty()) << "it would state the old policy";
  EXPECT_NE(page->etag, strict.find("/directory")->etag);
  write("200.html", "<p>");
  EXPECT_THROW(StaticFiles::load(folder_.string(), origin), std::runtime_error);
}

TEST_F(StaticFilesTest, TheEtagIsOfTheContent) {
  write("a.js", "one");
  write("b.js", "one");
  write("c.js", "two");
  const auto files = load();
  const auto& etag = files.find("/a.js")->etag;
  EXPECT_EQ(etag.size(), 22U);
  EXPECT_TRUE(etag.starts_with('"') && etag.ends_with('"'));
  EXPECT_EQ(files.find("/b.js")->etag, etag);
  EXPECT_NE(files.find("/c.js")->etag, etag);
}

TEST_F(StaticFilesTest, OnlyNamesThatChangeWithTheContentAreImmutable) {
  write("_app/immutable/chunk.js", "");
  write("_app/version.json", "");
  const auto files = load();
  EXPECT_TRUE(files.find("/_app/immutable/chunk.js")->immutable);
  EXPECT_FALSE(files.find("/_app/version.json")->immutable);
}

TEST_F(StaticFilesTest, ThePagesPolicyIsRead) {
  write("200.html", R"(<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'sha256-x'"><p>)");
  EXPECT_EQ(load().page_policy(), "default-src 'self'; script-src 'sha256-x'");
  write("200.html", "<p>");
  EXPECT_EQ(load().page_policy(), "");
}

TEST_F(StaticFilesTest, AMissingFolderIsAnEmptySet) {
  const auto files = StaticFiles::load((folder_ / "nowhere").string());
  EXPECT_TRUE(files.empty());
  EXPECT_EQ(files.find("/"), nullptr);
}

}  // namespace
}  // namespace wasl::gateway
