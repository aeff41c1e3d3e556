// How much of anything (Autobahn groups 9, 10).
#include "conformance.hpp"

namespace wasl::test {
namespace {

class WsLimits : public Conformance {
 protected:
  static constexpr std::size_t kLargest = 256 << 10;
};

TEST_F(WsLimits, AMessageOf256KiBGetsThrough) {
  expect_heard(WsFrame{kBinary, ping_batch(77, kLargest)}, "in one frame");
  expect_heard(fragments(ping_batch(77, kLargest), 1000), "in fragments");
}

TEST_F(WsLimits, ALargerMessageIsRefusedAndTheReasonArrives) {
  expect_refused(WsFrame{kBinary, ping_batch(77, kLargest + 1)}, kTooBig, "in one frame");
  expect_refused(fragments(ping_batch(77, kLargest + 1), 1000), kTooBig, "in fragments");
  expect_refused(WsFrame{kBinary, ping_batch(77, 4 * kLargest)}, kTooBig, "a mebibyte");
}

TEST_F(WsLimits, ALengthThatIsTooLargeIsRefusedBeforeItComes) {
  for (const std::uint64_t length : {std::uint64_t{kLargest + 1}, std::uint64_t{1} << 32, std::uint64_t{1} << 62})
    expect_refused(header_of({kBinary}, length), kTooBig, std::to_string(length));
  auto ws = open();
  ws.send(header_of({kBinary}, std::uint64_t{1} << 63));
  EXPECT_GT(ws.close_code(), 0);
}

TEST_F(WsLimits, ManyFragmentsMakeOneMessage) {
  v1::ClientBatch batch;
  for (std::uint32_t id = 1; id <= 1000; ++id) batch.add_frames()->mutable_ping()->set_id(id);
  auto ws = open();
  ws.send(fragments(batch.SerializeAsString(), 1));
  for (std::uint32_t id = 1; id <= 1000; ++id) ASSERT_TRUE(ws.hears_pong(id));
  EXPECT_TRUE(ws.serves());
}

TEST_F(WsLimits, ManyEmptyFragmentsHoldUpNobody) {
  std::vector<WsFrame> pieces(20'000, WsFrame{kContinuation, "", false});
  pieces.front().opcode = kBinary;
  pieces.push_back({kContinuation, ping_batch(77)});
  expect_heard(pieces, "20,000 empty fragments");
}

TEST_F(WsLimits, ManyEmptyMessagesAreHarmless) {
  auto ws = open();
  ws.send(std::vector<WsFrame>(20'000, WsFrame{kBinary, ""}));
  EXPECT_TRUE(ws.serves());
}

TEST_F(WsLimits, AnUnfinishedMessageHoldsUpNobody) {
  auto waiting = open();
  waiting.send(header_of({kBinary}, 65536) + std::string(65535, 'x'));
  waiting.send(WsFrame{kPing, "swallowed by the payload"});
  auto other = open();
  EXPECT_TRUE(other.serves());
}

}  // namespace
}  // namespace wasl::test
