// Groups: who leads them, who comes and goes, and what everybody hears of it.
#include "support/town.hpp"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/groups.pb.h"

namespace wasl::test {
namespace {

msg::ChangeGroupRequest change_request(std::int64_t id, const std::string& title, const std::string& description = {}) {
  msg::ChangeGroupRequest request;
  request.set_conversation_id(id);
  if (!title.empty()) request.set_title(title);
  if (!description.empty()) request.set_description(description);
  return request;
}
msg::AddMembersRequest add_request(std::int64_t id, const std::vector<std::int64_t>& people) {
  msg::AddMembersRequest request;
  request.set_conversation_id(id);
  for (const auto person : people) request.add_person_ids(person);
  return request;
}
msg::RemoveMemberRequest remove_request(std::int64_t id, std::int64_t person) {
  msg::RemoveMemberRequest request;
  request.set_conversation_id(id);
  request.set_person_id(person);
  return request;
}
msg::LeaveGroupRequest leave_request(std::int64_t id) {
  msg::LeaveGroupRequest request;
  request.set_conversation_id(id);
  return request;
}
msg::SetRoleRequest role_request(std::int64_t id, std::int64_t person, msg::MemberRole role) {
  msg::SetRoleRequest request;
  request.set_conversation_id(id);
  request.set_person_id(person);
  request.set_role(role);
  return request;
}
msg::ListMembersRequest members_request(std::int64_t id, std::uint32_t limit = 0, const std::string& cursor = {}) {
  msg::ListMembersRequest request;
  request.set_conversation_id(id);
  request.set_limit(limit);
  request.set_cursor(cursor);
  return request;
}
msg::GetConversationRequest look_request(std::int64_t id) {
  msg::GetConversationRequest request;
  request.set_conversation_id(id);
  return request;
}

class Groups : public Town {
 protected:
  void SetUp() override {
    alice = person("Alice");
    bob = person("Bob");
    carol = person("Carol");
    id = group(alice, {bob}, "Before");
  }
  static msg::Conversation look(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::GetConversationResponse>(look_request(id)).conversation();
  }
  static std::map<std::int64_t, msg::MemberRole> roles(const Person& p, std::int64_t id) {
    std::map<std::int64_t, msg::MemberRole> out;
    const auto listed = http_of(p).call<msg::ListMembersResponse>(members_request(id));
    for (const auto& m : listed.members()) out[m.person().id()] = m.role();
    return out;
  }
  static msg::Note last_note(const Person& p, std::int64_t id) {
    return history(http_of(p), id).back().content().note();
  }
  template <class Response>
  static Response does(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).call<Response>(request);
  }
  Person alice, bob, carol;
  std::int64_t id = 0;
};

TEST_F(Groups, WhoLeadsRenamesAndDescribesAndAllAreTold) {
  auto ws = ws_of(bob);
  const auto since = ws.subscribe(conversation_stream(id)).head();
  EXPECT_EQ(does<msg::ChangeGroupResponse>(alice, change_request(id, " After ", "What we do")).title(), "After");
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), since + 3));
  const auto events = ws.events(conversation_stream(id));
  msg::GroupChanged changed;
  ASSERT_EQ(events[0].type(), static_cast<std::uint32_t>(msg::EVENT_GROUP_CHANGED));
  ASSERT_TRUE(changed.ParseFromString(events[0].body()));
  EXPECT_EQ(changed.title(), "After");
  EXPECT_EQ(changed.description(), "What we do");
  const auto notes = history(http_of(bob), id);
  ASSERT_EQ(notes.size(), 2U);
  EXPECT_EQ(notes[0].author_id(), alice.id);
  EXPECT_EQ(notes[0].content().note().kind(), msg::Note::RENAMED);
  EXPECT_EQ(notes[0].content().note().title(), "After");
  EXPECT_EQ(notes[1].content().note().kind(), msg::Note::DESCRIBED);
  EXPECT_EQ(look(bob, id).title(), "After");
  EXPECT_EQ(look(bob, id).description(), "What we do");
  EXPECT_EQ(look(bob, id).unread_count(), 0U);
  // The same again changes nothing.
  does<msg::ChangeGroupResponse>(alice, change_request(id, "After"));
  EXPECT_EQ(head(id), since + 3);
}

