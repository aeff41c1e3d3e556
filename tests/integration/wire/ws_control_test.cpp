// Control frames: ping, pong, close (Autobahn groups 2, 5, 7).
#include "conformance.hpp"

namespace wasl::test {
namespace {

class WsControl : public Conformance {
 protected:
  // The payloads of the pong frames that came, in order.
  static std::vector<std::string> pongs(const RawWs& ws) {
    std::vector<std::string> out;
    for (const auto& frame : ws.control_frames())
      if (frame.opcode == kPong) out.push_back(frame.payload);
    return out;
  }
};

TEST_F(WsControl, APingIsAnsweredWithItsPayload) {
  auto ws = open();
  std::vector<std::string> sent;
  for (std::size_t n = 0; n <= 125; ++n) {
    sent.push_back(std::string(n, static_cast<char>(n)));
    ws.send(WsFrame{kPing, sent.back()});
  }
  EXPECT_TRUE(ws.serves());
  EXPECT_EQ(pongs(ws), sent);
}

TEST_F(WsControl, APingInSingleBytesIsAnswered) {
  auto ws = open();
  for (const char c : encode({kPing, std::string("\0\xff\xfe", 3)})) ws.send(std::string(1, c));
  EXPECT_TRUE(ws.serves());
  EXPECT_EQ(pongs(ws), std::vector{std::string("\0\xff\xfe", 3)});
}

TEST_F(WsControl, AControlFrameOfMoreThan125BytesIsRefused) {
  for (const unsigned opcode : {kPing, kPong, kClose}) {
    expect_refused(WsFrame{opcode, close_payload(1000, std::string(124, 'x'))}, kProtocolError, std::to_string(opcode));
    expect_refused(WsFrame{opcode, std::string(70'000, 'x')}, kProtocolError, "long " + std::to_string(opcode));
  }
}

TEST_F(WsControl, ControlFramesAreNeverFragmented) {
  for (const unsigned opcode : {kPing, kPong, kClose})
    expect_refused(std::vector<WsFrame>{{opcode, "", false}, {kContinuation, ""}}, kProtocolError, std::to_string(opcode));
}

TEST_F(WsControl, ManyPingsAreAnsweredInOrder) {
  auto ws = open();
  std::vector<std::string> sent;
  std::string bytes;
  for (int i = 0; i < 1000; ++i) bytes += encode({kPing, sent.emplace_back(std::to_string(i))});
  ws.send(bytes);
  EXPECT_TRUE(ws.serves());
  EXPECT_EQ(pongs(ws), sent);
}

TEST_F(WsControl, APongThatNobodyAskedForIsIgnored) {
  auto ws = open();
  ws.send(std::vector<WsFrame>{{kPong, ""}, {kPong, "unsolicited"}, {kPing, "mine"}, {kPong, std::string(125, 'x')}});
  EXPECT_TRUE(ws.serves());
  EXPECT_EQ(pongs(ws), std::vector<std::string>{"mine"});
}

TEST_F(WsControl, ControlFramesBetweenFragmentsAreAnsweredAtOnce) {
  auto ws = open();
  const auto pieces = fragments(ping_batch(77), 4);
  for (std::size_t i = 0; i + 1 < pieces.size(); ++i) ws.send(std::vector<WsFrame>{pieces[i], {kPing, std::to_string(i)}});
  while (pongs(ws).size() + 1 < pieces.size()) ASSERT_TRUE(ws.next());  // before the message is whole
  ws.send(std::vector<WsFrame>{{kPong, ""}, pieces.back()});
  EXPECT_TRUE(ws.hears_pong(77));
  EXPECT_EQ(pongs(ws), (std::vector<std::string>{"0", "1", "2"}));
}

TEST_F(WsControl, ACloseIsAnsweredWithItsCode) {
  for (const unsigned code : {1000U, 1001U, 1002U, 1003U, 1007U, 1008U, 1009U, 1010U, 1011U, 3000U, 3999U, 4000U, 4999U}) {
    auto ws = open();
    ws.send(WsFrame{kClose, close_payload(code, "وداعا")});
    EXPECT_EQ(ws.close_code(), static_cast<int>(code));
  }
}

TEST_F(WsControl, ACloseWithTheLongestReasonIsAnswered) {
  auto ws = open();
  ws.send(WsFrame{kClose, close_payload(1000, std::string(123, 'x'))});
  EXPECT_EQ(ws.close_code(), 1000);
}

TEST_F(WsControl, ACloseWithoutACodeIsAnswered) {
  auto ws = open();
  ws.send(WsFrame{kClose, ""});
  while (ws.next()) {
  }
  ASSERT_FALSE(ws.control_frames().empty());
  EXPECT_EQ(ws.control_frames().back().opcode, kClose);
}

TEST_F(WsControl, ACloseOfOneByteIsRefused) { expect_refused(WsFrame{kClose, "x"}, kProtocolError, "one byte"); }

TEST_F(WsControl, CodesThatMayNotBeSentAreRefused) {
  for (const unsigned code : {0U, 1U, 999U, 1004U, 1005U, 1006U, 1014U, 1015U, 1016U, 1100U, 2000U, 2999U})
    expect_refused(WsFrame{kClose, close_payload(code)}, kProtocolError, std::to_string(code));
}

TEST_F(WsControl, CodesOfNobodyEndTheLine) {  // from 5000 on RFC 6455 says nothing
  for (const unsigned code : {5000U, 65535U}) {
    auto ws = open();
    ws.send(WsFrame{kClose, close_payload(code)});
    EXPECT_NE(ws.close_code(), -1) << code;
  }
}

TEST_F(WsControl, NothingIsHeardAfterAClose) {
  for (const auto& after : {WsFrame{kBinary, ping_batch(77)}, WsFrame{kPing, "late"}, WsFrame{kClose, close_payload(1001)},
                            WsFrame{kContinuation, "x"}, WsFrame{15, "x"}}) {
    auto ws = open();
    ws.send(std::vector<WsFrame>{{kClose, close_payload(1000)}, after});
    EXPECT_EQ(ws.close_code(), 1000) << after.opcode;
    EXPECT_EQ(ws.control_frames().size(), 1U) << after.opcode;
  }
}

TEST_F(WsControl, WhatWasAskedBeforeACloseIsAnsweredBeforeIt) {
  auto ws = open();
  ws.send(std::vector<WsFrame>{{kBinary, ping_batch(77)}, {kClose, close_payload(1000)}});
  EXPECT_TRUE(ws.hears_pong(77));
  EXPECT_EQ(ws.close_code(), 1000);
}

TEST_F(WsControl, ACloseInsideAMessageEndsTheLine) {
  auto ws = open();
  ws.send(std::vector<WsFrame>{{kBinary, ping_batch(77).substr(0, 5), false}, {kClose, close_payload(1000)}});
  EXPECT_EQ(ws.close_code(), 1000);
}

TEST_F(WsControl, ALineThatIsCutInsideAFrameIsForgotten) {
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 1);
  for (const auto& frame : {WsFrame{kBinary, ping_batch(77)}, WsFrame{kPing, "x"}, WsFrame{kClose, close_payload(1000)}}) {
    const auto bytes = encode(frame);
    for (std::size_t n = 0; n < bytes.size(); ++n) open().send(bytes.substr(0, n));
  }
  EXPECT_EVENTUALLY(server().metric("wasl_connections") == 1);
}

}  // namespace
}  // namespace wasl::test
