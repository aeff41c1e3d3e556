// What Redis may do to two nodes, and two installations to each other.
#include <csignal>

#include "support/town.hpp"

namespace wasl::test {
namespace {

class SharedRedis : public testing::Test {
 protected:
  void TearDown() override {
    if (HasFailure()) print_logs();
  }
};

TEST_F(SharedRedis, InstallationsThatShareItDoNotHearEachOther) {
  Redis redis;
  Database one, two;
  Server here({{"WASL_DATABASE", one.conninfo()}, {"WASL_REDIS", redis.address()}});
  Server there({{"WASL_DATABASE", two.conninfo()}, {"WASL_REDIS", redis.address()}});
  struct Side {
    Person alice, bob;
    std::int64_t id;
  };
  const auto found = [](Database& database, Server& server) {
    Side side{make_person(database, "", server.port()), make_person(database, "", server.port()), 0};
    side.id = HttpClient(server.port(), side.alice.token)
                  .call<msg::OpenDirectResponse>(direct_request(side.bob.id))
                  .conversation()
                  .id();
    return side;
  };
  const auto a = found(one, here), b = found(two, there);
  ASSERT_EQ(a.id, b.id) << "the two must use the same numbers for this test to mean anything";
  WsClient listener(there.port(), b.bob.token);
  listener.subscribe(conversation_stream(b.id));
  const HttpClient sender(here.port(), a.alice.token);
  for (int i = 0; i < 5; ++i) sender.call<msg::SendMessageResponse>(send_request(a.id, "not yours"));
  sender.call<acc::SignOutResponse>(acc::SignOutRequest{});
  HttpClient(there.port(), b.alice.token).call<msg::SendMessageResponse>(send_request(b.id, "yours"));
  ASSERT_TRUE(listener.wait_event(conversation_stream(b.id), 2));
  EXPECT_EQ(texts(listener.events(conversation_stream(b.id))), std::vector<std::string>{"yours"});
  EXPECT_FALSE(listener.closed());
}

TEST_F(SharedRedis, WhileItHangsMessagesStillArriveAndAfterwardsOnce) {
  Redis redis;
  Database database;
  const Environment both{{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", redis.address()}};
  Server a(both), b(both);
  const auto alice = make_person(database, "", a.port()), bob = make_person(database, "", b.port());
  const HttpClient sender(a.port(), alice.token);
  const auto id = sender.call<msg::OpenDirectResponse>(direct_request(bob.id)).conversation().id();
  const auto stream = conversation_stream(id);
  WsClient listener(b.port(), bob.token);
  listener.subscribe(stream, 0);
  redis.signal(SIGSTOP);
  for (int i = 0; i < 10; ++i) sender.call<msg::SendMessageResponse>(send_request(id, "m" + std::to_string(i)));
  EXPECT_TRUE(listener.wait_event(stream, 11)) << "found by the periodic look at the heads";
  redis.signal(SIGCONT);
  for (int i = 0; i < 10; ++i) sender.call<msg::SendMessageResponse>(send_request(id, "m" + std::to_string(i)));
  ASSERT_TRUE(listener.wait_event(stream, 21));
  EXPECT_TRUE(in_order(listener.events(stream), 0));
}

TEST_F(SharedRedis, AServerMayStartBeforeIt) {
  Redis redis;
  redis.kill();
  Database database;
  const Environment both{{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", redis.address()}};
  Server a(both), b(both);
  const auto alice = make_person(database, "", a.port()), bob = make_person(database, "", b.port());
  const HttpClient sender(a.port(), alice.token);
  const auto id = sender.call<msg::OpenDirectResponse>(direct_request(bob.id)).conversation().id();
  WsClient listener(b.port(), bob.token);
  listener.subscribe(conversation_stream(id), 0);
  sender.call<msg::SendMessageResponse>(send_request(id, "without"));
  ASSERT_TRUE(listener.wait_event(conversation_stream(id), 2));
  redis.start();
  EXPECT_EVENTUALLY(a.log().find("Redis is here") != std::string::npos &&
                    b.log().find("Redis is here") != std::string::npos);
  sender.call<msg::SendMessageResponse>(send_request(id, "with"));
  ASSERT_TRUE(listener.wait_event(conversation_stream(id), 3));
  EXPECT_TRUE(in_order(listener.events(conversation_stream(id)), 0));
}

TEST_F(SharedRedis, OneOfTwoThatDiesLosesNothingAndTheOthersStreamsDoNotNotice) {
  Redis stays, goes;
  Database database;
  const Environment both{{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", stays.address() + "," + goes.address()}};
  Server a(both), b(both);
  const auto alice = make_person(database, "", a.port()), bob = make_person(database, "", b.port());
  const HttpClient sender(a.port(), alice.token);
  WsClient listener(b.port(), bob.token);
  std::vector<std::int64_t> conversations;
  for (int i = 0; i < 16; ++i) {  // on both servers, all but certainly
    conversations.push_back(
        sender.call<msg::OpenDirectResponse>(direct_request(i == 0 ? bob.id : make_person(database).id)).conversation().id());
    if (i > 0)
      database.sql().rows("insert into conversation_members (conversation_id, person_id) values (" +
                          std::to_string(conversations.back()) + ", " + std::to_string(bob.id) + ")");
    listener.subscribe(conversation_stream(conversations.back()), 1);
  }
  std::int64_t head = 1;
  const auto everywhere = [&](const char* text) {
    for (const auto id : conversations) sender.call<msg::SendMessageResponse>(send_request(id, text));
    ++head;
    for (const auto id : conversations) {
      ASSERT_TRUE(listener.wait_event(conversation_stream(id), head)) << text;
      EXPECT_TRUE(in_order(listener.events(conversation_stream(id)), 1)) << text;
    }
  };
  everywhere("both there");
  for (int round = 0; round < 2; ++round) {
    goes.kill();
    everywhere("one away");
    goes.start();
    everywhere("back");
  }
  EXPECT_EQ(b.log().find("Redis is away (" + stays.address()), std::string::npos);
}

TEST_F(SharedRedis, NodesThatListDifferentOnesMissNothing) {
  Redis one, two;
  Database database;
  Server a({{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", one.address()}});
  Server b({{"WASL_DATABASE", database.conninfo()}, {"WASL_REDIS", two.address()}});
  const auto alice = make_person(database, "", a.port()), bob = make_person(database, "", b.port());
  const HttpClient sender(a.port(), alice.token);
  const auto id = sender.call<msg::OpenDirectResponse>(direct_request(bob.id)).conversation().id();
  WsClient listener(b.port(), bob.token);
  listener.subscribe(conversation_stream(id), 1);
  for (int i = 0; i < 5; ++i) sender.call<msg::SendMessageResponse>(send_request(id, std::to_string(i)));
  ASSERT_TRUE(listener.wait_event(conversation_stream(id), 6)) << "found by the periodic look at the heads";
  EXPECT_TRUE(in_order(listener.events(conversation_stream(id)), 1));
}

}  // namespace
}  // namespace wasl::test