TEST_F(Groups, WhoDoesNotLeadIsRefusedAndToAStrangerThereIsNothing) {
  const auto before = head(id);
  const std::vector<std::shared_ptr<google::protobuf::Message>> deeds{
      std::make_shared<msg::ChangeGroupRequest>(change_request(id, "Mine")),
      std::make_shared<msg::AddMembersRequest>(add_request(id, {carol.id})),
      std::make_shared<msg::RemoveMemberRequest>(remove_request(id, alice.id))};
  for (const auto& deed : deeds) {
    EXPECT_EQ(http_of(bob).refusal(*deed).reason(), "groups.not_leading") << deed->GetTypeName();
    EXPECT_EQ(http_of(carol).refusal(*deed).reason(), "conversation_not_found") << deed->GetTypeName();
  }
  EXPECT_EQ(http_of(bob).refusal(role_request(id, bob.id + 1, msg::ROLE_OWNER)).reason(), "groups.not_owner");
  EXPECT_EQ(http_of(carol).refusal(members_request(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(carol).refusal(leave_request(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(alice).refusal(change_request(id, " ")).reason(), "title_length");
  EXPECT_EQ(http_of(alice).refusal(change_request(id, "", std::string(501, 'x'))).reason(), "description_length");
  EXPECT_EQ(http_of(alice).refusal(add_request(id, {})).reason(), "members_count");
  EXPECT_EQ(http_of(alice).refusal(add_request(id, {carol.id, 987'654'321})).reason(), "person_not_found");
  EXPECT_EQ(http_of(alice).refusal(role_request(id, carol.id, msg::ROLE_ADMINISTRATOR)).reason(), "person_not_found");
  EXPECT_EQ(http_of(alice).refusal(role_request(id, alice.id, msg::ROLE_MEMBER)).reason(), "groups.own_role");
  EXPECT_EQ(http_of(alice).refusal(role_request(id, bob.id, static_cast<msg::MemberRole>(7))).reason(), "groups.bad_role");
  EXPECT_EQ(http_of(alice).refusal(members_request(id, 0, "1.2")).reason(), "cursor_malformed");
  EXPECT_EQ(head(id), before);
  EXPECT_EQ(look(alice, id).member_count(), 2U);
}

TEST_F(Groups, ADirectConversationIsNoGroup) {
  const auto two = direct(alice, bob);
  for (const auto& reason : {http_of(alice).refusal(change_request(two, "x")), http_of(alice).refusal(add_request(two, {carol.id})),
                             http_of(alice).refusal(remove_request(two, bob.id)), http_of(alice).refusal(leave_request(two)),
                             http_of(alice).refusal(role_request(two, bob.id, msg::ROLE_OWNER))})
    EXPECT_EQ(reason.reason(), "groups.not_a_group");
  EXPECT_EQ(head(two), 1);
}

TEST_F(Groups, WhoIsAddedHearsOfItAndReadsWhatWasBefore) {
  does<msg::SendMessageResponse>(alice, send_request(id, "early"));
  auto ws = ws_of(carol);
  ws.subscribe(person_stream(carol.id), 0);
  EXPECT_EQ(does<msg::AddMembersResponse>(alice, add_request(id, {carol.id, bob.id, carol.id})).member_count(), 3U);
  ASSERT_TRUE(ws.wait_event(person_stream(carol.id), 1));
  EXPECT_EQ(ws.events(person_stream(carol.id))[0].type(), static_cast<std::uint32_t>(msg::EVENT_CONVERSATION_ADDED));
  EXPECT_EQ(last_note(carol, id).kind(), msg::Note::ADDED);
  EXPECT_EQ(last_note(carol, id).person_ids(0), carol.id);
  EXPECT_EQ(last_note(carol, id).person_ids_size(), 1);
  const auto seen = look(carol, id);
  EXPECT_EQ(seen.member_count(), 3U);
  EXPECT_EQ(seen.unread_count(), 0U);
  EXPECT_EQ(texts(history(http_of(carol), id))[0], "early");
  const auto before = head(id);
  does<msg::AddMembersResponse>(alice, add_request(id, {carol.id}));
  EXPECT_EQ(head(id), before);
}

TEST_F(Groups, NobodyBringsInStrangersNorThoseWhoBlockedThem) {
  const auto dora = make_person(database(), "Dora", port(), Standing::kStranger);
  const auto own = group(carol, {dora});
  does<msg::SetRoleResponse>(carol, role_request(own, dora.id, msg::ROLE_OWNER));
  EXPECT_EQ(http_of(dora).refusal(add_request(own, {alice.id})).reason(), "messaging.stranger");
  acc::BlockPersonRequest block;
  block.set_person_id(alice.id);
  does<acc::BlockPersonResponse>(carol, block);
  EXPECT_EQ(http_of(alice).refusal(add_request(id, {carol.id})).reason(), "messaging.unreachable");
  EXPECT_EQ(look(alice, id).member_count(), 2U);
}

TEST_F(Groups, WhoIsRemovedHearsTheirRemovalAndNothingAfterIt) {
  does<msg::AddMembersResponse>(alice, add_request(id, {carol.id}));
  std::vector<WsClient> phones;
  for (int i = 0; i < 3; ++i) {
    phones.push_back(ws_of(carol));
    phones.back().subscribe(conversation_stream(id));
  }
  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id));
  phones[0].subscribe(person_stream(carol.id));
  EXPECT_EQ(does<msg::RemoveMemberResponse>(alice, remove_request(id, carol.id)).member_count(), 2U);
  const auto secret = does<msg::SendMessageResponse>(alice, send_request(id, "without Carol")).offset();
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), secret));
  for (auto& phone : phones) {
    const auto ended = [&] {
      const auto frames = phone.frames();
      return std::ranges::any_of(frames, [](const auto& f) { return f.has_unsubscribed(); });
    };
    ASSERT_TRUE(phone.wait(ended));
    phone.ping();
    const auto events = phone.events(conversation_stream(id));
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(events[0].type(), static_cast<std::uint32_t>(msg::EVENT_MEMBERS_CHANGED));
    EXPECT_THROW(phone.subscribe(conversation_stream(id)), Failed);
  }
  ASSERT_TRUE(phones[0].wait([&] { return !phones[0].events(person_stream(carol.id)).empty(); }));
  EXPECT_EQ(phones[0].events(person_stream(carol.id))[0].type(), static_cast<std::uint32_t>(msg::EVENT_CONVERSATION_REMOVED));
  EXPECT_EQ(http_of(carol).refusal(look_request(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(carol).refusal(send_request(id, "still here?")).reason(), "conversation_not_found");
  const auto before = head(id);
  does<msg::RemoveMemberResponse>(alice, remove_request(id, carol.id));
  EXPECT_EQ(head(id), before);
  // Added again, they follow again, on the same line.
  does<msg::AddMembersResponse>(alice, add_request(id, {carol.id}));
  EXPECT_EQ(phones[0].subscribe(conversation_stream(id)).head(), head(id));
  const auto heard = does<msg::SendMessageResponse>(alice, send_request(id, "with Carol")).offset();
  EXPECT_TRUE(phones[0].wait_event(conversation_stream(id), heard));
}

TEST_F(Groups, RemovalsWhileEverybodyFollowsAndWritesLetNothingSlip) {
  std::vector<Person> others;
  std::vector<std::int64_t> ids;
  for (int i = 0; i < 8; ++i) ids.push_back(others.emplace_back(person()).id);
  does<msg::AddMembersResponse>(alice, add_request(id, ids));
  std::vector<WsClient> lines;
  for (const auto& p : others) {
    lines.push_back(ws_of(p));
    lines.back().subscribe(conversation_stream(id), 0);
  }
  for (const auto& p : others) {
    http_of(bob).call<msg::SendMessageResponse>(send_request(id, "to those who are left"));
    does<msg::RemoveMemberResponse>(alice, remove_request(id, p.id));
  }
  const auto last = does<msg::SendMessageResponse>(alice, send_request(id, "end")).offset();
  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id), 0);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), last));
  std::map<std::int64_t, std::int64_t> removed_at;
  for (const auto& e : ws.events(conversation_stream(id))) {
    msg::MembersChanged changed;
    if (e.type() != msg::EVENT_MEMBERS_CHANGED || !changed.ParseFromString(e.body())) continue;
    for (const auto& change : changed.changes())
      if (change.gone()) removed_at[change.person_id()] = e.offset();
  }
  for (std::size_t i = 0; i < others.size(); ++i) {
    ASSERT_TRUE(lines[i].wait_event(conversation_stream(id), removed_at.at(others[i].id)));
    lines[i].ping();
    EXPECT_EQ(lines[i].events(conversation_stream(id)).back().offset(), removed_at.at(others[i].id));
    EXPECT_TRUE(in_order(lines[i].events(conversation_stream(id)), 0));
  }
}

