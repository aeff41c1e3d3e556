// What people take along: archives of conversations and of everything.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "integration/media/upload.hpp"
#include "wasl/messaging/v1/inbox.pb.h"
#include "wasl/mydata/v1/mydata.pb.h"

namespace wasl::test {
namespace {

namespace mine = ::wasl::mydata::v1;
namespace fs = std::filesystem;

class MyData : public Town {
 protected:
  static void SetUpTestSuite() {
    unpacked_ = fs::temp_directory_path() / ("wasl-mydata-" + std::to_string(random_id()));
    found({});
  }
  static void TearDownTestSuite() {
    Town::TearDownTestSuite();
    fs::remove_all(unpacked_);
  }
  static mine::StartExportRequest asking(std::int64_t conversation = 0, std::uint64_t client_id = random_id()) {
    mine::StartExportRequest request;
    request.set_client_id(client_id);
    request.set_conversation_id(conversation);
    return request;
  }
  static std::vector<mine::Export> exports(const Person& p) {
    const auto listed = http_of(p).call<mine::ListExportsResponse>(mine::ListExportsRequest{});
    return {listed.exports().begin(), listed.exports().end()};
  }
  static mine::Export made(const Person& p) {
    EXPECT_TRUE(eventually([&] { return exports(p).front().state() == mine::Export::READY || exports(p).front().state() == mine::Export::FAILED; }));
    return exports(p).front();
  }
  static HttpResponse download(const Person& p, const mine::Export& one) {
    return Uploader{port(), p.token}.get(one.file_id());
  }
  // The archive unpacked, as any program would.
  static fs::path unpacked(const Person& p) {
    const auto response = download(p, made(p));
    EXPECT_EQ(response.status, 200);
    const auto where = unpacked_ / ("archive-" + std::to_string(random_id()));
    fs::create_directories(where);
    std::ofstream(where / "a.zip", std::ios::binary) << response.body;
    EXPECT_EQ(std::system(("unzip -qq " + (where / "a.zip").string() + " -d " + where.string()).c_str()), 0);
    return where;
  }
  static std::string text_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static std::string refusal(const Person& p, const google::protobuf::Message& request) { return http_of(p).refusal(request).reason(); }

