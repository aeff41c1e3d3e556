// Frames: lengths, chops, reserved bits and opcodes, masks, fragments (Autobahn groups 1, 3, 4, 5).
#include "conformance.hpp"

namespace wasl::test {
namespace {

class WsFrames : public Conformance {};

TEST_F(WsFrames, EveryLengthGetsThrough) {
  for (const std::size_t n : {16U, 125U, 126U, 127U, 128U, 65535U, 65536U})
    expect_heard(WsFrame{kBinary, ping_batch(77, n)}, std::to_string(n));
}

TEST_F(WsFrames, AnEmptyMessageIsAnEmptyBatch) {
  auto ws = open();
  ws.send(WsFrame{kBinary, ""});
  EXPECT_TRUE(ws.serves());
}

TEST_F(WsFrames, WhatComesInSingleBytesGetsThrough) {
  for (const std::size_t n : {16U, 126U, 300U}) {
    auto ws = open();
    for (const char c : encode({kBinary, ping_batch(77, n)})) ASSERT_TRUE(ws.send(std::string(1, c)));
    EXPECT_TRUE(ws.hears_pong(77)) << n;
  }
}

TEST_F(WsFrames, ALongMessageInUnevenChopsGetsThrough) {
  auto ws = open();
  const auto bytes = encode({kBinary, ping_batch(77, 65536)});
  for (std::size_t at = 0, step = 1; at < bytes.size(); at += step, step = step % 1021 + 37)
    ASSERT_TRUE(ws.send(bytes.substr(at, step)));
  EXPECT_TRUE(ws.hears_pong(77));
}

TEST_F(WsFrames, ManyFramesInOnePieceAreHeardInOrder) {
  auto ws = open();
  std::string bytes;
  for (std::uint32_t id = 1; id <= 1000; ++id) bytes += encode({kBinary, ping_batch(id)});
  ws.send(bytes);
  for (std::uint32_t id = 1; id <= 1000; ++id) ASSERT_TRUE(ws.hears_pong(id)) << id;
}

TEST_F(WsFrames, ALengthThatIsNotTheShortestIsRefused) {
  for (const unsigned bytes : {2U, 8U}) {
    expect_refused(encode({kBinary, ping_batch(77, 100)}, bytes), kProtocolError, "100 in " + std::to_string(bytes));
    expect_refused(encode({kPing, "x"}, bytes), kProtocolError, "ping in " + std::to_string(bytes));
  }
  expect_refused(encode({kBinary, ping_batch(77, 1000)}, 8), kProtocolError, "1000 in 8");
}

TEST_F(WsFrames, ReservedBitsAreRefused) {
  for (unsigned bits = 1; bits < 8; ++bits) {
    expect_refused(WsFrame{kBinary, ping_batch(77), true, bits}, kProtocolError, "data, " + std::to_string(bits));
    expect_refused(WsFrame{kPing, "x", true, bits}, kProtocolError, "ping, " + std::to_string(bits));
    expect_refused(WsFrame{kClose, close_payload(1000), true, bits}, kProtocolError, "close, " + std::to_string(bits));
  }
}

TEST_F(WsFrames, ReservedBitsInsideAMessageAreRefused) {
  auto pieces = fragments(ping_batch(77), 5);
  pieces[1].reserved = 2;
  expect_refused(pieces, kProtocolError, "continuation");
}

TEST_F(WsFrames, ReservedOpcodesAreRefused) {
  for (const unsigned opcode : {3U, 4U, 5U, 6U, 7U, 11U, 12U, 13U, 14U, 15U}) {
    expect_refused(WsFrame{opcode, ""}, kProtocolError, "empty " + std::to_string(opcode));
    expect_refused(WsFrame{opcode, "payload"}, kProtocolError, std::to_string(opcode));
  }
}

TEST_F(WsFrames, UnmaskedFramesAreRefused) {
  expect_refused(WsFrame{kBinary, ping_batch(77), true, 0, false}, kProtocolError, "data");
  expect_refused(WsFrame{kBinary, "", true, 0, false}, kProtocolError, "empty data");
  expect_refused(WsFrame{kPing, "x", true, 0, false}, kProtocolError, "ping");
  expect_refused(WsFrame{kClose, close_payload(1000), true, 0, false}, kProtocolError, "close");
  auto pieces = fragments(ping_batch(77), 5);
  pieces[2].masked = false;
  expect_refused(pieces, kProtocolError, "continuation");
}

TEST_F(WsFrames, TheServerMasksNothingAndSendsWholeMessages) {
  auto ws = open();
  ws.send(WsFrame{kPing, "x"});
  ws.send(WsFrame{kBinary, ping_batch(77)});
  for (int i = 0; i < 3; ++i) {  // hello and the two pongs
    const auto frame = ws.next();
    ASSERT_TRUE(frame);
    EXPECT_FALSE(frame->masked);
    EXPECT_TRUE(frame->final);
    EXPECT_EQ(frame->reserved, 0U);
  }
}

TEST_F(WsFrames, FragmentsMakeOneMessage) {
  for (const std::size_t size : {1U, 2U, 7U, 15U})
    expect_heard(fragments(ping_batch(77), size), "pieces of " + std::to_string(size));
}

TEST_F(WsFrames, EmptyFragmentsAreHarmless) {
  auto pieces = fragments(ping_batch(77), 8);
  pieces[1].final = false;
  pieces.insert(pieces.begin(), WsFrame{kBinary, "", false});
  pieces[1].opcode = kContinuation;
  pieces.insert(pieces.begin() + 2, 3, WsFrame{kContinuation, "", false});
  pieces.push_back({kContinuation, ""});
  expect_heard(pieces, "empty first, middle and last");
}

TEST_F(WsFrames, AContinuationOfNothingIsRefused) {
  for (const bool final : {false, true}) {
    expect_refused(WsFrame{kContinuation, "x", final}, kProtocolError, "at first");
    expect_refused(std::vector<WsFrame>{{kBinary, ""}, {kContinuation, "x", final}}, kProtocolError, "after a message");
  }
}

TEST_F(WsFrames, AMessageInsideAMessageIsRefused) {
  for (const unsigned opcode : {kText, kBinary})
    expect_refused(std::vector<WsFrame>{{kBinary, ping_batch(77).substr(0, 5), false}, {opcode, ping_batch(77)}},
                   kProtocolError, std::to_string(opcode));
}

}  // namespace
}  // namespace wasl::test
