// A stream reaches a subscriber in order, without gaps, each event once, wherever it starts.
#include <algorithm>

#include "support/town.hpp"

namespace wasl::test {
namespace {

class Streams : public Town {
 protected:
  void SetUp() override {
    alice = person();
    bob = person();
    id = direct(alice, bob);
    stream = conversation_stream(id);
  }
  std::int64_t send(const std::string& text) {
    return http_of(alice).call<msg::SendMessageResponse>(send_request(id, text)).offset();
  }
  // Messages, edits and deletes mixed: offsets 2..11.
  void chat() {
    for (int i = 0; i < 6; ++i) send("m" + std::to_string(i));                          // 2..7
    http_of(alice).call<msg::EditMessageResponse>(edit_request(id, 3, "edited"));       // 8
    http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, 4));             // 9
    send("m6");                                                                         // 10
    http_of(alice).call<msg::EditMessageResponse>(edit_request(id, 10, "edited too"));  // 11
  }
  static std::vector<int> types(const std::vector<v1::Event>& events) {
    std::vector<int> out;
    for (const auto& e : events) out.push_back(static_cast<int>(e.type()));
    return out;
  }
  // So many edits of one message, by SQL: quicker than 600 calls.
  void append_by_sql(int count) {
    database().sql().rows("with s as (update streams set head = head + " + std::to_string(count) +
                          " where kind = 2 and key = " + std::to_string(id) +
                          " returning head) insert into stream_events (kind, key, \"offset\", type, body) "
                          "select 2, " +
                          std::to_string(id) + ", s.head - " + std::to_string(count) +
                          " + i, 102, '' from s, "
                          "generate_series(1, " +
                          std::to_string(count) + ") i");
  }

  Person alice, bob;
  std::int64_t id = 0;
  v1::Stream stream;
};

TEST_F(Streams, EventsComeInOrderFromNowOnWhenSinceIsAbsent) {
  chat();
  auto ws = ws_of(bob);
  const auto subscribed = ws.subscribe(stream);
  EXPECT_EQ(subscribed.head(), 11);
  EXPECT_TRUE(subscribed.recovered());
  for (int i = 0; i < 20; ++i) send("live " + std::to_string(i));
  ASSERT_TRUE(ws.wait_event(stream, 31));
  EXPECT_EQ(ws.events(stream).size(), 20U);
  EXPECT_TRUE(in_order(ws.events(stream), 11));
}

TEST_F(Streams, ResumingReplaysExactlyWhatIsMissing) {
  chat();
  for (std::int64_t since = 0; since <= 11; ++since) {
    auto ws = ws_of(bob);
    const auto subscribed = ws.subscribe(stream, since);
    EXPECT_TRUE(subscribed.recovered());
    EXPECT_EQ(subscribed.head(), 11);
    if (since < 11) ASSERT_TRUE(ws.wait_event(stream, 11));
    EXPECT_EQ(ws.events(stream).size(), static_cast<std::size_t>(11 - since));
    EXPECT_TRUE(in_order(ws.events(stream), since));
  }
  auto ws = ws_of(bob);
  ws.subscribe(stream, 0);
  ASSERT_TRUE(ws.wait_event(stream, 11));
  EXPECT_EQ(types(ws.events(stream)), (std::vector<int>{100, 101, 101, 101, 101, 101, 101, 102, 103, 101, 102}));
}

TEST_F(Streams, ReplayIsWhatWasLive) {
  auto live = ws_of(bob);
  live.subscribe(stream, 0);
  send("one");
  send("two");
  ASSERT_TRUE(live.wait_event(stream, 3));
  auto later = ws_of(bob);
  later.subscribe(stream, 0);
  ASSERT_TRUE(later.wait_event(stream, 3));
  const auto a = live.events(stream), b = later.events(stream);
  ASSERT_EQ(a.size(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].SerializeAsString(), b[i].SerializeAsString()) << i;
}

TEST_F(Streams, AnEventIsReplayedAfterItsSubscribedAndNeverBefore) {
  chat();
  auto ws = ws_of(bob);
  ws.subscribe(stream, 0);
  ASSERT_TRUE(ws.wait_event(stream, 11));
  bool subscribed = false;
  for (const auto& frame : ws.frames()) {
    subscribed |= frame.has_subscribed();
    if (frame.has_event()) EXPECT_TRUE(subscribed);
  }
}

