// Bad input of any kind gets a clear refusal and changes nothing.
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Malformed : public Town {
 protected:
  static inline const std::string kSend = "wasl.messaging.v1.MessagingService/SendMessage";
  // A SendMessageRequest to `conversation` whose text is not UTF-8.
  static std::string bad_text(std::int64_t conversation) {
    auto bytes = send_request(conversation, "XY").SerializeAsString();
    bytes.replace(bytes.find("XY"), 2, "\xff\xfe");
    return bytes;
  }
  static void expect_end(WsClient& ws, int code) {
    EXPECT_TRUE(ws.wait_closed());
    ASSERT_TRUE(ws.bye());
    EXPECT_EQ(ws.bye()->code(), static_cast<std::uint32_t>(code));
    EXPECT_EQ(ws.close_code(), code);
    EXPECT_TRUE(ws.frames().back().has_bye());
  }
};

TEST_F(Malformed, JsonThatCannotBeReadIsRefused) {
  const auto alice = person();
  const std::string deep(100'000, '[');
  for (const std::string& json :
       {std::string("{"), std::string("null"), std::string("[]"), std::string("\"x\""), std::string(""), deep,
        std::string(R"({"conversationId":{}})"), std::string(R"({"conversationId":"x"})"),
        std::string(R"({"conversationId":1.5})"), std::string(R"({"text":5})"), std::string(R"({"nothing":1})"),
        std::string("{\"text\":\"\xff\xfe\"}"), std::string("\xff\xfe"),
        std::string(R"({"conversationId":"99999999999999999999"})")}) {
    const auto answer = http_of(alice).post(kSend, json, "application/json");
    EXPECT_EQ(answer.status, 400) << json.substr(0, 60);
    EXPECT_EQ(status_of(answer).code(), v1::INVALID_ARGUMENT) << json.substr(0, 60);
  }
}

TEST_F(Malformed, ProtobufThatCannotBeReadIsRefusedOnBothDoors) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto before = head(id);
  auto ws = ws_of(alice);
  for (const std::string& bytes : {std::string("\x0a"), std::string("\xff\xff\xff"), bad_text(id)}) {
    EXPECT_EQ(status_of(http_of(alice).post(kSend, bytes, "application/proto")).code(), v1::INVALID_ARGUMENT);
    EXPECT_EQ(ws.reply(ws.start(kSend, bytes))->error().code(), v1::INVALID_ARGUMENT);
  }
  EXPECT_EQ(head(id), before);
  EXPECT_FALSE(ws.closed());
}

TEST_F(Malformed, ABatchThatCannotBeReadEndsTheConnectionAndChangesNothing) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto before = head(id);
  v1::ClientBatch good;
  *good.add_frames() = WsClient::call_frame(1, send_request(id, "never"));
  v1::ClientBatch bad_method = good;
  bad_method.add_frames()->mutable_call()->set_method("XY");
  auto with_bad_method = bad_method.SerializeAsString();
  with_bad_method.replace(with_bad_method.find("XY"), 2, "\xff\xfe");
  for (const std::string& bytes : {good.SerializeAsString() + "\x0a", std::string("\xff"), with_bad_method}) {
    auto ws = ws_of(alice);
    ws.send_bytes(bytes);
    expect_end(ws, 4101);
  }
  EXPECT_EQ(head(id), before);
}

TEST_F(Malformed, AFrameOfNoKindEndsTheConnectionAndNothingOfItsBatchHappens) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto before = head(id);
  v1::ClientBatch batch;
  *batch.add_frames() = WsClient::call_frame(1, send_request(id, "never"));
  batch.add_frames();
  auto ws = ws_of(alice);
  ws.send(batch);
  expect_end(ws, 4101);
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "later"));  // behind whatever was submitted
  EXPECT_EQ(head(id), before + 1);
}

TEST_F(Malformed, ATextMessageEndsTheConnection) {
  auto ws = ws_of(person());
  ws.send_bytes("hello", false);
  expect_end(ws, 4101);
}

TEST_F(Malformed, ABatchOfMoreThanAThousandFramesEndsTheConnection) {
  const auto batch_of = [](int frames) {
    v1::ClientBatch batch;
    for (int i = 0; i < frames; ++i) batch.add_frames()->mutable_ping()->set_id(static_cast<std::uint32_t>(i));
    return batch;
  };
  const auto alice = person();
  auto fits = ws_of(alice);
  fits.send(batch_of(1000));
  EXPECT_TRUE(fits.wait([&] { return fits.frames().size() == 1001; }));
  auto ws = ws_of(alice);
  ws.send(batch_of(1001));
  expect_end(ws, 4101);
}

TEST_F(Malformed, AWebSocketMessageOfMoreThan256KiBEndsTheConnection) {
  const auto alice = person();
  auto ws = ws_of(alice);
  ws.send_bytes(std::string((256 << 10) + 1, '\0'));
  EXPECT_TRUE(ws.wait_closed());
  EXPECT_EQ(ws_of(alice).handshake(), 101);
}

TEST_F(Malformed, ABodyOfMoreThan256KiBIsTooLarge) {
  const auto alice = person();
  EXPECT_EQ(http_of(alice).post(kSend, std::string((256 << 10) + 1, ' '), "application/json").status, 413);
  EXPECT_EQ(http_of(alice).post(kSend, std::string(256 << 10, ' '), "application/json").status, 400);
}

TEST_F(Malformed, ALongHeaderIsTooLarge) {
  EXPECT_EQ(http(port(), {"GET", "/healthz", {{"X-Long", std::string(17'000, 'x')}}}).status, 431);
}

TEST_F(Malformed, WhatIsNotHttpGetsA400) {
  RawSocket socket(port());
  socket.send("HELLO\r\n\r\n");
  EXPECT_NE(socket.receive("\r\n").find("400"), std::string::npos);
}

TEST_F(Malformed, TextsOutOfRangeAreRefusedAndNothingIsStored) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto before = head(id);
  std::string long_text;
  for (int i = 0; i < 4001; ++i) long_text += "ب";
  for (const std::string& text :
       {std::string(), std::string(" \n\t "), std::string("\0\1", 2), long_text, std::string(100'000, 'x')})
    EXPECT_EQ(http_of(alice).refusal(send_request(id, text)).reason(), "text_length");
  EXPECT_EQ(http_of(alice).refusal(send_request(id, "x", 0)).reason(), "client_id_missing");
  EXPECT_EQ(head(id), before);
  EXPECT_GT(http_of(alice).call<msg::SendMessageResponse>(send_request(id, long_text.substr(2))).offset(), 0);
}

TEST_F(Malformed, TextIsStoredTidied) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  using namespace std::string_literals;
  const auto typed =
      "  e\u0301te\u0301\r\nzwj\u200d\0\x01!  \u202e"s;  // decomposed accents, CR LF, a joiner, NUL, an override
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, typed));
  EXPECT_EQ(history(http_of(alice), id).back().text(), "\u00e9t\u00e9\nzwj\u200d!");
}

}  // namespace
}  // namespace wasl::test
