// The opening handshake (RFC 6455 section 4.2).
#include "conformance.hpp"

namespace wasl::test {
namespace {

class WsHandshake : public Conformance {
 protected:
  static std::string answer(const std::string& request) {
    RawSocket socket(port());
    socket.send(request);
    return socket.receive("\r\n\r\n");
  }
  static std::string status(const std::string& request) { return answer(request).substr(9, 3); }
  static std::string with(const std::string& name, const std::string& value) {
    return status(handshake(token(), {{name, value}}));
  }
};

TEST_F(WsHandshake, TheAnswerIsTheOneOfTheRfc) {
  const auto text = answer(handshake(token()));
  EXPECT_TRUE(text.starts_with("HTTP/1.1 101 ")) << text;
  EXPECT_NE(text.find("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\r\nUpgrade: websocket\r\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\r\nConnection: upgrade\r\n"), std::string::npos) << text;
}

TEST_F(WsHandshake, NamesAndTokensAreOfAnyCaseAndInAnyCompany) {
  EXPECT_EQ(with("Connection", "keep-alive, uPGRADE"), "101");
  EXPECT_EQ(with("Upgrade", "WebSocket"), "101");
  EXPECT_EQ(status(handshake(token(), {{"Upgrade", ""}, {"UPGRADE", "h2c, websocket"}})), "101");
  EXPECT_EQ(status(handshake(token(), {}, "GET /ws?v=1 HTTP/1.1")), "101");
}

TEST_F(WsHandshake, AKeyIsSixteenBytesInBase64) {
  EXPECT_EQ(with("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA=="), "101");
  for (const char* key : {"", "x", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=", "dGhlIHNhbXBsZSBub25jZQ===",
                          "dGhlIHNhbXBsZSBub25jZS4=", "dGhl IHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub2*jZQ==",
                          "dGhlIHNhbXBsZQ==", "dGhlIHNhbXBsZSBub25jZSB0aGF0IGlzIGxvbmc=", "======================A="})
    EXPECT_EQ(with("Sec-WebSocket-Key", key), "400") << key;
}

TEST_F(WsHandshake, AKeyComesOnce) {
  EXPECT_EQ(status(handshake(token(), {{"sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA=="}})), "400");
}

TEST_F(WsHandshake, AnotherVersionIsToldOurs) {
  for (const char* version : {"0", "8", "12", "14", "1313", "x", "13, 8"}) {
    const auto text = answer(handshake(token(), {{"Sec-WebSocket-Version", version}}));
    EXPECT_TRUE(text.starts_with("HTTP/1.1 426 ")) << version << text;
    EXPECT_NE(text.find("\r\nSec-WebSocket-Version: 13\r\n"), std::string::npos) << version << text;
  }
  EXPECT_EQ(with("Sec-WebSocket-Version", ""), "400");
}

TEST_F(WsHandshake, WhatAsksForNoUpgradeIsToldToUpgrade) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"Connection", ""}, {"Connection", "keep-alive"}, {"Upgrade", ""}, {"Upgrade", "h2c"}, {"Upgrade", "websockets"}}) {
    const auto text = answer(handshake(token(), {{name, value}}));
    EXPECT_TRUE(text.starts_with("HTTP/1.1 426 ")) << name << ": " << value << "\n" << text;
    EXPECT_NE(text.find("\r\nUpgrade: websocket\r\n"), std::string::npos) << text;
  }
}

TEST_F(WsHandshake, OnlyAGetOfHttp11OpensAWebSocket) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"})
    EXPECT_EQ(status(handshake(token(), {}, std::string(method) + " /ws HTTP/1.1")), "405") << method;
  EXPECT_EQ(status(handshake(token(), {}, "GET /ws HTTP/1.0")), "426");
  EXPECT_EQ(status(handshake(token(), {}, "GET /ws HTTP/2.0")), "400");
}

TEST_F(WsHandshake, AHostIsNamed) { EXPECT_EQ(with("Host", ""), "400"); }

TEST_F(WsHandshake, NoExtensionIsAgreedUpon) {
  const auto text = answer(handshake(token(), {{"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"},
                                               {"Sec-WebSocket-Protocol", "chat, superchat"}}));
  EXPECT_TRUE(text.starts_with("HTTP/1.1 101 ")) << text;
  EXPECT_EQ(text.find("Sec-WebSocket-Extensions"), std::string::npos) << text;
  EXPECT_EQ(text.find("Sec-WebSocket-Protocol"), std::string::npos) << text;
}

TEST_F(WsHandshake, OtherPathsAreNoWebSocket) {
  for (const char* path : {"/", "/ws/", "/wsx", "/WS", "//ws", "/wasl.accounts.v1.AccountsService/GetMe"})
    EXPECT_NE(status(handshake(token(), {}, std::string("GET ") + path + " HTTP/1.1")), "101") << path;
}

}  // namespace
}  // namespace wasl::test