  static inline fs::path unpacked_;
};

TEST_F(MyData, EverythingIsThereToReadAndForPrograms) {
  const auto amel = person("Amel <b>"), bob = person("Bob");
  const auto id = direct(amel, bob), team = group(amel, {bob}, "Team & friends");
  http_of(bob).call<msg::SendMessageResponse>(send_request(id, "<script>alert(1)</script> مرحبا"));
  http_of(amel).call<msg::SendMessageResponse>(send_request(team, "hello team"));
  const auto other = group(bob, {person()}, "Not Amel's");
  http_of(bob).call<msg::SendMessageResponse>(send_request(other, "a secret elsewhere"));
  http_of(amel).call<mine::StartExportResponse>(asking());
  const auto where = unpacked(amel);
  const auto page = text_of(where / "conversations" / (std::to_string(id) + ".html"));
  EXPECT_NE(page.find("&lt;script&gt;alert(1)&lt;/script&gt; مرحبا"), page.npos);
  EXPECT_EQ(page.find("<script"), page.npos);
  const auto data = text_of(where / "conversations" / (std::to_string(team) + ".json"));
  EXPECT_NE(data.find("\"text\":\"hello team\""), data.npos);
  EXPECT_NE(text_of(where / "index.html").find("Team &amp; friends"), std::string::npos);
  EXPECT_NE(text_of(where / "account.json").find(amel.email), std::string::npos);
  EXPECT_FALSE(fs::exists(where / "conversations" / (std::to_string(other) + ".html")));
  EXPECT_NE(std::system(("grep -rq 'a secret elsewhere' " + where.string()).c_str()), 0);
}

TEST_F(MyData, WhatWasWrittenInAnOrganisationsNameSaysSo) {
  const auto amel = person("Amel"), nour = person("Nour");
  const auto organisation = database().sql().value(
      "with o as (insert into organisations (kind, name_ar, name_fr, state) values ('association', 'جمعية', 'Asso "
      "<i>', 'published') returning id) "
      "insert into seats (organisation_id, person_id, role) select id, " +
      std::to_string(amel.id) + ", 'editor' from o returning organisation_id");
  msg::OpenOrganisationRequest open;
  open.set_organisation_id(std::stoll(organisation));
  const auto id = http_of(nour).call<msg::OpenOrganisationResponse>(open).conversation().id();
  http_of(nour).call<msg::SendMessageResponse>(send_request(id, "a question"));
  http_of(amel).call<msg::SendMessageResponse>(send_request(id, "an answer"));
  for (const auto& [who, title] :
       {std::pair(nour, std::string("Asso &lt;i&gt;")), std::pair(amel, std::string("Nour · Asso &lt;i&gt;"))}) {
    http_of(who).call<mine::StartExportResponse>(asking());
    const auto where = unpacked(who);
    EXPECT_NE(text_of(where / "index.html").find("<bdi>" + title + "</bdi>"), std::string::npos);
    const auto page = text_of(where / "conversations" / (std::to_string(id) + ".html"));
    EXPECT_NE(page.find("<bdi>Amel</bdi> · <bdi>Asso &lt;i&gt;</bdi>"), page.npos);
    EXPECT_EQ(page.find("<bdi>Nour</bdi> · <bdi>Asso"), page.npos);
  }
}

TEST_F(MyData, AConversationIsExportedWholeHoweverLong) {
  const auto amel = person(), bob = person();
  const auto id = group(amel, {bob});
  database().sql().rows("with h as (update streams set head = head + 1200 where kind = 2 and key = " + std::to_string(id) +
                        " returning head - 1200 as base) insert into messages (conversation_id, \"offset\", author_id, client_id, text) select " +
                        std::to_string(id) + ", base + n, " + std::to_string(bob.id) + ", " + std::to_string(id) +
                        " * 10000 + n, 'line ' || n from h, generate_series(1, 1200) n");
  http_of(amel).call<mine::StartExportResponse>(asking(id));
  const auto where = unpacked(amel);
  const auto data = text_of(where / "conversations" / (std::to_string(id) + ".json"));
  std::size_t at = 0;
  for (int n = 1; n <= 1200; ++n) {
    const auto next = data.find("\"line " + std::to_string(n) + "\"", at);
    ASSERT_NE(next, data.npos) << n << " is missing, or not in its place";
    at = next;
  }
  EXPECT_FALSE(fs::exists(where / "account.json")) << "of one conversation only";
}

TEST_F(MyData, FilesComeAlongUnderTheirNames) {
  const auto amel = person(), bob = person();
  const auto id = direct(amel, bob);
  const Uploader up{port(), bob.token};
  const std::string content = "%PDF-1.4\nminutes";
  auto request = send_request(id, "");
  request.add_attachment_ids(up.upload(content, "../mon rapport.pdf"));
  http_of(bob).call<msg::SendMessageResponse>(request);
  http_of(amel).call<mine::StartExportResponse>(asking());
  const auto where = unpacked(amel);
  std::vector<fs::path> files(fs::directory_iterator(where / "files"), {});
  ASSERT_EQ(files.size(), 1U);
  EXPECT_EQ(text_of(files[0]), content);
  EXPECT_TRUE(files[0].filename().string().ends_with("mon rapport.pdf"));
  EXPECT_NE(text_of(where / "conversations" / (std::to_string(id) + ".html")).find(files[0].filename().string()), std::string::npos);
}

TEST_F(MyData, NobodyElseGetsIt) {
  const auto amel = person(), bob = person();
  http_of(amel).call<mine::StartExportResponse>(asking(direct(amel, bob)));
  const auto one = made(amel);
  EXPECT_EQ(one.state(), mine::Export::READY);
  EXPECT_EQ(download(bob, one).status, 404);
  EXPECT_TRUE(exports(bob).empty());
  EXPECT_GT(one.expires_at_ms(), one.created_at_ms());
  EXPECT_EQ(one.bytes(), static_cast<std::int64_t>(download(amel, one).body.size()));
}

TEST_F(MyData, OnlyOfConversationsThatOneIsIn) {
  const auto amel = person(), bob = person();
  const auto id = group(bob, {person()});
  EXPECT_EQ(refusal(amel, asking(id)), "conversation_not_found");
  EXPECT_TRUE(exports(amel).empty());
  EXPECT_EQ(refusal(amel, asking(0, 0)), "client_id_missing");
}

TEST_F(MyData, ARetryBeginsNoSecondOneAndADayHasTen) {
  const auto amel = person();
  const auto request = asking();
  const auto first = http_of(amel).call<mine::StartExportResponse>(request).export_().id();
  EXPECT_EQ(http_of(amel).call<mine::StartExportResponse>(request).export_().id(), first);
  made(amel);
  EXPECT_EQ(http_of(amel).call<mine::StartExportResponse>(request).export_().id(), first);
  EXPECT_EQ(exports(amel).size(), 1U);
  for (int i = 1; i < 10; ++i) {
    http_of(amel).call<mine::StartExportResponse>(asking());
    made(amel);
  }
  EXPECT_EQ(refusal(amel, asking()), "my_data.too_many");
}

TEST_F(MyData, ADayHasSoManyBytes) {
  const auto amel = person(), bilal = person();
  for (const auto& p : {amel, bilal}) {
    http_of(p).call<mine::StartExportResponse>(asking());
    made(p);
  }
  auto& sql = database().sql();
  const auto whose = " where person_id = " + std::to_string(amel.id);
  sql.rows("update exports set bytes = 11000000000" + whose);
  const auto refused = http_of(amel).refusal(asking());
  EXPECT_EQ(refused.reason(), "my_data.too_much");
  EXPECT_EQ(refused.code(), v1::RESOURCE_EXHAUSTED);
  EXPECT_GT(refused.retry_after_ms(), 0U);
  EXPECT_EQ(refusal(bilal, asking()), "") << "of each person";
  sql.rows("update exports set created_at = created_at - interval '25 hours'" + whose);
  EXPECT_EQ(refusal(amel, asking()), "");
}

TEST_F(MyData, WhatANodeLeftUnfinishedIsTakenUp) {
  const auto amel = person();
  database().sql().rows("insert into exports (person_id, client_id, language, attempts, claimed_until) values (" + std::to_string(amel.id) +
                        ", 1, 'fr', 1, now() - interval '1 second')");
  EXPECT_EQ(made(amel).state(), mine::Export::READY);
  const auto tired = person();
  database().sql().rows("insert into exports (person_id, client_id, language, attempts, claimed_until) values (" + std::to_string(tired.id) +
                        ", 1, 'fr', 3, now() - interval '1 second')");
  EXPECT_EQ(made(tired).state(), mine::Export::FAILED);
}

}  // namespace
}  // namespace wasl::test
