// Processes end: what was acknowledged stays, and people are told where to go.
#include <algorithm>
#include <atomic>
#include <map>
#include <thread>

#include "support/aside.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Endings : public Town {};

// Sends numbered texts and keeps sending each, with its id, until it is acknowledged.
void send_stubbornly(unsigned short port, const Person& who, std::int64_t conversation, const std::string& prefix,
                     int count, std::vector<std::int64_t>& offsets) {
  std::unique_ptr<WsClient> ws;
  for (int i = 0; i < count; ++i) {
    const auto request = send_request(conversation, prefix + std::to_string(i));
    for (bool done = false; !done;) {
      if (!ws || ws->closed()) ws = std::make_unique<WsClient>(port, who.token);
      try {
        offsets.push_back(ws->call<msg::SendMessageResponse>(request).offset());
        done = true;
      } catch (const Failed& e) {
        if (e.status.reason() != "line_ended") ADD_FAILURE() << e.what();
        std::this_thread::sleep_for(20ms);
      }
    }
  }
}

TEST_F(Endings, KilledInTheMiddleOfSendsEveryAcknowledgedMessageIsThereOnceAndInOrder) {
  const auto alice = person(), bob = person();
  const auto id = group(alice, {bob});
  constexpr int kClients = 4, kEach = 120;
  std::vector<std::vector<std::int64_t>> offsets(kClients);
  std::atomic<int> left{kClients};
  std::vector<Aside> clients;
  for (int c = 0; c < kClients; ++c)
    clients.emplace_back([&, c] {
      send_stubbornly(port(), c % 2 ? alice : bob, id, std::to_string(c) + ".", kEach,
                      offsets[static_cast<std::size_t>(c)]);
      --left;
    });
  int kills = 0;
  for (; kills < 4 && left > 0; ++kills) {
    const auto from = head(id);
    EXPECT_EVENTUALLY(left == 0 || head(id) > from + 60);
    server().restart();
  }
  for (auto& c : clients) c.join();
  EXPECT_GE(kills, 2);
  const auto all = history(http_of(bob), id);
  EXPECT_EQ(all.size(), static_cast<std::size_t>(kClients * kEach));
  std::map<std::int64_t, std::string> at;
  for (const auto& m : all) at[m.offset()] = m.text();
  for (int c = 0; c < kClients; ++c) {
    const auto& mine = offsets[static_cast<std::size_t>(c)];
    EXPECT_TRUE(std::ranges::is_sorted(mine));
    for (int i = 0; i < kEach; ++i)
      EXPECT_EQ(at[mine[static_cast<std::size_t>(i)]], std::to_string(c) + "." + std::to_string(i));
  }
}

TEST_F(Endings, ASubscriberWhoResumesAfterAKillMissesNothing) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id), 0);
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "before"));
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), 2));
  server().restart();
  EXPECT_TRUE(ws.wait_closed());
  http_of(alice).call<msg::SendMessageResponse>(send_request(id, "after"));
  auto again = ws_of(bob);
  EXPECT_TRUE(again.subscribe(conversation_stream(id), 2).recovered());
  ASSERT_TRUE(again.wait_event(conversation_stream(id), 3));
  EXPECT_EQ(texts(again.events(conversation_stream(id))), std::vector<std::string>{"after"});
}

TEST_F(Endings, AskedToLeaveTheServerSendsEveryoneBackAndEndsWithStatus0) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  std::vector<WsClient> lines;
  for (int i = 0; i < 5; ++i) {
    lines.push_back(ws_of(i % 2 ? alice : bob));
    ASSERT_TRUE(lines.back().hello());
  }
  const auto sent = lines[0].call<msg::SendMessageResponse>(send_request(id, "stored"));
  EXPECT_EQ(server().terminate(), 0);
  for (auto& ws : lines) {
    ASSERT_TRUE(ws.wait_closed());
    ASSERT_TRUE(ws.bye());
    EXPECT_EQ(ws.bye()->code(), 4000U);
    EXPECT_GT(ws.bye()->reconnect_after_ms(), 0U);
    EXPECT_EQ(ws.close_code(), 4000);
    EXPECT_TRUE(ws.frames().back().has_bye());
  }
  EXPECT_EQ(http(port(), {"GET", "/healthz"}).status, 0);
  server().start();
  EXPECT_EQ(history(http_of(bob), id).back().offset(), sent.offset());
}