TEST_F(Groups, WhoLeavesIsGoneAndMayBeAddedAgain) {
  does<msg::LeaveGroupResponse>(bob, leave_request(id));
  EXPECT_EQ(last_note(alice, id).kind(), msg::Note::LEFT);
  EXPECT_EQ(history(http_of(alice), id).back().author_id(), bob.id);
  EXPECT_EQ(look(alice, id).member_count(), 1U);
  EXPECT_EQ(http_of(bob).refusal(leave_request(id)).reason(), "conversation_not_found");
  does<msg::AddMembersResponse>(alice, add_request(id, {bob.id}));
  EXPECT_EQ(look(bob, id).member_count(), 2U);
}

TEST_F(Groups, RolesAreGivenByTheOwnerAndDecideWhoMayWhat) {
  does<msg::AddMembersResponse>(alice, add_request(id, {carol.id}));
  auto ws = ws_of(bob);
  const auto since = ws.subscribe(conversation_stream(id)).head();
  does<msg::SetRoleResponse>(alice, role_request(id, bob.id, msg::ROLE_ADMINISTRATOR));
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), since + 1));
  msg::MembersChanged changed;
  ASSERT_TRUE(changed.ParseFromString(ws.events(conversation_stream(id))[0].body()));
  EXPECT_EQ(changed.changes(0).role(), msg::ROLE_ADMINISTRATOR);
  EXPECT_EQ(look(bob, id).role(), msg::ROLE_ADMINISTRATOR);
  does<msg::ChangeGroupResponse>(bob, change_request(id, "By Bob"));
  EXPECT_EQ(http_of(bob).refusal(remove_request(id, alice.id)).reason(), "groups.not_leading");
  EXPECT_EQ(http_of(bob).refusal(role_request(id, carol.id, msg::ROLE_ADMINISTRATOR)).reason(), "groups.not_owner");
  does<msg::RemoveMemberResponse>(bob, remove_request(id, carol.id));
  // Handing over leaves an administrator behind, who is removed by the new owner.
  does<msg::SetRoleResponse>(alice, role_request(id, bob.id, msg::ROLE_OWNER));
  EXPECT_EQ(roles(bob, id), (std::map<std::int64_t, msg::MemberRole>{{alice.id, msg::ROLE_ADMINISTRATOR}, {bob.id, msg::ROLE_OWNER}}));
  EXPECT_EQ(last_note(bob, id).kind(), msg::Note::OWNER);
  EXPECT_EQ(http_of(alice).refusal(role_request(id, bob.id, msg::ROLE_MEMBER)).reason(), "groups.not_owner");
  does<msg::RemoveMemberResponse>(bob, remove_request(id, alice.id));
  EXPECT_EQ(look(bob, id).member_count(), 1U);
}

