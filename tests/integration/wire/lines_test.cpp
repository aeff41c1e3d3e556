// What a connection promises: one reply per call, deadlines, and that the dead are noticed.
#include <set>

#include "support/town.hpp"

namespace wasl::test {
namespace {

class Lines : public Town {
 protected:
  static void SetUpTestSuite() { found({{"WASL_REQUEST_TIMEOUT", "2"}, {"WASL_IDLE_TIMEOUT", "3"}}); }
};

TEST_F(Lines, EveryCallGetsExactlyOneReply) {
  auto ws = ws_of(person());
  constexpr std::uint32_t kCalls = 400;
  v1::ClientBatch batch;
  for (std::uint32_t id = 1; id <= kCalls; ++id) *batch.add_frames() = WsClient::call_frame(id, acc::GetMeRequest{});
  ws.send(batch);
  for (std::uint32_t id = 1; id <= kCalls; ++id) ASSERT_TRUE(ws.reply(id)) << id;
  int refused = 0;
  for (std::uint32_t id = 1; id <= kCalls; ++id) {
    ASSERT_EQ(ws.replies(id).size(), 1U) << id;
    const auto reply = ws.replies(id).front();
    if (!reply.has_error()) continue;
    ++refused;
    EXPECT_EQ(reply.error().reason(), "too_many_calls");
  }
  EXPECT_GT(refused, 0);
  EXPECT_LE(refused, static_cast<int>(kCalls) - 256);
  EXPECT_EQ(ws.call<acc::GetMeResponse>(acc::GetMeRequest{}).me().language(), acc::LANGUAGE_FR);
}

TEST_F(Lines, PingIsAnsweredUnderItsId) {
  auto ws = ws_of(person());
  ws.ping();
  const auto frames = ws.frames();
  ASSERT_TRUE(frames.back().has_pong());
  EXPECT_EQ(frames.back().pong().id(), 1U);
}

TEST_F(Lines, ACallPastItsDeadlineIsAnsweredOnceAndMayStillHappen) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  auto ws = ws_of(alice);
  std::uint32_t call = 0;
  {
    Sql other(database().conninfo());
    other.rows("begin");
    other.rows("select * from streams where kind = 2 and key = " + std::to_string(id) + " for update");
    call = ws.start(send_request(id, "late"), 1);
    const auto reply = ws.reply(call);
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->error().code(), v1::DEADLINE_EXCEEDED);
    const auto by_http =
        http_of(bob).post(method_of(*msg::SendMessageRequest::descriptor()), send_request(id, "b").SerializeAsString(),
                          "application/proto", {{"Connect-Timeout-Ms", "1"}});
    EXPECT_EQ(by_http.status, 504);
    other.rows("rollback");
  }
  EXPECT_EVENTUALLY(history(http_of(bob), id).size() == 2);
  ws.call<msg::SendMessageResponse>(send_request(id, "after"));
  ws.ping();
  EXPECT_EQ(ws.replies(call).size(), 1U);
}

TEST_F(Lines, AStreamThatStaysLockedMakesCallsUnavailableNotFail) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto offset = http_of(alice).call<msg::SendMessageResponse>(send_request(id, "first")).offset();
  auto ws = ws_of(alice);
  Sql other(database().conninfo());
  other.rows("begin");
  other.rows("select * from streams where kind = 2 and key = " + std::to_string(id) + " for update");
  const auto lost = send_request(id, "second");
  const auto send = ws.start(lost, 60'000), edit = ws.start(edit_request(id, offset, "edited"), 60'000);
  EXPECT_EQ(ws.reply(send)->error().code(), v1::UNAVAILABLE) << ws.reply(send)->DebugString();
  EXPECT_EQ(ws.reply(edit)->error().code(), v1::UNAVAILABLE) << ws.reply(edit)->DebugString();
  other.rows("rollback");
  EXPECT_EQ(ws.call<msg::SendMessageResponse>(lost).offset(), offset + 1);
}

TEST_F(Lines, SlowHeadersAreCut) {
  RawSocket socket(port());
  socket.send("GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  socket.receive();
  EXPECT_TRUE(socket.closed());
}

TEST_F(Lines, AnIdleKeepAliveConnectionIsCut) {
  RawSocket socket(port());
  socket.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_NE(socket.receive("ok\n").find("200 OK"), std::string::npos);
  socket.receive();
  EXPECT_TRUE(socket.closed());
}

TEST_F(Lines, SeveralRequestsShareAConnection) {
  RawSocket socket(port());
  socket.send(
      "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nHEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\nGET /readyz HTTP/1.1\r\nHost: "
      "x\r\n\r\n");
  EXPECT_NE(socket.receive("ready\n").find("ok\n"), std::string::npos);
}

TEST_F(Lines, APeerThatAnswersNoPingsIsGone) {
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 0);
  WsClient::Options silent;
  silent.answers_pings = false;
  const WsClient dead(port(), person().token, silent);
  auto alive = ws_of(person());
  ASSERT_EQ(dead.handshake(), 101);
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 2);
  EXPECT_EVENTUALLY(server().metric("wasl_connections") == 1);
  alive.ping();
  EXPECT_FALSE(alive.closed());
}

TEST_F(Lines, AResetConnectionIsForgotten) {
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 0);
  auto ws = ws_of(person());
  ASSERT_TRUE(ws.hello());
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 1);
  ws.drop();
  EXPECT_EVENTUALLY(server().metric("wasl_connections") == 0);
}

}  // namespace
}  // namespace wasl::test