TEST_F(Streams, FiveHundredBehindIsReplayedOneMoreIsNot) {
  append_by_sql(600);  // head 601
  auto near = ws_of(bob);
  EXPECT_TRUE(near.subscribe(stream, 101).recovered());
  ASSERT_TRUE(near.wait_event(stream, 601));
  EXPECT_TRUE(in_order(near.events(stream), 101));
  auto far = ws_of(bob);
  const auto subscribed = far.subscribe(stream, 100);
  EXPECT_FALSE(subscribed.recovered());
  EXPECT_EQ(subscribed.head(), 601);
  send("live");
  ASSERT_TRUE(far.wait_event(stream, 602));
  EXPECT_EQ(far.events(stream).size(), 1U);
}

TEST_F(Streams, APlaceBeyondTheHeadIsNotRecovered) {
  chat();
  for (const std::int64_t since : {std::int64_t{12}, std::int64_t{1} << 60, std::int64_t{-1}}) {
    auto ws = ws_of(bob);
    const auto subscribed = ws.subscribe(stream, since);
    EXPECT_FALSE(subscribed.recovered()) << since;
    EXPECT_EQ(subscribed.head(), 11) << since;
  }
  auto ws = ws_of(bob);
  ws.subscribe(stream, 1000);
  send("live");
  ASSERT_TRUE(ws.wait_event(stream, 12));
  EXPECT_EQ(ws.events(stream).size(), 1U);
}

TEST_F(Streams, ATrimmedPastIsNotRecovered) {
  chat();
  database().sql().rows("update streams set trimmed = 8 where kind = 2 and key = " + std::to_string(id));
  database().sql().rows("delete from stream_events where kind = 2 and \"offset\" <= 8 and key = " + std::to_string(id));
  auto lost = ws_of(bob);
  EXPECT_FALSE(lost.subscribe(stream, 7).recovered());
  EXPECT_TRUE(lost.events(stream).empty());
  auto kept = ws_of(bob);
  EXPECT_TRUE(kept.subscribe(stream, 8).recovered());
  ASSERT_TRUE(kept.wait_event(stream, 11));
  EXPECT_TRUE(in_order(kept.events(stream), 8));
}

TEST_F(Streams, ManyStreamsInOneBatchAreAnsweredEachUnderItsId) {
  const auto carol = person();
  const auto other = direct(carol, bob);
  send("hello");
  auto ws = ws_of(bob);
  v1::ClientBatch batch;
  *batch.add_frames() = WsClient::subscribe_frame(11, stream, 0);
  *batch.add_frames() = WsClient::subscribe_frame(12, conversation_stream(other), 0);
  *batch.add_frames() = WsClient::subscribe_frame(13, person_stream(bob.id), 0);
  *batch.add_frames() = WsClient::subscribe_frame(14, conversation_stream(999'999'999), 0);
  *batch.add_frames() = WsClient::subscribe_frame(15, v1::Stream(), 0);
  ws.send(batch);
  EXPECT_EQ(ws.subscribed(11)->head(), 2);
  EXPECT_EQ(ws.subscribed(12)->head(), 1);
  EXPECT_EQ(ws.subscribed(13)->head(), 2);
  EXPECT_EQ(ws.reply(14)->error().code(), v1::NOT_FOUND);
  EXPECT_EQ(ws.reply(15)->error().code(), v1::NOT_FOUND);
  EXPECT_TRUE(ws.wait_event(person_stream(bob.id), 2));
}

TEST_F(Streams, TheSameStreamTwiceInOneBatchIsRefusedOnce) {
  auto ws = ws_of(bob);
  v1::ClientBatch batch;
  *batch.add_frames() = WsClient::subscribe_frame(11, stream);
  *batch.add_frames() = WsClient::subscribe_frame(12, stream);
  ws.send(batch);
  EXPECT_TRUE(ws.subscribed(11));
  EXPECT_EQ(ws.reply(12)->error().reason(), "subscribed_twice");
  send("once");
  ASSERT_TRUE(ws.wait_event(stream, 2));
  EXPECT_EQ(ws.events(stream).size(), 1U);
}

