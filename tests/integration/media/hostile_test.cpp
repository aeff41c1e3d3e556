// Files and uploaders that mean no good. After each of them the server serves the next.
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <list>

#include "integration/media/pictures.hpp"
#include "integration/media/upload.hpp"
#include "support/aside.hpp"
#include "wasl/accounts/v1/safety.pb.h"

namespace wasl::test {
namespace {

namespace fs = std::filesystem;

class HostileFiles : public Town {
 protected:
  static void SetUpTestSuite() {
    found({{"WASL_LARGEST_FILE_MB", "4"}, {"WASL_PERSON_QUOTA_MB", "6"}, {"WASL_MEDIA_DIR", directory()}});
  }
  void SetUp() override { amel = stranger(); }
  void TearDown() override {
    EXPECT_NE(uploader(stranger()).upload(picture_file("photo.jpg"), "photo.jpg"), 0) << "the server does not go on";
    Town::TearDown();
  }

  static const std::string& directory() {
    static const std::string path = fresh_path("hostile-media");
    return path;
  }
  static Uploader uploader(const Person& p) { return {port(), p.token}; }
  static std::string reason_of(const HttpResponse& response) { return status_of(response).reason(); }
  static std::int64_t id_of(const std::string& where) { return std::stoll(where.substr(where.rfind('/') + 1)); }
  static std::int64_t used_by(const Person& p) {
    return http_of(p).call<med::GetUsageResponse>(med::GetUsageRequest{}).used_bytes();
  }
  static v1::Attachment file_of(const Person& p, std::int64_t id) {
    med::GetUploadRequest request;
    request.set_id(id);
    return http_of(p).call<med::GetUploadResponse>(request).attachment();
  }
  // Why it is not taken; empty when it is.
  std::string refusal_of(const std::string& content) const {
    const auto answer = uploader(amel).patch(uploader(amel).create(content.size()).header("location"), 0, content);
    return answer.status == 204 ? "" : reason_of(answer);
  }
  static std::size_t files_below(const std::string& part) {
    const auto all = fs::recursive_directory_iterator(directory() + part);
    return static_cast<std::size_t>(
        std::count_if(begin(all), end(all), [](const auto& e) { return e.is_regular_file(); }));
  }
  // Bytes on the disk of an upload that is going on; asking takes no part in it.
  std::uint64_t reached(const std::string& where) const {
    return std::stoull(uploader(amel).ask("HEAD", where).header("upload-offset"));
  }
  // A PATCH whose bytes come later.
  void begin_patch(RawSocket& line, const std::string& where, std::uint64_t offset, std::uint64_t length) const {
    line.send("PATCH " + where + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + amel.token +
              "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: " + std::to_string(offset) +
              "\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: " + std::to_string(length) +
              "\r\n\r\n");
  }
  void expect_harmless(std::int64_t id, const std::string& type) const {
    const auto answer = uploader(amel).get(id);
    EXPECT_EQ(answer.header("content-type"), type);
    EXPECT_TRUE(answer.header("content-disposition").starts_with("attachment;"))
        << answer.header("content-disposition");
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    EXPECT_EQ(uploader(amel).get_small(id).status, 404);
  }
  Person amel;
};

// The process that looks into a file now; 0: none does.
pid_t worker_of(pid_t server) {
  for (const auto& task : fs::directory_iterator("/proc/" + std::to_string(server) + "/task")) {
    std::ifstream children(task.path() / "children");
    for (pid_t child = 0; children >> child;)
      if (read_file("/proc/" + std::to_string(child) + "/comm") == "wasl-media\n") return child;
  }
  return 0;
}

// It takes the worker a while.
std::string slow_picture() { return black_png({.width = 5000, .height = 5000}); }

TEST_F(HostileFiles, APictureOfTooManyPixelsIsRefusedByItsHead) {
  EXPECT_EQ(refusal_of(black_png({.width = 30'000, .height = 30'000, .depth = 1, .colour = 0})),
            "media.too_large_picture");
  EXPECT_EQ(refusal_of(promising(picture_file("photo.jpg"), 10'000, 10'000)), "media.too_large_picture");
  EXPECT_EQ(used_by(amel), 0);
}

TEST_F(HostileFiles, WhatUnpacksToHundredsOfMegabytesIsMadeSmallOrRefused) {
  const auto id = uploader(amel).upload(slow_picture(), "black.png");  // 75 MB of pixels
  EXPECT_EQ(file_of(amel, id).width(), 4096U);
  // Interlaced, it has to be unpacked as a whole: 400 MB, and then some.
  const auto why = refusal_of(black_png({.width = 7000, .height = 7000, .depth = 16, .colour = 6, .interlaced = true}));
  EXPECT_TRUE(why.empty() || why == "media.unreadable") << why;
}

TEST_F(HostileFiles, ABrokenPictureIsRefused) {
  const auto photo = picture_file("photo.jpg");
  const auto webp = uploader(amel).get_small(uploader(amel).upload(photo, "photo.jpg")).body;
  ASSERT_EQ(webp.substr(8, 4), "WEBP");
  for (const auto size : {std::size_t{16}, std::size_t{40}, webp.size() / 2})
    EXPECT_EQ(refusal_of(webp.substr(0, size)), "media.unreadable") << size;
  auto png = black_png({.width = 40, .height = 40});
  EXPECT_EQ(refusal_of(png.substr(0, 40)), "media.unreadable");
  png[20] = '\x7f';  // its head no longer has the sum that it tells
  EXPECT_EQ(refusal_of(png), "media.unreadable");
}

TEST_F(HostileFiles, OfAPictureThatIsAlsoAPageOnlyThePictureIsLeft) {
  const std::string page = "<!doctype html><html><body><script>alert(1)</script></body></html>";
  const auto photo = picture_file("photo.jpg");
  const auto size = page.size() + 2;
  const auto comment = std::string("\xFF\xFE") + static_cast<char>(size >> 8) + static_cast<char>(size & 255) + page;
  const auto up = uploader(amel);
  const auto id = up.upload(photo.substr(0, 2) + comment + photo.substr(2) + page, "page.html");
  const auto shown = up.get(id);
  EXPECT_EQ(shown.header("content-type"), "image/jpeg");
  EXPECT_EQ(shown.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(shown.body.find("script"), std::string::npos);
  expect_harmless(up.upload(page + photo, "picture.jpg"), "application/octet-stream");
}

TEST_F(HostileFiles, WhatAFileIsSaysItsContent) {
  const auto up = uploader(amel);
  const auto pdf = up.upload("%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\n", "photo.jpg");
  expect_harmless(pdf, "application/pdf");
  EXPECT_EQ(file_of(amel, pdf).width(), 0U);
  expect_harmless(
      up.upload("<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "photo.png"),
      "application/octet-stream");
  EXPECT_EQ(file_of(amel, up.upload(picture_file("photo.jpg"), "words.txt")).type(), "image/jpeg");
}

TEST_F(HostileFiles, ANameNamesNothingElse) {
  const auto up = uploader(amel);
  const auto blobs = files_below("/blobs");
  for (const auto& [given, kept] :
       std::vector<std::pair<std::string, std::string>>{{"../../../../etc/passwd", "passwd"},
                                                        {"..\\..\\boot.ini", "boot.ini"},
                                                        {"/", "file"},
                                                        {"a\r\nSet-Cookie: x=1.txt", "a Set-Cookie: x=1.txt"},
                                                        {std::string("a\0b.txt", 7), "ab.txt"},
                                                        {std::string(2000, 'x'), std::string(120, 'x')}}) {
    const auto id = up.upload(std::to_string(random_id()) + given, given);
    EXPECT_EQ(file_of(amel, id).name(), kept);
    EXPECT_EQ(up.get(id).header("set-cookie"), "");
  }
  EXPECT_EQ(files_below("/blobs"), blobs + 6);
  EXPECT_EQ(reason_of(up.create(5, std::string(3500, 'x'))), "media.metadata");
  EXPECT_GE(up.create(5, std::string(10'000, 'x')).status, 400);
  EXPECT_EQ(reason_of(up.create(5, "\xff\xfe")), "not_utf8");
}

TEST_F(HostileFiles, OneRequestAtATimeGoesOnWithAnUpload) {
  const auto up = uploader(amel);
  const std::string half(256 * 1024, 'a');
  const auto where = up.create(2 * half.size()).header("location");
  RawSocket first(port());
  begin_patch(first, where, 0, 2 * half.size());
  first.send(half);
  ASSERT_EVENTUALLY(reached(where) > 0);
  EXPECT_EQ(up.patch(where, 3, "x").status, 423);
  EXPECT_EQ(reason_of(up.patch(where, 0, half + half)), "media.busy");
  first.send(half);
  EXPECT_NE(first.receive("\r\n\r\n").find("204"), std::string::npos);
  EXPECT_EQ(up.get(id_of(where)).body, half + half);
}

TEST_F(HostileFiles, WhatIsCancelledInTheMiddleIsGone) {
  const auto up = uploader(amel);
  const auto parts = files_below("/uploads"), blobs = files_below("/blobs");
  const std::string half(256 * 1024, 'a');
  const auto where = up.create(2 * half.size()).header("location");
  RawSocket line(port());
  begin_patch(line, where, 0, 2 * half.size());
  line.send(half);
  ASSERT_EVENTUALLY(reached(where) > 0);
  EXPECT_EQ(up.ask("DELETE", where).status, 204);
  line.send(half);
  EXPECT_NE(line.receive("upload_not_found").find("404"), std::string::npos);
  EXPECT_EQ(up.ask("HEAD", where).status, 404);
  EXPECT_EQ(used_by(amel), 0);
  EXPECT_EQ(files_below("/uploads"), parts);
  EXPECT_EQ(files_below("/blobs"), blobs);
}

TEST_F(HostileFiles, WhatIsCancelledWhileItIsLookedIntoIsGone) {
  const auto up = uploader(amel);
  const auto picture = slow_picture();
  const auto parts = files_below("/uploads"), blobs = files_below("/blobs");
  const auto where = up.create(picture.size()).header("location");
  int status = 0;
  Aside sending([&] { status = up.patch(where, 0, picture).status; });
  ASSERT_EVENTUALLY(worker_of(server().pid()) != 0);
  EXPECT_EQ(up.ask("DELETE", where).status, 204);
  sending.join();
  EXPECT_EQ(status, 404);
  EXPECT_EQ(up.get(id_of(where)).status, 404);
  EXPECT_EQ(used_by(amel), 0);
  EXPECT_EQ(files_below("/uploads"), parts);
  EXPECT_EQ(files_below("/blobs"), blobs);
}

TEST_F(HostileFiles, UploadingAndTakingBackFillsNoDisk) {
  const auto up = uploader(amel);
  const auto blobs = files_below("/blobs");
  const auto id = up.upload("words " + std::to_string(random_id()));
  const auto picture = up.upload(black_png({.width = 123, .height = 45}), "x.png");
  EXPECT_EQ(files_below("/blobs"), blobs + 3);
  for (const auto one : {id, picture}) EXPECT_EQ(up.ask("DELETE", "/media/uploads/" + std::to_string(one)).status, 204);
  EXPECT_EQ(files_below("/blobs"), blobs);
  EXPECT_EQ(used_by(amel), 0);
  EXPECT_EQ(up.get(id).status, 404);
}

TEST_F(HostileFiles, ManyUploadsAtOnceTakeNoMoreThanTheQuota) {
  std::atomic<int> taken{0}, refused{0};
  {
    std::list<Aside> rush;
    for (int i = 0; i < 12; ++i)
      rush.emplace_back([&] {
        const auto answer = uploader(amel).create(1024 * 1024);
        ++(answer.status == 201 ? taken : refused);
        if (answer.status != 201) EXPECT_EQ(reason_of(answer), "media.quota");
      });
  }
  EXPECT_EQ(taken, 6);
  EXPECT_EQ(refused, 6);
  EXPECT_EQ(used_by(amel), 6 * 1024 * 1024);
}

TEST_F(HostileFiles, AWorkerThatIsKilledRefusesItsFileAlone) {
  const auto up = uploader(amel);
  const auto picture = slow_picture();
  const auto where = up.create(picture.size()).header("location");
  HttpResponse answer;
  Aside sending([&] { answer = up.patch(where, 0, picture); });
  pid_t worker = 0;
  ASSERT_EVENTUALLY((worker = worker_of(server().pid())) != 0);
  ASSERT_EQ(::kill(worker, SIGKILL), 0);
  sending.join();
  EXPECT_EQ(reason_of(answer), "media.unreadable");
  EXPECT_NE(up.upload(picture, "black.png"), 0);
}

TEST_F(HostileFiles, AServerThatIsKilledWhileItLooksGoesOnLater) {
  const auto picture = slow_picture();
  const auto where = uploader(amel).create(picture.size()).header("location");
  RawSocket line(port());
  begin_patch(line, where, 0, picture.size());
  line.send(picture);
  pid_t worker = 0;
  ASSERT_EVENTUALLY((worker = worker_of(server().pid())) != 0);
  server().restart();
  EXPECT_EVENTUALLY(!fs::exists("/proc/" + std::to_string(worker)));  // it does not outlive its server
  const auto up = uploader(amel);
  EXPECT_EQ(up.ask("HEAD", where).header("upload-offset"), std::to_string(picture.size()));
  EXPECT_EQ(up.get(id_of(where)).status, 404);
  EXPECT_EQ(up.patch(where, picture.size(), "").status, 204);
  EXPECT_EQ(file_of(amel, id_of(where)).width(), 4096U);
  EXPECT_EQ(up.patch(where, picture.size(), "").status, 204);  // once more changes nothing
}

TEST_F(HostileFiles, WhoIsBlockedOrSignedOutSendsAndReadsNothing) {
  const auto bilal = person(), chama = person();
  const auto conversation = direct(bilal, chama);
  const auto send = [&](std::int64_t file) {
    auto request = send_request(conversation, "");
    request.add_attachment_ids(file);
    return request;
  };
  acc::BlockPersonRequest block;
  block.set_person_id(bilal.id);
  http_of(chama).call<acc::BlockPersonResponse>(block);
  const auto file = uploader(bilal).upload("words for Chama");
  EXPECT_EQ(http_of(bilal).refusal(send(file)).reason(), "messaging.read_only");
  EXPECT_EQ(uploader(chama).get(file).status, 404);
  EXPECT_EQ(uploader(bilal).get(file).status, 200);
  http_of(bilal).call<acc::SignOutResponse>(acc::SignOutRequest{});
  EXPECT_EQ(uploader(bilal).get(file).status, 401);
  EXPECT_EQ(uploader(bilal).create(5).status, 401);
}

}  // namespace
}  // namespace wasl::test
