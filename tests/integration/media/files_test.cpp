// Files beside messages: who may read them, and what becomes of them.
#include <filesystem>

#include "integration/media/upload.hpp"

namespace wasl::test {
namespace {

class Files : public Town {
 protected:
  static Uploader uploader(const Person& p) { return {port(), p.token}; }
  static msg::SendMessageRequest with(std::int64_t conversation, std::int64_t file, const std::string& text = {}) {
    auto request = send_request(conversation, text);
    request.add_attachment_ids(file);
    return request;
  }
  static std::string collect() {
    return run_wasl({"admin", "collect-files"}, {{"WASL_DATABASE", database().conninfo()}}).output;
  }
  static void age(std::int64_t file) {
    database().sql().rows("update media_files set unused_since = unused_since - interval '2 days' where id = " +
                          std::to_string(file));
  }
};

TEST_F(Files, MembersOfTheConversationReadThemAndNobodyElse) {
  const auto amel = person(), bilal = person(), chama = person();
  const auto id = uploader(amel).upload(telling_photo(), "photo.jpg");
  EXPECT_EQ(uploader(bilal).get(id).status, 404);
  const auto conversation = group(amel, {bilal});
  const auto sent = http_of(amel).call<msg::SendMessageResponse>(with(conversation, id));
  const auto message = history(http_of(bilal), conversation).back();
  EXPECT_EQ(message.offset(), sent.offset());
  EXPECT_EQ(message.text(), "");
  ASSERT_EQ(message.content().attachments_size(), 1);
  EXPECT_EQ(message.content().attachments(0).id(), id);
  EXPECT_EQ(message.content().attachments(0).width(), 600U);
  EXPECT_EQ(uploader(bilal).get(id).status, 200);
  EXPECT_EQ(uploader(bilal).get_small(id).status, 200);
  EXPECT_EQ(uploader(chama).get(id).status, 404);
  EXPECT_EQ(status_of(uploader(chama).get(id)).reason(), "file_not_found");
  EXPECT_EQ(status_of(uploader(chama).get(id + 1000)).reason(), "file_not_found");
  EXPECT_EQ(Uploader(port(), "").get(id).status, 401);
  // Whoever has left reads it no more.
  database().sql().rows("delete from conversation_members where conversation_id = " + std::to_string(conversation) +
                        " and person_id = " + std::to_string(bilal.id));
  EXPECT_EQ(uploader(bilal).get(id).status, 404);
}

TEST_F(Files, OnlyOnesOwnWholeFilesAreSent) {
  const auto amel = person(), bilal = person(), chama = person();
  const auto conversation = direct(amel, bilal);
  const auto id = uploader(amel).upload("words", "a.txt");
  EXPECT_EQ(http_of(bilal).refusal(with(conversation, id)).reason(), "file_not_found");
  EXPECT_EQ(http_of(amel).refusal(with(conversation, id + 1000)).reason(), "file_not_found");
  EXPECT_EQ(http_of(chama).refusal(with(conversation, id)).reason(), "conversation_not_found");
  const auto where = uploader(amel).create(100).header("location");
  EXPECT_EQ(http_of(amel).refusal(with(conversation, std::stoll(where.substr(where.rfind('/') + 1)))).reason(),
            "media.not_ready");
  auto many = with(conversation, id);
  for (int i = 0; i < 10; ++i) many.add_attachment_ids(id);
  EXPECT_EQ(http_of(amel).refusal(many).reason(), "media.too_many");
  EXPECT_EQ(http_of(amel).refusal(send_request(conversation, "")).reason(), "text_length");
  EXPECT_TRUE(history(http_of(amel), conversation).empty());
  database().sql().rows("update conversation_members set may_write = false where person_id = " +
                        std::to_string(amel.id));
  EXPECT_EQ(http_of(amel).refusal(with(conversation, id)).reason(), "messaging.read_only");
  EXPECT_EQ(uploader(bilal).get(id).status, 404);
}

TEST_F(Files, ARetryUsesAFileOnceAndADeletedMessageNoMore) {
  const auto amel = person(), bilal = person();
  const auto conversation = direct(amel, bilal);
  const auto id = uploader(amel).upload("words", "a.txt");
  const auto request = with(conversation, id, "look");
  const auto first = http_of(amel).call<msg::SendMessageResponse>(request);
  EXPECT_EQ(http_of(amel).call<msg::SendMessageResponse>(request).offset(), first.offset());
  EXPECT_EQ(uploader(bilal).get(id).body, "words");
  http_of(amel).call<msg::DeleteMessageResponse>(delete_request(conversation, first.offset()));
  EXPECT_EQ(uploader(bilal).get(id).status, 404);
  EXPECT_EQ(http_of(amel).call<msg::SendMessageResponse>(request).offset(), first.offset());
  EXPECT_EQ(uploader(bilal).get(id).status, 404);
}

TEST_F(Files, APartOfAFileIsSentAlone) {
  const auto amel = person();
  const auto up = uploader(amel);
  const auto id = up.upload("0123456789", "a.txt");
  const auto whole = up.get(id);
  EXPECT_EQ(whole.header("accept-ranges"), "bytes");
  const auto part = [&](const std::string& range) { return up.get(id, {{"Range", range}}); };
  EXPECT_EQ(part("bytes=2-4").status, 206);
  EXPECT_EQ(part("bytes=2-4").body, "234");
  EXPECT_EQ(part("bytes=2-4").header("content-range"), "bytes 2-4/10");
  EXPECT_EQ(part("bytes=7-").body, "789");
  EXPECT_EQ(part("bytes=-3").body, "789");
  EXPECT_EQ(part("bytes=8-100").body, "89");
  EXPECT_EQ(part("bytes=10-").status, 416);
  EXPECT_EQ(part("bytes=10-").header("content-range"), "bytes */10");
  EXPECT_EQ(part("bytes=4-2").body, "0123456789");
  EXPECT_EQ(part("bytes=0-1,3-4").body, "0123456789");
  EXPECT_EQ(up.get(id, {{"Range", "bytes=0-1"}, {"If-Range", "\"other\""}}).status, 200);
  EXPECT_EQ(up.get(id, {{"Range", "bytes=0-1"}, {"If-Range", whole.header("etag")}}).body, "01");
  EXPECT_EQ(up.get(id, {{"If-None-Match", whole.header("etag")}}).status, 304);
  EXPECT_EQ(up.ask("POST", "/media/files/" + std::to_string(id)).status, 501);
}

TEST_F(Files, OneConnectionTakesManyFiles) {
  const auto amel = person();
  const auto id = uploader(amel).upload("0123456789", "a.txt");
  RawSocket line(port());
  const auto request = "GET /media/files/" + std::to_string(id) + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                       amel.token + "\r\n\r\n";
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(line.send(request));
    EXPECT_NE(line.receive("0123456789").find("200 OK"), std::string::npos);
  }
}

TEST_F(Files, TheSameContentIsStoredOnceAndGoesWithItsLastUse) {
  const auto amel = person(), bilal = person();
  const std::string content = "the same words " + std::to_string(random_id());
  const auto first = uploader(amel).upload(content, "a.txt"), second = uploader(bilal).upload(content, "b.txt");
  const auto stored = [] { return database().sql().number("select count(*) from media_blobs"); };
  const auto before = stored();
  EXPECT_EQ(collect(), "0 files removed\n");
  age(first);
  EXPECT_EQ(collect(), "1 files removed\n");
  EXPECT_EQ(stored(), before);
  EXPECT_EQ(uploader(amel).get(first).status, 404);
  EXPECT_EQ(uploader(bilal).get(second).body, content);
  age(second);
  EXPECT_EQ(collect(), "1 files removed\n");
  EXPECT_EQ(stored(), before - 1);
  EXPECT_NE(uploader(amel).upload(content, "a.txt"), 0);
}

TEST_F(Files, WhatAMessageShowsIsNotCollected) {
  const auto amel = person(), bilal = person();
  const auto conversation = direct(amel, bilal);
  const auto id = uploader(amel).upload("kept", "a.txt");
  age(id);
  const auto sent = http_of(amel).call<msg::SendMessageResponse>(with(conversation, id));
  age(id);
  EXPECT_EQ(collect(), "0 files removed\n");
  EXPECT_EQ(uploader(bilal).get(id).body, "kept");
  http_of(amel).call<msg::DeleteMessageResponse>(delete_request(conversation, sent.offset()));
  age(id);
  EXPECT_EQ(collect(), "1 files removed\n");
  EXPECT_EQ(uploader(amel).get(id).status, 404);
}

// Rights may end after a message was composed and before it is stored: here they do so while the writer of messages is
// held up.
TEST_F(Files, OfAMessageThatIsRefusedLateNothingStaysUsed) {
  const auto amel = person(), bilal = person();
  const auto conversation = group(amel, {bilal});
  const auto file = uploader(bilal).upload("words", "a.txt");
  const auto where = std::to_string(conversation);
  auto& sql = database().sql();
  Sql holder(database().conninfo());
  holder.rows("begin");
  holder.rows("select 1 from streams where kind = 2 and key = " + where + " for update");
  auto first = ws_of(amel), second = ws_of(bilal);
  const auto held_up = first.start(send_request(conversation, "first"));
  ASSERT_EVENTUALLY(
      sql.number(
          "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()") > 0);
  const auto late = second.start(with(conversation, file));
  ASSERT_EVENTUALLY(sql.number("select count(*) from media_uses where file_id = " + std::to_string(file)) == 1);
  sql.rows("update conversation_members set may_write = false where conversation_id = " + where +
           " and person_id = " + std::to_string(bilal.id));
  holder.rows("commit");
  first.finish<msg::SendMessageResponse>(held_up);
  const auto answer = second.reply(late);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->error().reason(), "messaging.read_only");
  EXPECT_EQ(sql.number("select count(*) from media_uses where file_id = " + std::to_string(file)), 0);
  age(file);
  collect();
  EXPECT_EQ(uploader(bilal).get(file).status, 404);
}

}  // namespace
}  // namespace wasl::test