TEST_F(Groups, AnOwnerWhoLeavesIsFollowedByAnAdministratorElseByTheOldestMember) {
  does<msg::AddMembersResponse>(alice, add_request(id, {carol.id}));
  does<msg::SetRoleResponse>(alice, role_request(id, carol.id, msg::ROLE_ADMINISTRATOR));
  does<msg::LeaveGroupResponse>(alice, leave_request(id));
  EXPECT_EQ(roles(bob, id), (std::map<std::int64_t, msg::MemberRole>{{bob.id, msg::ROLE_MEMBER}, {carol.id, msg::ROLE_OWNER}}));
  does<msg::LeaveGroupResponse>(carol, leave_request(id));
  EXPECT_EQ(roles(bob, id), (std::map<std::int64_t, msg::MemberRole>{{bob.id, msg::ROLE_OWNER}}));
  does<msg::LeaveGroupResponse>(bob, leave_request(id));
  EXPECT_EQ(database().sql().value("select member_count from conversations where id = " + std::to_string(id)), "0");
}

TEST_F(Groups, FiveThousandMembersAreListedByPagesAndAllHear) {
  database().sql().rows(
      "insert into people (name, email, email_key, language, password_hash, confirmed_at) select 'Member ' || i, "
      "'many' || i || '@example.org', 'many' || i || '@example.org', 'fr', '', now() from generate_series(1, 4999) i");
  const auto first = std::stoll(database().sql().value("select min(id) from people where email_key like 'many%'"));
  for (std::int64_t at = 0; at < 4998; at += 200) {
    std::vector<std::int64_t> some;
    for (auto i = at; i < std::min<std::int64_t>(at + 200, 4998); ++i) some.push_back(first + i);
    EXPECT_EQ(does<msg::AddMembersResponse>(alice, add_request(id, some)).member_count(), 2 + at + static_cast<std::int64_t>(some.size()));
  }
  const auto before = head(id);
  EXPECT_EQ(http_of(alice).refusal(add_request(id, {first + 4998})).reason(), "groups.full");
  EXPECT_EQ(head(id), before);
  const auto answer = http_of(bob).call<msg::GetConversationResponse>(look_request(id));
  EXPECT_EQ(answer.conversation().member_count(), 5000U);
  EXPECT_LE(answer.people_size(), 250);  // and those who are named
  EXPECT_LE(answer.conversation().member_ids_size(), 8);
  std::set<std::int64_t> listed;
  std::string cursor;
  std::size_t sum = 0;
  do {
    const auto page = http_of(bob).call<msg::ListMembersResponse>(members_request(id, 100, cursor));
    if (sum == 0) EXPECT_EQ(page.members(0).role(), msg::ROLE_OWNER);
    sum += static_cast<std::size_t>(page.members_size());
    for (const auto& m : page.members()) listed.insert(m.person().id());
    cursor = page.next_cursor();
  } while (!cursor.empty());
  EXPECT_EQ(sum, 5000U);
  EXPECT_EQ(listed.size(), 5000U);
  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id));
  EXPECT_TRUE(ws.wait_event(conversation_stream(id), does<msg::SendMessageResponse>(alice, send_request(id, "all")).offset()));
  EXPECT_EQ(database().sql().value("select member_count = (select count(*) from conversation_members n where n.conversation_id = c.id) "
                                   "from conversations c where id = " + std::to_string(id)), "t");
}

}  // namespace
}  // namespace wasl::test
