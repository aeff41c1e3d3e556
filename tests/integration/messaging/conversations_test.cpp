// Conversations: who is in them, how they are listed, what is unread.
#include <set>

#include "support/aside.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Conversations : public Town {
 protected:
  static msg::ListConversationsResponse list(const Person& p, std::uint32_t limit = 0, const std::string& cursor = {}) {
    msg::ListConversationsRequest request;
    request.set_limit(limit);
    request.set_cursor(cursor);
    return http_of(p).call<msg::ListConversationsResponse>(request);
  }
  static msg::Conversation look(const Person& p, std::int64_t id) {
    msg::GetConversationRequest request;
    request.set_conversation_id(id);
    return http_of(p).call<msg::GetConversationResponse>(request).conversation();
  }
  static msg::CreateGroupRequest group_of(const std::vector<std::int64_t>& people, const std::string& title = "Group") {
    msg::CreateGroupRequest request;
    request.set_client_id(random_id());
    request.set_title(title);
    for (const auto id : people) request.add_person_ids(id);
    return request;
  }
  static std::int64_t send(const Person& p, std::int64_t id, const std::string& text = "x") {
    return http_of(p).call<msg::SendMessageResponse>(send_request(id, text)).offset();
  }
};

TEST_F(Conversations, OpeningADirectOneAgainFindsTheSameFromBothSides) {
  const auto alice = person("علاء"), bob = person();
  const auto first = http_of(alice).call<msg::OpenDirectResponse>(direct_request(bob.id));
  EXPECT_EQ(first.conversation().kind(), msg::CONVERSATION_DIRECT);
  EXPECT_EQ(first.conversation().head(), 1);
  EXPECT_EQ(first.conversation().member_count(), 2U);
  EXPECT_EQ(first.people_size(), 2);
  EXPECT_EQ(direct(alice, bob), first.conversation().id());
  EXPECT_EQ(direct(bob, alice), first.conversation().id());
  EXPECT_EQ(head(first.conversation().id()), 1);
}

TEST_F(Conversations, BothSidesOpeningAtOnceMeetInOneConversation) {
  for (int round = 0; round < 10; ++round) {
    const auto alice = make_person(database(), "", port()), bob = make_person(database(), "", port());
    std::int64_t a = 0, b = 0;
    Aside other([&] { a = direct(alice, bob); });
    b = direct(bob, alice);
    other.join();
    EXPECT_EQ(a, b);
    EXPECT_EQ(head(a), 1);
    EXPECT_EQ(list(alice).conversations_size(), 1);
    EXPECT_EQ(list(bob).person_head(), 1);
  }
}

TEST_F(Conversations, NobodyWritesToThemselvesNorToThoseWhoAreNotThere) {
  const auto alice = person(), ghost = person();
  database().sql().rows("update people set confirmed_at = null where id = " + std::to_string(ghost.id));
  EXPECT_EQ(http_of(alice).refusal(direct_request(alice.id)).reason(), "messaging.self");
  const auto missing = http_of(alice).refusal(direct_request(987'654'321));
  EXPECT_EQ(missing.reason(), "person_not_found");
  EXPECT_EQ(http_of(alice).refusal(direct_request(ghost.id)).DebugString(), missing.DebugString());
  EXPECT_EQ(http_of(alice).refusal(group_of({ghost.id})).DebugString(), missing.DebugString());
}

TEST_F(Conversations, ARetriedGroupIsTheSameGroup) {
  const auto alice = person(), bob = person();
  const auto request = group_of({bob.id, bob.id, alice.id}, "  Comité\n local ");
  const auto first = http_of(alice).call<msg::CreateGroupResponse>(request);
  EXPECT_EQ(first.conversation().title(), "Comité local");
  EXPECT_EQ(first.conversation().member_count(), 2U);
  std::vector<Aside> others;
  for (int i = 0; i < 4; ++i)
    others.emplace_back([&] {
      EXPECT_EQ(http_of(alice).call<msg::CreateGroupResponse>(request).conversation().id(), first.conversation().id());
    });
  for (auto& t : others) t.join();
  EXPECT_EQ(head(first.conversation().id()), 1);
  EXPECT_EQ(list(bob).conversations_size(), 1);
  // The id is the author's own: another person's is another group.
  auto of_bob = request;
  of_bob.clear_person_ids();
  of_bob.add_person_ids(alice.id);
  EXPECT_NE(http_of(bob).call<msg::CreateGroupResponse>(of_bob).conversation().id(), first.conversation().id());
}

TEST_F(Conversations, AGroupNeedsATitleAndMembersAndAnId) {
  const auto alice = person(), bob = person();
  EXPECT_EQ(http_of(alice).refusal(group_of({bob.id}, " ")).reason(), "title_length");
  EXPECT_EQ(http_of(alice).refusal(group_of({bob.id}, std::string(121, 'x'))).reason(), "title_length");
  EXPECT_EQ(http_of(alice).refusal(group_of({})).reason(), "members_count");
  EXPECT_EQ(http_of(alice).refusal(group_of({alice.id})).reason(), "members_count");
  std::vector<std::int64_t> many;
  for (std::int64_t i = 1; i <= 200; ++i) many.push_back(1'000'000 + i);
  EXPECT_EQ(http_of(alice).refusal(group_of(many)).reason(), "members_count");
  auto no_id = group_of({bob.id});
  no_id.set_client_id(0);
  EXPECT_EQ(http_of(alice).refusal(no_id).reason(), "client_id_missing");
  EXPECT_EQ(list(alice).conversations_size(), 0);
}

