// Two processes on one PostgreSQL and one Redis are one service.
#include <random>

#include "support/author.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class TwoNodes : public testing::Test {
 protected:
  void SetUp() override {
    const Environment both{{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", redis.address()}};
    a = std::make_unique<Server>(both);
    b = std::make_unique<Server>(both);
    alice = make_person(database, "", a->port());
    bob = make_person(database, "", a->port());
    id = http_a().call<msg::OpenDirectResponse>(direct_request(bob.id)).conversation().id();
    stream = conversation_stream(id);
  }
  void TearDown() override {
    if (HasFailure()) print_logs();
  }
  std::int64_t head_now() {
    return database.sql().number("select head from streams where kind = 2 and key = " + std::to_string(id));
  }
  HttpClient http_a() { return HttpClient(a->port(), alice.token); }

  Redis redis;
  Database database;
  std::unique_ptr<Server> a, b;
  Person alice, bob;
  std::int64_t id = 0;
  v1::Stream stream;
};

TEST_F(TwoNodes, ChatAcross) {
  WsClient on_a(a->port(), alice.token), on_b(b->port(), bob.token);
  on_a.subscribe(stream);
  on_b.subscribe(stream);
  for (int i = 0; i < 50; ++i) {
    on_a.call<msg::SendMessageResponse>(send_request(id, "from a"));
    on_b.call<msg::SendMessageResponse>(send_request(id, "from b"));
  }
  for (auto* ws : {&on_a, &on_b}) {
    ASSERT_TRUE(ws->wait_event(stream, 101));
    EXPECT_EQ(ws->events(stream).size(), 100U);
    EXPECT_TRUE(in_order(ws->events(stream), 1));
  }
}

TEST_F(TwoNodes, BothAuthorsAtOnceGiveEveryoneTheSameOrder) {
  WsClient on_a(a->port(), alice.token), on_b(b->port(), bob.token);
  on_a.subscribe(stream);
  on_b.subscribe(stream);
  {
    Author one(a->port(), alice, id, "a"), two(b->port(), bob, id, "b");
    one.wait_for_more(100);
    two.wait_for_more(100);
  }
  const auto last = http_a().call<msg::SendMessageResponse>(send_request(id, "last")).offset();
  ASSERT_TRUE(on_a.wait_event(stream, last));
  ASSERT_TRUE(on_b.wait_event(stream, last));
  EXPECT_TRUE(in_order(on_a.events(stream), 1));
  EXPECT_TRUE(in_order(on_b.events(stream), 1));
  EXPECT_EQ(texts(on_a.events(stream)), texts(on_b.events(stream)));
}

TEST_F(TwoNodes, ResumingOnTheOtherNodeMissesNothing) {
  WsClient on_a(a->port(), bob.token);
  on_a.subscribe(stream);
  http_a().call<msg::SendMessageResponse>(send_request(id, "one"));
  ASSERT_TRUE(on_a.wait_event(stream, 2));
  on_a.drop();
  http_a().call<msg::SendMessageResponse>(send_request(id, "two"));
  WsClient on_b(b->port(), bob.token);
  EXPECT_TRUE(on_b.subscribe(stream, 2).recovered());
  ASSERT_TRUE(on_b.wait_event(stream, 3));
  http_a().call<msg::SendMessageResponse>(send_request(id, "three"));
  ASSERT_TRUE(on_b.wait_event(stream, 4));
  EXPECT_TRUE(in_order(on_b.events(stream), 2));
}

TEST_F(TwoNodes, WithoutRedisEverythingStillArrivesAndWithItAgainStillOnce) {
  WsClient on_a(a->port(), alice.token), on_b(b->port(), bob.token);
  on_a.subscribe(stream);
  on_b.subscribe(stream);
  Author one(a->port(), alice, id, "a"), two(b->port(), bob, id, "b");
  one.wait_for_more(20);
  redis.kill();
  one.wait_for_more(20);
  two.wait_for_more(20);
  const auto during = head_now();
  ASSERT_TRUE(on_a.wait_event(stream, during)) << "not delivered while Redis is away";
  ASSERT_TRUE(on_b.wait_event(stream, during)) << "not delivered while Redis is away";
  WsClient joins(b->port(), bob.token);  // a first subscriber of a stream is served, too
  EXPECT_EQ(joins.subscribe(person_stream(bob.id), 0).head(), 1);
  redis.start();
  one.wait_for_more(50);
  two.wait_for_more(50);
  one.stop();
  two.stop();
  const auto last = head_now();
  ASSERT_TRUE(on_a.wait_event(stream, last));
  ASSERT_TRUE(on_b.wait_event(stream, last));
  EXPECT_TRUE(in_order(on_a.events(stream), 1));
  EXPECT_TRUE(in_order(on_b.events(stream), 1));
}

TEST_F(TwoNodes, ANodeKilledBetweenCommitAndRingLosesNoAcknowledgedMessage) {
  std::mt19937 random(7);
  for (int round = 0; round < 3; ++round) {
    WsClient on_b(b->port(), bob.token);
    const auto from = on_b.subscribe(stream).head();
    int acknowledged = 0;
    {
      Author author(a->port(), alice, id, "r" + std::to_string(round) + " ");
      author.wait_for_more(5 + static_cast<int>(random() % 40));
      a->kill();
      author.enough = author.give_up = true;
      author.stop();
      acknowledged = author.acknowledged;
    }
    const auto last = head_now();
    EXPECT_GE(last - from, acknowledged);
    ASSERT_TRUE(on_b.wait_event(stream, last));
    EXPECT_TRUE(in_order(on_b.events(stream), from));
    a->start();
  }
}

TEST_F(TwoNodes, SigningOutOnOneEndsTheConnectionOnTheOther) {
  const auto phone = sign_in(b->port(), alice.email);
  WsClient mine(b->port(), alice.token), other(b->port(), phone);
  ASSERT_TRUE(mine.hello());
  ASSERT_TRUE(other.hello());
  http_a().call<acc::SignOutResponse>(acc::SignOutRequest{});
  ASSERT_TRUE(mine.wait_closed());
  ASSERT_TRUE(mine.bye());
  EXPECT_EQ(mine.bye()->code(), 4100U);
  EXPECT_EQ(mine.close_code(), 4100);
  EXPECT_EQ(WsClient(b->port(), alice.token).handshake(), 401);
  other.ping();
  EXPECT_FALSE(other.closed());
}

TEST_F(TwoNodes, ASessionThatEndsWithoutAnyAnnouncementIsFoundOut) {
  WsClient ws(b->port(), alice.token);
  ASSERT_TRUE(ws.hello());
  database.sql().rows("update sign_in_sessions set ended_at = now()");
  ASSERT_TRUE(ws.wait_closed());
  EXPECT_EQ(ws.close_code(), 4100);
}

}  // namespace
}  // namespace wasl::test
