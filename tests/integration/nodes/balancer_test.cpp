// Two nodes behind a balancer are one address, whichever of them dies or hangs.
#include "support/balancer.hpp"

#include "support/author.hpp"

namespace wasl::test {
namespace {

class Balanced : public testing::Test {
 protected:
  void SetUp() override {
    const Environment both{
        {"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", one.address() + "," + two.address()}, {"WASL_TRUSTED_PROXIES", "127.0.0.1"}};
    for (auto& node : nodes) node = std::make_unique<Server>(both);
    balancer = std::make_unique<Balancer>(std::vector{nodes[0]->port(), nodes[1]->port()});
    alice = make_person(database, "", balancer->port());
    bob = make_person(database, "", balancer->port());
    id = http_of(alice).call<msg::OpenDirectResponse>(direct_request(bob.id)).conversation().id();
    stream = conversation_stream(id);
  }
  void TearDown() override {
    if (HasFailure()) print_logs();
  }
  HttpClient http_of(const Person& who) const { return HttpClient(balancer->port(), who.token); }
  WsClient ws_of(const Person& who) const { return WsClient(balancer->port(), who.token); }
  static int connections(const Server& node) { return static_cast<int>(node.metric("wasl_connections")); }

  Redis one, two;
  Database database;
  std::unique_ptr<Server> nodes[2];
  std::unique_ptr<Balancer> balancer;
  Person alice, bob;
  std::int64_t id = 0;
  v1::Stream stream;
};

// Follows a stream over as many lines as it takes.
class Follower {
 public:
  Follower(unsigned short port, const Person& who, const v1::Stream& stream, std::int64_t since)
      : last_(since), thread_([this, port, who, stream, since] {
          while (!enough_) follow(WsClient(port, who.token), stream, since);
        }) {}
  ~Follower() { stop(); }

  bool reaches(std::int64_t offset) {
    return eventually([&] { return last_ >= offset; });
  }
  // All that has come, over all lines.
  const std::vector<v1::Event>& stop() {
    enough_ = true;
    if (thread_.joinable()) thread_.join();
    return events_;
  }
  int lines() const { return lines_; }

 private:
  void follow(WsClient line, const v1::Stream& stream, std::int64_t since) {
    if (line.handshake() != 101) return;
    ++lines_;
    const auto asked = line.next_id();
    v1::ClientBatch batch;
    *batch.add_frames() = WsClient::subscribe_frame(asked, stream, events_.empty() ? since : events_.back().offset());
    line.send(batch);
    std::size_t taken = 0;
    for (bool alive = true; alive && !enough_;) {
      alive = !line.closed();  // before the last look
      const auto all = line.events(stream);
      for (; taken < all.size(); ++taken) events_.push_back(all[taken]);
      if (!events_.empty()) last_ = events_.back().offset();
      std::this_thread::sleep_for(5ms);
    }
  }