TEST_F(Conversations, EveryMemberHearsOfANewOne) {
  const auto alice = person(), bob = person(), carol = person();
  std::vector<WsClient> all;
  for (const auto& p : {alice, bob, carol}) {
    all.push_back(ws_of(p));
    all.back().subscribe(person_stream(p.id), 0);
  }
  const auto id = group(alice, {bob, carol});
  const std::vector<Person> people{alice, bob, carol};
  for (std::size_t i = 0; i < 3; ++i) {
    ASSERT_TRUE(all[i].wait_event(person_stream(people[i].id), 1));
    const auto event = all[i].events(person_stream(people[i].id)).front();
    EXPECT_EQ(event.type(), static_cast<std::uint32_t>(msg::EVENT_CONVERSATION_ADDED));
    msg::ConversationAdded added;
    ASSERT_TRUE(added.ParseFromString(event.body()));
    EXPECT_EQ(added.conversation_id(), id);
  }
}

TEST_F(Conversations, TheListIsByLatestActivityAndItsPagesMissAndRepeatNothing) {
  const auto alice = person(), bob = person();
  std::vector<std::int64_t> groups;
  for (int i = 0; i < 13; ++i) groups.push_back(group(alice, {bob}));
  for (const int i : {4, 0, 9}) send(bob, groups[static_cast<std::size_t>(i)]);
  const auto whole = list(alice, 100);
  EXPECT_EQ(whole.next_cursor(), "");
  ASSERT_EQ(whole.conversations_size(), 13);
  EXPECT_EQ(whole.conversations(0).id(), groups[9]);
  EXPECT_EQ(whole.conversations(1).id(), groups[0]);
  EXPECT_EQ(whole.conversations(2).id(), groups[4]);
  EXPECT_EQ(whole.conversations(3).id(), groups[12]);
  std::vector<std::int64_t> paged;
  std::string cursor;
  do {
    const auto page = list(alice, 4, cursor);
    EXPECT_LE(page.conversations_size(), 4);
    for (const auto& c : page.conversations()) paged.push_back(c.id());
    cursor = page.next_cursor();
  } while (!cursor.empty());
  std::vector<std::int64_t> expected;
  for (const auto& c : whole.conversations()) expected.push_back(c.id());
  EXPECT_EQ(paged, expected);
  msg::ListConversationsRequest bad;
  bad.set_cursor("1.x");
  EXPECT_EQ(http_of(alice).refusal(bad).reason(), "cursor_malformed");
}

TEST_F(Conversations, UnreadCountsWhatOthersWroteAboveTheMarkerAndIsNotDeleted) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  send(alice, id);
  send(alice, id);
  const auto third = send(alice, id);
  send(bob, id);
  EXPECT_EQ(look(bob, id).unread_count(), 3U);
  EXPECT_EQ(look(alice, id).unread_count(), 1U);
  http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, third));
  EXPECT_EQ(look(bob, id).unread_count(), 2U);
  http_of(bob).call<msg::MarkReadResponse>(read_request(id, 2));
  EXPECT_EQ(look(bob, id).unread_count(), 1U);
  for (int i = 0; i < 110; ++i) send(alice, id);
  EXPECT_EQ(look(bob, id).unread_count(), 100U);
  EXPECT_EQ(list(bob).conversations(0).unread_count(), 100U);
}

TEST_F(Conversations, TheReadMarkerOnlyGrowsAndNeverPassesTheHead) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  for (int i = 0; i < 5; ++i) send(alice, id);
  const auto mark = [&](std::int64_t to) {
    return http_of(bob).call<msg::MarkReadResponse>(read_request(id, to)).read_offset();
  };
  auto phone = ws_of(bob);
  phone.subscribe(person_stream(bob.id));
  EXPECT_EQ(mark(-7), 0);
  EXPECT_EQ(mark(3), 3);
  EXPECT_EQ(mark(2), 3);
  EXPECT_EQ(mark(3), 3);
  EXPECT_EQ(mark(std::int64_t{1} << 60), 6);
  EXPECT_EQ(look(bob, id).read_offset(), 6);
  EXPECT_EQ(look(alice, id).read_offset(), 0);
  // One event for each move, on the person's other devices.
  ASSERT_TRUE(phone.wait([&] { return phone.events(person_stream(bob.id)).size() == 2; }));
  std::vector<std::int64_t> moves;
  for (const auto& e : phone.events(person_stream(bob.id))) {
    msg::ReadMarkerMoved moved;
    ASSERT_TRUE(moved.ParseFromString(e.body()));
    EXPECT_EQ(moved.conversation_id(), id);
    moves.push_back(moved.read_offset());
  }
  EXPECT_EQ(moves, (std::vector<std::int64_t>{3, 6}));
}

TEST_F(Conversations, ToAStrangerAConversationDoesNotExist) {
  const auto alice = person(), bob = person(), eve = person();
  const auto id = direct(alice, bob);
  const auto offset = send(alice, id);
  const auto same = [&](const google::protobuf::Message& real, const google::protobuf::Message& missing) {
    const auto there = http_of(eve).refusal(real);
    EXPECT_EQ(there.code(), v1::NOT_FOUND) << real.GetTypeName();
    EXPECT_EQ(there.DebugString(), http_of(eve).refusal(missing).DebugString()) << real.GetTypeName();
  };
  constexpr std::int64_t kNone = 987'654'321;
  msg::GetConversationRequest get, get_none;
  get.set_conversation_id(id);
  get_none.set_conversation_id(kNone);
  same(get, get_none);
  same(history_request(id), history_request(kNone));
  same(send_request(id, "x"), send_request(kNone, "x"));
  same(edit_request(id, offset, "x"), edit_request(kNone, offset, "x"));
  same(delete_request(id, offset), delete_request(kNone, offset));
  same(read_request(id, offset), read_request(kNone, offset));
  EXPECT_EQ(head(id), offset);
}

}  // namespace
}  // namespace wasl::test