TEST_F(Endings, EveryAcknowledgedMessageOfThoseUnderWayAtTheEndIsThere) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  auto ws = ws_of(alice);
  ASSERT_TRUE(ws.hello());
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < 150; ++i) calls.push_back(ws.start(send_request(id, std::to_string(i))));
  ASSERT_TRUE(ws.reply(calls[10]));
  EXPECT_EQ(server().terminate(), 0);
  ASSERT_TRUE(ws.wait_closed());
  server().start();
  std::map<std::int64_t, std::string> stored;
  for (const auto& m : history(http_of(bob), id)) stored[m.offset()] = m.text();
  for (std::size_t i = 0; i < calls.size(); ++i)
    for (const auto& reply : ws.replies(calls[i])) {
      msg::SendMessageResponse answer;
      if (!reply.has_error() && answer.ParseFromString(reply.body()))
        EXPECT_EQ(stored[answer.offset()], std::to_string(i));
    }
}

TEST_F(Endings, APeerThatDoesNotLeaveDoesNotHoldTheServer) {
  WsClient::Options silent;
  silent.answers_pings = false;
  const WsClient deaf(port(), person().token, silent);
  ASSERT_EQ(deaf.handshake(), 101);
  EXPECT_EQ(server().terminate(), 0);
  server().start();
}

class Outage : public testing::Test {
 protected:
  void TearDown() override {
    if (HasFailure()) print_logs();
  }
};

TEST_F(Outage, WithoutPostgresqlCallsAreUnavailableAndAfterwardsAllIsWellByItself) {
  Postgres postgres;
  ASSERT_EQ(run_wasl({"migrate"}, {{"WASL_DATABASE", postgres.conninfo()}}).status, 0);
  for (const char* name : {"alice", "bob"})
    ASSERT_EQ(run_wasl({"admin", "create-person", name, std::string(name) + "@example.org", "fr"},
                       {{"WASL_DATABASE", postgres.conninfo()}}, std::string(kPassword) + "\n")
                  .status,
              0);
  Server server({{"WASL_DATABASE", postgres.conninfo()}});
  const HttpClient alice(server.port(), sign_in(server.port(), "alice@example.org"));
  WsClient bob(server.port(), sign_in(server.port(), "bob@example.org"));
  Sql sql(postgres.conninfo());
  give_seat(sql, sql.number("select id from people where name = 'alice'"));
  const auto id = alice.call<msg::OpenDirectResponse>(direct_request(bob.hello()->person_id())).conversation().id();
  const auto stream = conversation_stream(id);
  bob.subscribe(stream, 0);
  alice.call<msg::SendMessageResponse>(send_request(id, "before"));
  ASSERT_TRUE(bob.wait_event(stream, 2));

  postgres.stop();
  EXPECT_EVENTUALLY(http(server.port(), {"GET", "/readyz"}).status == 503);
  EXPECT_EQ(http(server.port(), {"GET", "/healthz"}).status, 200);
  const auto lost = send_request(id, "during");
  for (const auto& refused :
       {bob.refusal(lost), bob.refusal(history_request(id)), alice.refusal(history_request(id))}) {
    EXPECT_EQ(refused.code(), v1::UNAVAILABLE) << refused.DebugString();
    EXPECT_GT(refused.retry_after_ms(), 0U);
  }
  EXPECT_EQ(WsClient(server.port(), alice.token()).handshake(), 503);
  EXPECT_FALSE(bob.closed()) << "whoever is connected stays so";

  postgres.start();
  EXPECT_EVENTUALLY(http(server.port(), {"GET", "/readyz"}).status == 200);
  const auto again = bob.call<msg::SendMessageResponse>(lost);
  ASSERT_TRUE(bob.wait_event(stream, again.offset()));
  EXPECT_EQ(texts(bob.events(stream)), (std::vector<std::string>{"before", "during"}));
  EXPECT_TRUE(in_order(bob.events(stream), 0));
  EXPECT_EQ(alice.call<msg::ListMessagesResponse>(history_request(id)).messages_size(), 2);
}

}  // namespace
}  // namespace wasl::test
