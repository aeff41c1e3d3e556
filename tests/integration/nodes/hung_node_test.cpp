// A node that hangs (stopped, swapped out, cut off) while others go on.
#include "support/town.hpp"

namespace wasl::test {
namespace {

class HungNode : public testing::Test {
 protected:
  void SetUp() override {
    const Environment both{{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", shared_redis()}};
    a = std::make_unique<Server>(both);
    b = std::make_unique<Server>(both);
    alice = make_person(database, "", a->port());
    bob = make_person(database, "", b->port());
    id = http_a().call<msg::OpenDirectResponse>(direct_request(bob.id)).conversation().id();
    stream = conversation_stream(id);
  }
  void TearDown() override {
    if (HasFailure()) print_logs();
  }
  HttpClient http_a() const { return HttpClient(a->port(), alice.token); }
  HttpClient http_b() const { return HttpClient(b->port(), bob.token); }
  std::int64_t sessions(const std::string& condition) {
    return database.sql().number("select count(*) from pg_stat_activity where datname = current_database() and " + condition);
  }

  Database database;
  std::unique_ptr<Server> a, b;
  Person alice, bob;
  std::int64_t id = 0;
  v1::Stream stream;
};

TEST_F(HungNode, LetsGoOfItsRowLocksBeforeOthersGiveUp) {
  const auto offset = http_a().call<msg::SendMessageResponse>(send_request(id, "first")).offset();
  // The node is stopped while it waits for the stream's row; it gets the row, and does not know.
  Sql other(database.conninfo());
  other.rows("begin");
  other.rows("select head from streams where kind = 2 and key = " + std::to_string(id) + " for update");
  WsClient editor(a->port(), alice.token);
  const auto edit = editor.start(edit_request(id, offset, "second"));
  ASSERT_EVENTUALLY(sessions("wait_event_type = 'Lock'") == 1);
  a->freeze();
  other.rows("commit");
  ASSERT_EVENTUALLY(sessions("state = 'idle in transaction' and query like '%stream_events%'") == 1);

  const auto sent = http_b().call<msg::SendMessageResponse>(send_request(id, "meanwhile"));
  EXPECT_EQ(sent.offset(), offset + 1) << "the edit was rolled back";
  EXPECT_EVENTUALLY(sessions("state = 'idle in transaction' and query like '%stream_events%'") == 0);

  a->thaw();
  const auto answer = editor.reply(edit);
  ASSERT_TRUE(answer);
  if (answer->has_error()) EXPECT_EQ(answer->error().code(), v1::UNAVAILABLE) << answer->error().reason();
  const auto again = editor.refusal(edit_request(id, offset, "second"));
  EXPECT_EQ(again.code(), v1::OK) << again.reason();
  EXPECT_EQ(texts(history(http_b(), id)), (std::vector<std::string>{"second", "meanwhile"}));
}

TEST_F(HungNode, ItsSubscribersMissNothingWhenItGoesOn) {
  WsClient mine(a->port(), alice.token);
  mine.subscribe(stream);
  a->freeze();
  for (int i = 0; i < 20; ++i) http_b().call<msg::SendMessageResponse>(send_request(id, "m" + std::to_string(i)));
  a->thaw();
  ASSERT_TRUE(mine.wait_event(stream, 21));
  EXPECT_TRUE(in_order(mine.events(stream), 1));
}

TEST_F(HungNode, HearsOfSessionsThatEndedMeanwhile) {
  WsClient mine(a->port(), alice.token);
  ASSERT_TRUE(mine.hello());
  a->freeze();
  HttpClient(b->port(), alice.token).call<acc::SignOutResponse>(acc::SignOutRequest{});
  a->thaw();
  ASSERT_TRUE(mine.wait_closed());
  EXPECT_EQ(mine.close_code(), 4100);
}

TEST(HungDatabase, MakesANodeUnreadyForAsLongAsItHangs) {
  Postgres postgres;
  // One connection, so that it is the answer that hangs and not the making of another connection.
  const Environment here{{"WASL_DATABASE", postgres.conninfo()}, {"WASL_DATABASE_CONNECTIONS", "1"}};
  ASSERT_EQ(run_wasl({"migrate"}, here).status, 0);
  Server node(here);
  // As a balancer asks: it does not wait for ever.
  const auto ready = [url = "http://127.0.0.1:" + std::to_string(node.port()) + "/readyz"] {
    return run({"curl", "-s", "--noproxy", "*", "-m", "1", "-o", "/dev/null", "-w", "%{http_code}", url}).output;
  };
  EXPECT_EVENTUALLY(ready() == "200");
  postgres.freeze();
  EXPECT_EVENTUALLY(ready() == "503");
  postgres.thaw();
  EXPECT_EVENTUALLY(ready() == "200");
}

}  // namespace
}  // namespace wasl::test
