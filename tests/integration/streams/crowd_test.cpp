// Many subscribers of one stream, coming and going while it moves.
#include <stop_token>

#include "support/aside.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Crowd : public Town {};

TEST_F(Crowd, EveryoneReceivesEachEventOnceWhileOthersJoin) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto stream = conversation_stream(id);
  Aside author([&](const std::stop_token& stop) {
    auto ws = ws_of(alice);
    for (int i = 0; !stop.stop_requested(); ++i) ws.call<msg::SendMessageResponse>(send_request(id, std::to_string(i)));
  });
  struct Joined {
    WsClient ws;
    std::int64_t since;
  };
  std::vector<Joined> crowd;
  for (int i = 0; i < 120; ++i) {
    auto ws = ws_of(bob);
    // Some from the start, some from now on, some from where another one is.
    const std::int64_t since = i % 3 == 0 ? 0 : i % 3 == 1 ? -1 : std::max<std::int64_t>(0, head(id) - 20);
    const auto subscribed = ws.subscribe(stream, since < 0 ? std::nullopt : std::optional(since));
    const bool replayed = since >= 0 && subscribed.recovered();
    EXPECT_EQ(subscribed.recovered(), since < 0 || subscribed.head() - since <= 500)
        << since << " of " << subscribed.head();
    crowd.push_back({std::move(ws), replayed ? since : subscribed.head()});
    if (i % 5 == 4) crowd.erase(crowd.begin() + i / 10);
  }
  author.stop();
  const auto last = http_of(alice).call<msg::SendMessageResponse>(send_request(id, "last")).offset();
  for (auto& member : crowd) {
    ASSERT_TRUE(member.ws.wait_event(stream, last));
    EXPECT_TRUE(in_order(member.ws.events(stream), member.since));
  }
}

TEST_F(Crowd, AConnectionThatJoinsAndLeavesManyStreamsStaysInStep) {
  const auto alice = person(), bob = person();
  std::vector<std::int64_t> groups;
  for (int i = 0; i < 8; ++i) groups.push_back(group(alice, {bob}));
  Aside author([&](const std::stop_token& stop) {
    auto ws = ws_of(alice);
    for (std::size_t i = 0; !stop.stop_requested(); ++i)
      ws.call<msg::SendMessageResponse>(send_request(groups[i % groups.size()], "x"));
  });
  auto ws = ws_of(bob);
  std::map<std::int64_t, std::int64_t> at;
  for (int round = 0; round < 12; ++round) {
    for (const auto id : groups) {
      const auto subscribed = ws.subscribe(conversation_stream(id), at[id]);
      EXPECT_TRUE(subscribed.recovered());
      ASSERT_TRUE(subscribed.head() == at[id] || ws.wait_event(conversation_stream(id), subscribed.head()));
    }
    for (const auto id : groups) ws.unsubscribe(conversation_stream(id));
    ws.ping();
    for (const auto id : groups) {
      const auto events = ws.events(conversation_stream(id));
      ASSERT_TRUE(in_order(events, 0));
      at[id] = static_cast<std::int64_t>(events.size());
    }
  }
  author.stop();
}

TEST_F(Crowd, SignalsReachTheOtherMembersWhoFollowAndNobodyElse) {
  const auto alice = person(), bob = person(), eve = person();
  const auto id = direct(alice, bob);
  const auto stream = conversation_stream(id);
  auto a = ws_of(alice), b = ws_of(bob), deaf = ws_of(bob), e = ws_of(eve);
  a.subscribe(stream);
  b.subscribe(stream);
  a.signal(stream);
  ASSERT_TRUE(b.wait([&] { return !b.signals().empty(); }));
  EXPECT_EQ(b.signals().front().person_id(), alice.id);
  EXPECT_EQ(b.signals().front().type(), v1::SIGNAL_TYPING);
  e.signal(stream);
  e.ping();
  deaf.signal(stream);  // a member, but not following
  deaf.ping();
  // Whatever those two had caused would be before this.
  b.signal(stream);
  ASSERT_TRUE(a.wait([&] {
    for (const auto& s : a.signals())
      if (s.person_id() == bob.id) return true;
    return false;
  }));
  for (const auto& s : b.signals()) EXPECT_NE(s.person_id(), eve.id);
  EXPECT_TRUE(deaf.signals().empty());
  EXPECT_TRUE(e.signals().empty());
  EXPECT_EQ(head(id), 1);
}

TEST_F(Crowd, SignalsAreLimited) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  auto a = ws_of(alice), b = ws_of(bob);
  a.subscribe(conversation_stream(id));
  b.subscribe(conversation_stream(id));
  v1::ClientBatch flood;
  for (int i = 0; i < 500; ++i) {
    auto& signal = *flood.add_frames()->mutable_signal();
    *signal.mutable_stream() = conversation_stream(id);
    signal.set_type(v1::SIGNAL_TYPING);
  }
  a.send(flood);
  ASSERT_TRUE(b.wait([&] { return !b.signals().empty(); }));  // the right to signal is looked up first
  a.ping();
  const auto sent = a.call<msg::SendMessageResponse>(send_request(id, "done"));
  ASSERT_TRUE(b.wait_event(conversation_stream(id), sent.offset()));
  EXPECT_EQ(b.signals().size(), 1U);
}

TEST_F(Crowd, AfterUnsubscribingNoSignalComes) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  auto a = ws_of(alice), b = ws_of(bob);
  a.subscribe(conversation_stream(id));
  b.subscribe(conversation_stream(id));
  b.unsubscribe(conversation_stream(id));
  b.subscribe(person_stream(bob.id));
  a.signal(conversation_stream(id));
  a.ping();
  http_of(bob).call<msg::MarkReadResponse>(read_request(id, 1));  // behind the signal
  ASSERT_TRUE(b.wait_event(person_stream(bob.id), 2));
  EXPECT_TRUE(b.signals().empty());
}

TEST_F(Crowd, AReaderWhoIsTooSlowIsCutOffAndTheOthersNoticeNothing) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 0);
  WsClient::Options silent;
  silent.answers_pings = false;
  WsClient slow(port(), bob.token, silent);
  v1::ClientBatch batch;
  *batch.add_frames() = WsClient::subscribe_frame(1, conversation_stream(id), 0);
  slow.send(batch);
  auto reader = ws_of(bob), ws = ws_of(alice);
  reader.subscribe(conversation_stream(id), 0);
  ASSERT_EVENTUALLY(server().metric("wasl_connections") == 3);
  std::string text;
  while (text.size() < 16'000) text += "\U0001F30D";
  constexpr int kMessages = 600;  // more than the sockets' buffers and the backlog hold
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < kMessages; ++i) {
    calls.push_back(ws.start(send_request(id, text)));
    if (i >= 50) ws.finish<msg::SendMessageResponse>(calls[static_cast<std::size_t>(i) - 50]);
  }
  EXPECT_TRUE(reader.wait_event(conversation_stream(id), kMessages + 1));
  EXPECT_TRUE(in_order(reader.events(conversation_stream(id)), 0));
  EXPECT_EVENTUALLY(server().metric("wasl_connections") == 2);
  EXPECT_FALSE(reader.closed());
}

}  // namespace
}  // namespace wasl::test