  std::atomic<std::int64_t> last_;
  std::atomic<int> lines_{0};
  std::atomic<bool> enough_{false};
  std::vector<v1::Event> events_;
  std::thread thread_;
};

TEST_F(Balanced, BothNodesServe) {
  auto a = ws_of(alice), b = ws_of(bob);
  a.subscribe(stream);
  b.subscribe(stream);
  EXPECT_EQ(connections(*nodes[0]), 1);
  EXPECT_EQ(connections(*nodes[1]), 1);
  a.call<msg::SendMessageResponse>(send_request(id, "across"));
  ASSERT_TRUE(b.wait_event(stream, 2));
}

TEST_F(Balanced, ANodeThatIsKilledTakesNothingAlong) {
  Follower reader(balancer->port(), bob, stream, 1), other(balancer->port(), alice, stream, 1);
  Author a(balancer->port(), alice, id, "a"), b(balancer->port(), bob, id, "b");
  for (int round = 0; round < 4; ++round) {
    a.wait_for_more(20);
    b.wait_for_more(20);
    auto& node = *nodes[round % 2];
    node.kill();
    a.wait_for_more(20);
    b.wait_for_more(20);
    node.start();
    // The balancer takes it back before the other one goes.
    EXPECT_EVENTUALLY(ws_of(bob).handshake() == 101 && connections(node) > 0);
  }
  a.stop();
  b.stop();
  const auto last = http_of(bob).call<msg::SendMessageResponse>(send_request(id, "last")).offset();
  EXPECT_EQ(last, 1 + a.acknowledged + b.acknowledged + 1) << "acknowledged and stored are the same, once";
  for (auto* follower : {&reader, &other}) {
    ASSERT_TRUE(follower->reaches(last));
    const auto& events = follower->stop();
    EXPECT_TRUE(in_order(events, 1));
    EXPECT_EQ(static_cast<std::int64_t>(events.size()), last - 1);
  }
  EXPECT_GT(reader.lines() + other.lines(), 2) << "somebody's line was cut";
}

TEST_F(Balanced, TheClientsOfANodeThatHangsGoOnWithTheOther) {
  auto line = ws_of(bob);
  line.subscribe(stream);
  Server& its = connections(*nodes[0]) == 1 ? *nodes[0] : *nodes[1];
  its.freeze();
  ASSERT_TRUE(line.wait_closed()) << "cut by the balancer, which has noticed";
  Follower reader(balancer->port(), bob, stream, 1);
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "meanwhile"));
  ASSERT_TRUE(reader.reaches(2));
  its.thaw();
  EXPECT_EVENTUALLY(ws_of(bob).handshake() == 101 && connections(its) > 0);
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "afterwards"));
  ASSERT_TRUE(reader.reaches(3));
  EXPECT_TRUE(in_order(reader.stop(), 1));
}

TEST_F(Balanced, ANodeThatLeavesSendsItsClientsToTheOther) {
  auto line = ws_of(bob);
  line.subscribe(stream);
  Server& its = connections(*nodes[0]) == 1 ? *nodes[0] : *nodes[1];
  EXPECT_EQ(its.terminate(), 0);
  ASSERT_TRUE(line.wait_closed());
  ASSERT_TRUE(line.bye());
  EXPECT_EQ(line.bye()->code(), 4000U);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(http_of(alice).refusal(send_request(id, "at once")).code(), v1::OK) << "refused connections are tried elsewhere";
  EXPECT_EQ(ws_of(bob).handshake(), 101);
}

TEST(BalancedAddress, IsTheClientsNotTheBalancersAndNotWhatTheClientClaims) {
  Database database;
  Server node({{"WASL_DATABASE", database.conninfo()}, {"WASL_RATE_SCALE", "0.1"}, {"WASL_TRUSTED_PROXIES", "127.0.0.1"}});
  const Balancer balancer({node.port()});
  const auto url = "http://127.0.0.1:" + std::to_string(balancer.port()) + "/wasl.accounts.v1.AccountsService/ConfirmEmail";
  const auto guess = [&](const std::string& from, const std::string& claim) {
    return run({"curl", "-sS", "--noproxy", "*", "-m", "20", "--interface", from, "-H", "X-Forwarded-For: " + claim, "-H",
                "Content-Type: application/json", "-d", "{\"token\":\"" + std::string(43, 'A') + "\"}", url})
        .output;
  };
  const auto limited = [](const std::string& answer) { return answer.find("rate_limited") != std::string::npos; };
  bool exhausted = false;
  for (int i = 0; i < 100 && !exhausted; ++i) exhausted = limited(guess("127.0.0.2", "203.0.113." + std::to_string(i)));
  EXPECT_TRUE(exhausted);
  const auto elsewhere = guess("127.0.0.3", "127.0.0.2");
  EXPECT_NE(elsewhere.find("accounts.bad_token"), std::string::npos) << elsewhere;
}

}  // namespace
}  // namespace wasl::test
