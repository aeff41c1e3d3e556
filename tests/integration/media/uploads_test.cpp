// Files on their way in: resumed, refused, looked into.
#include "integration/media/upload.hpp"

namespace wasl::test {
namespace {

class Uploads : public Town {
 protected:
  static void SetUpTestSuite() {
    found({{"WASL_LARGEST_FILE_MB", "1"}, {"WASL_PERSON_QUOTA_MB", "3"}, {"WASL_ORGANISATION_QUOTA_MB", "2"}});
  }
  static Uploader uploader(const Person& p) { return {port(), p.token}; }
  static med::GetUploadResponse upload_of(const Person& p, std::int64_t id) {
    med::GetUploadRequest request;
    request.set_id(id);
    return http_of(p).call<med::GetUploadResponse>(request);
  }
  static std::int64_t used_by(const Person& p) {
    return http_of(p).call<med::GetUsageResponse>(med::GetUsageRequest{}).used_bytes();
  }
  static std::int64_t id_of(const HttpResponse& created) {
    const auto where = created.header("location");
    return std::stoll(where.substr(where.rfind('/') + 1));
  }
};

std::string reason_of(const HttpResponse& response) { return status_of(response).reason(); }

TEST_F(Uploads, AFileComesInPiecesAndIsWhatItWas) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  std::string content = "%PDF-1.4\n";
  for (int i = 0; i < 30'000; ++i) content += std::to_string(i);
  const auto created = up.create(content.size(), "rapport d'activité.pdf");
  ASSERT_EQ(created.status, 201);
  const auto where = created.header("location");
  EXPECT_EQ(up.patch(where, 0, content.substr(0, 100'000)).header("upload-offset"), "100000");
  EXPECT_EQ(up.ask("HEAD", where).header("upload-offset"), "100000");
  EXPECT_EQ(up.ask("HEAD", where).header("upload-length"), std::to_string(content.size()));
  EXPECT_EQ(up.patch(where, 100'000, content.substr(100'000)).status, 204);
  const auto file = upload_of(amel, id_of(created)).attachment();
  EXPECT_EQ(file.name(), "rapport d'activité.pdf");
  EXPECT_EQ(file.type(), "application/pdf");
  EXPECT_EQ(file.size(), static_cast<std::int64_t>(content.size()));
  EXPECT_EQ(file.width(), 0U);
  EXPECT_EQ(up.get(file.id()).body, content);
}

TEST_F(Uploads, WhatCameBeforeTheLineBrokeIsKept) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  const std::string content(300'000, 'w');
  const auto where = up.create(content.size()).header("location");
  {
    RawSocket broken(port());
    broken.send("PATCH " + where + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + amel.token +
                "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: "
                "application/offset+octet-stream\r\nContent-Length: 300000\r\n\r\n" +
                content.substr(0, 200'000));
  }
  EXPECT_EVENTUALLY(up.ask("HEAD", where).header("upload-offset") == "200000");
  server().restart();
  ASSERT_EQ(up.patch(where, 200'000, content.substr(200'000)).status, 204);
  EXPECT_EQ(up.get(std::stoll(where.substr(where.rfind('/') + 1))).body, content);
}

TEST_F(Uploads, BytesThatBelongElsewhereChangeNothing) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  const auto where = up.create(10).header("location");
  EXPECT_EQ(up.patch(where, 4, "abc").status, 409);
  EXPECT_EQ(reason_of(up.patch(where, 4, "abc")), "media.offset");
  EXPECT_EQ(up.patch(where, 0, "12345").status, 204);
  EXPECT_EQ(up.patch(where, 0, "12345").status, 409);
  EXPECT_EQ(up.patch(where, 5, "123456").status, 413);
  EXPECT_EQ(up.ask("HEAD", where).header("upload-offset"), "5");
  EXPECT_EQ(up.ask("PATCH", where, {{"Upload-Offset", "5"}, {"Content-Type", "text/plain"}}, "x").status, 415);
  EXPECT_EQ(up.ask("PATCH", where, {{"Content-Type", "application/offset+octet-stream"}}, "x").status, 400);
  EXPECT_EQ(up.ask("HEAD", where, {{"Tus-Resumable", "0.2.2"}}).status, 412);
}

TEST_F(Uploads, TwoAtATimeDoNotMixTheirBytes) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  const std::string content(300'000, 'w');
  const auto where = up.create(content.size()).header("location");
  RawSocket slow(port());
  slow.send("PATCH " + where + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + amel.token +
            "\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: "
            "application/offset+octet-stream\r\nContent-Length: 300000\r\n\r\n" +
            content.substr(0, 200'000));
  EXPECT_EVENTUALLY(up.ask("HEAD", where).header("upload-offset") != "0");
  const auto offset = std::stoull(up.ask("HEAD", where).header("upload-offset"));
  EXPECT_EQ(up.patch(where, offset, "x").status, 423);
  slow.send(content.substr(200'000));
  EXPECT_NE(slow.receive("\r\n\r\n").find("204"), std::string::npos);
}

TEST_F(Uploads, AnUploadIsItsOwnersAlone) {
  const auto amel = stranger(), bilal = stranger();
  const auto where = uploader(amel).create(10).header("location");
  for (const char* method : {"HEAD", "DELETE"}) EXPECT_EQ(uploader(bilal).ask(method, where).status, 404) << method;
  EXPECT_EQ(uploader(bilal).patch(where, 0, "1234567890").status, 404);
  EXPECT_EQ(Uploader(port(), "").create(10).status, 401);
  EXPECT_EQ(Uploader(port(), std::string(43, 'A')).ask("HEAD", where).status, 401);
  EXPECT_EQ(uploader(amel).ask("HEAD", where, {{"Origin", "https://evil.example"}}).status, 403);
  med::GetUploadRequest request;
  request.set_id(std::stoll(where.substr(where.rfind('/') + 1)));
  EXPECT_EQ(http_of(bilal).refusal(request).reason(), "upload_not_found");
  EXPECT_FALSE(http_of(amel).call<med::GetUploadResponse>(request).has_attachment());
  for (const char* nonsense : {"/media/uploads/", "/media/uploads/x", "/media/uploads/99999999999999999999",
                               "/media/uploads/1/2", "/media/nothing"})
    EXPECT_EQ(uploader(amel).ask("HEAD", nonsense).status, 404) << nonsense;
}

TEST_F(Uploads, WhatIsTooLargeEmptyOrNonsenseIsRefusedBeforeItComes) {
  const auto up = uploader(stranger());
  EXPECT_EQ(up.create(1024 * 1024 + 1).status, 413);
  EXPECT_EQ(reason_of(up.create(1024 * 1024 + 1)), "media.too_large");
  EXPECT_EQ(reason_of(up.create(0)), "media.empty");
  EXPECT_EQ(reason_of(up.ask("POST", "/media/uploads", {{"Upload-Length", "-1"}})), "media.length");
  EXPECT_EQ(reason_of(up.ask("POST", "/media/uploads", {{"Upload-Length", "5"}, {"Upload-Metadata", "filename ???"}})),
            "media.metadata");
  EXPECT_EQ(up.ask("OPTIONS", "/media/uploads").header("tus-max-size"), "1048576");
}

TEST_F(Uploads, AQuotaIsThePersonsOrTheirOrganisations) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  const std::string megabyte(1024 * 1024, 'x');
  ASSERT_EQ(up.create(megabyte.size()).status, 201);
  ASSERT_EQ(up.create(megabyte.size()).status, 201);
  const auto third = up.create(megabyte.size());
  ASSERT_EQ(third.status, 201);
  EXPECT_EQ(used_by(amel), 3 * 1024 * 1024);
  EXPECT_EQ(reason_of(up.create(1)), "media.quota");
  EXPECT_EQ(up.ask("DELETE", third.header("location")).status, 204);
  EXPECT_EQ(up.ask("HEAD", third.header("location")).status, 404);
  EXPECT_EQ(used_by(amel), 2 * 1024 * 1024);
  EXPECT_NE(up.upload("small"), 0);

  // Of an organisation's people all files count together.
  const auto organisation = database().sql().number(
      "insert into organisations (kind, name_fr, state) values ('association', 'Oasis', 'published') returning id");
  const auto bilal = stranger(), chama = stranger();
  for (const auto& p : {bilal, chama})
    database().sql().rows("insert into seats values (" + std::to_string(organisation) + ", " + std::to_string(p.id) +
                          ", 'editor', now())");
  ASSERT_EQ(uploader(bilal).create(megabyte.size()).status, 201);
  ASSERT_EQ(uploader(chama).create(megabyte.size()).status, 201);
  EXPECT_EQ(reason_of(uploader(chama).create(1)), "media.quota");
  EXPECT_EQ(http_of(bilal).call<med::GetUsageResponse>(med::GetUsageRequest{}).organisation_id(), organisation);
  EXPECT_EQ(used_by(bilal), 2 * 1024 * 1024);
}

TEST_F(Uploads, APictureTellsNothingButWhatItShows) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  const auto photo = telling_photo();
  ASSERT_NE(photo.find("SECRET-PLACE"), std::string::npos);
  const auto id = up.upload(photo, "photo.jpg");
  const auto file = upload_of(amel, id).attachment();
  EXPECT_EQ(file.type(), "image/jpeg");
  EXPECT_EQ(file.width(), 600U);  // it was 800 x 600, lying on its side
  EXPECT_EQ(file.height(), 800U);
  const auto shown = up.get(id), small = up.get_small(id);
  EXPECT_EQ(static_cast<std::int64_t>(shown.body.size()), file.size());
  EXPECT_EQ(shown.body.find("SECRET"), std::string::npos);
  EXPECT_EQ(shown.body.find("Exif"), std::string::npos);
  EXPECT_EQ(shown.header("content-type"), "image/jpeg");
  EXPECT_EQ(small.status, 200);
  EXPECT_EQ(small.header("content-type"), "image/webp");
  EXPECT_LT(small.body.size(), shown.body.size());
  EXPECT_EQ(used_by(amel), static_cast<std::int64_t>(shown.body.size() + small.body.size()));
}

TEST_F(Uploads, APictureThatMovesStillMoves) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  const auto id = up.upload(picture_file("moves.gif"), "moves.gif");
  const auto file = upload_of(amel, id).attachment();
  EXPECT_EQ(file.type(), "image/webp");
  EXPECT_EQ(file.width(), 100U);
  EXPECT_EQ(file.height(), 75U);
  EXPECT_NE(up.get(id).body.find("ANMF"), std::string::npos);
}

// A head that promises far more pixels than anybody may have.
std::string huge_png() {
  std::string png("\x89PNG\r\n\x1a\n\0\0\0\x0DIHDR\0\0\x75\x30\0\0\x75\x30\x08\x02\0\0\0", 29);
  return png + std::string("\x5a\xa7\x8f\x08", 4) + std::string(100, '\0');
}

TEST_F(Uploads, AHostileFileIsRefusedAndTheServerGoesOn) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  std::string broken = picture_file("photo.jpg").substr(0, 400);
  std::string garbled = picture_file("moves.gif");
  for (std::size_t i = 13; i < garbled.size(); ++i) garbled[i] = static_cast<char>(i * 37);
  for (const auto& hostile : {huge_png(), broken + std::string(2000, '\xff'), garbled}) {
    const auto created = up.create(hostile.size(), "x.png");
    const auto answer = up.patch(created.header("location"), 0, hostile);
    EXPECT_EQ(answer.status, 400);
    EXPECT_TRUE(reason_of(answer) == "media.unreadable" || reason_of(answer) == "media.too_large_picture")
        << reason_of(answer);
    EXPECT_EQ(upload_of(amel, id_of(created)).refused(), reason_of(answer));
    EXPECT_EQ(up.get(id_of(created)).status, 404);
    EXPECT_EQ(reason_of(up.patch(created.header("location"), 0, hostile)), reason_of(answer));
  }
  EXPECT_EQ(used_by(amel), 0);
  EXPECT_NE(up.upload(picture_file("photo.jpg"), "photo.jpg"), 0);
}

TEST_F(Uploads, WhatABrowserMightRunIsDownloadedAndCannotRun) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  for (const std::string content :
       {"<!doctype html><html><script>alert(1)</script></html>",
        "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "just words\n"}) {
    const auto id = up.upload(content, "صورة \"x\".png");
    const auto answer = up.get(id);
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, content);
    EXPECT_TRUE(answer.header("content-disposition").starts_with("attachment; filename=\""))
        << answer.header("content-disposition");
    EXPECT_NE(answer.header("content-disposition").find("filename*=UTF-8''%D8%B5"), std::string::npos);
    EXPECT_EQ(answer.header("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.header("content-security-policy"), "default-src 'none'; sandbox; frame-ancestors 'none'");
    EXPECT_EQ(answer.header("cross-origin-resource-policy"), "same-origin");
    EXPECT_TRUE(answer.header("content-type") == "application/octet-stream" ||
                answer.header("content-type") == "text/plain");
    EXPECT_EQ(up.get_small(id).status, 404);
  }
}

TEST_F(Uploads, AVoiceNoteKeepsItsWave) {
  const auto amel = stranger();
  const auto up = uploader(amel);
  std::string webm(
      "\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\x42\x87\x81"
      "\x04\x42\x85\x81\x02",
      36);
  webm += std::string(300, '\x11');
  const auto id =
      up.upload(webm, "voice.webm", ",voice ,duration " + to_base64("4200") + ",waveform " + to_base64("\x01\x80\xff"));
  const auto file = upload_of(amel, id).attachment();
  EXPECT_TRUE(file.voice());
  EXPECT_EQ(file.duration_ms(), 4200U);
  EXPECT_EQ(file.waveform(), "\x01\x80\xff");
  EXPECT_EQ(file.type(), "audio/webm");
  EXPECT_TRUE(up.get(id).header("content-disposition").starts_with("inline"));
}

}  // namespace
}  // namespace wasl::test