TEST_F(Streams, SubscribingAgainStartsOver) {
  chat();
  auto ws = ws_of(bob);
  ws.subscribe(stream, 9);
  ASSERT_TRUE(ws.wait_event(stream, 11));
  ws.subscribe(stream, 10);
  ASSERT_TRUE(ws.wait([&] { return ws.events(stream).size() == 3; }));
  send("live");
  ASSERT_TRUE(ws.wait_event(stream, 12));
  ws.ping();
  EXPECT_EQ(ws.events(stream).size(), 4U);
}

TEST_F(Streams, EverySubscribeIsAnsweredEvenWhenAnotherFollowsAtOnce) {
  send("hello");
  auto ws = ws_of(bob);
  for (std::uint32_t round = 0; round < 20; ++round) {
    const auto first = ws.next_id(), second = ws.next_id();
    v1::ClientBatch one, two;
    *one.add_frames() = WsClient::subscribe_frame(first, stream, 2);
    *two.add_frames() = WsClient::subscribe_frame(second, stream, 1);
    ws.send(one);
    ws.send(two);
    const auto followed = [&](std::uint32_t id) {
      return std::ranges::any_of(ws.frames(), [&](const auto& f) { return f.has_subscribed() && f.subscribed().id() == id; });
    };
    ASSERT_TRUE(ws.wait([&] { return followed(second); })) << "round " << round << ": the later subscription has no answer";
    // The database answers them in any order: the earlier one may be told last that another follows.
    ASSERT_TRUE(ws.wait([&] { return followed(first) || !ws.replies(first).empty(); })) << "round " << round << ": the earlier one has none";
  }
}

TEST_F(Streams, UnsubscribingStopsTheEvents) {
  auto ws = ws_of(bob);
  ws.subscribe(stream);
  ws.subscribe(person_stream(bob.id));
  ws.unsubscribe(stream);
  ws.ping();
  send("unheard");
  http_of(bob).call<msg::MarkReadResponse>(read_request(id, 2));
  ASSERT_TRUE(ws.wait([&] { return !ws.events(person_stream(bob.id)).empty(); }));
  EXPECT_TRUE(ws.events(stream).empty());
  ws.unsubscribe(stream);
  ws.ping();
  EXPECT_FALSE(ws.closed());
}

TEST_F(Streams, TheFramesOfABatchActInTheirOrder) {
  auto ws = ws_of(bob);
  v1::ClientBatch batch;
  *batch.add_frames() = WsClient::subscribe_frame(ws.next_id(), stream, 0);
  *batch.add_frames()->mutable_unsubscribe()->mutable_stream() = stream;
  ws.send(batch);
  ws.subscribe(person_stream(bob.id));
  send("unheard");
  http_of(bob).call<msg::MarkReadResponse>(read_request(id, 2));
  ASSERT_TRUE(ws.wait([&] { return !ws.events(person_stream(bob.id)).empty(); }));
  EXPECT_TRUE(ws.events(stream).empty()) << "subscribed, though unsubscribing came last";
}

TEST_F(Streams, StrangersHearThatThereIsNoSuchStream) {
  const auto eve = person();
  auto ws = ws_of(eve);
  const auto code_of = [&](const v1::Stream& s) {
    try {
      ws.subscribe(s, 0);
    } catch (const Failed& e) {
      return e.status.DebugString();
    }
    return std::string("allowed");
  };
  const auto missing = code_of(conversation_stream(123'456'789));
  EXPECT_NE(missing, "allowed");
  EXPECT_EQ(code_of(stream), missing);
  EXPECT_EQ(code_of(person_stream(alice.id)), missing);
  send("secret");
  ws.ping();
  EXPECT_TRUE(ws.events(stream).empty());
}

TEST_F(Streams, TheAuthorReceivesTheirOwnEvents) {
  auto ws = ws_of(alice);
  ws.subscribe(stream);
  const auto sent = ws.call<msg::SendMessageResponse>(send_request(id, "mine"));
  ASSERT_TRUE(ws.wait_event(stream, sent.offset()));
  EXPECT_EQ(texts(ws.events(stream)), std::vector<std::string>{"mine"});
}

}  // namespace
}  // namespace wasl::test
