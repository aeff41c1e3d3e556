// Links into groups: what they tell, whom they let in, and who is asked first.
#include "support/town.hpp"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/groups.pb.h"
#include "wasl/messaging/v1/invitations.pb.h"

namespace wasl::test {
namespace {

class Invitations : public Town {
 protected:
  void SetUp() override {
    alice = person("Alice");
    bob = person("Bob");
    carol = stranger("Carol");
    id = group(alice, {bob}, "Workshop");
  }
  static msg::CreateLinkRequest link_request(std::int64_t id, std::uint32_t hours = 0, bool approval = false) {
    msg::CreateLinkRequest request;
    request.set_conversation_id(id);
    request.set_valid_hours(hours);
    request.set_needs_approval(approval);
    return request;
  }
  msg::InvitationLink link(std::uint32_t hours = 0, bool approval = false) const {
    return http_of(alice).call<msg::CreateLinkResponse>(link_request(id, hours, approval)).link();
  }
  static msg::JoinByLinkRequest join_request(const std::string& token) {
    msg::JoinByLinkRequest request;
    request.set_token(token);
    return request;
  }
  static msg::LookAtLinkRequest look_request(const std::string& token) {
    msg::LookAtLinkRequest request;
    request.set_token(token);
    return request;
  }
  static msg::LookAtLinkResponse look(const Person& p, const std::string& token) {
    return http_of(p).call<msg::LookAtLinkResponse>(look_request(token));
  }
  static msg::LinkStanding join(const Person& p, const std::string& token) {
    return http_of(p).call<msg::JoinByLinkResponse>(join_request(token)).standing();
  }
  static msg::RevokeLinkRequest revoke_request(std::int64_t id, std::int64_t link) {
    msg::RevokeLinkRequest request;
    request.set_conversation_id(id);
    request.set_link_id(link);
    return request;
  }
  static msg::AnswerJoinRequestRequest answer_request(std::int64_t id, const Person& p, bool accept) {
    msg::AnswerJoinRequestRequest request;
    request.set_conversation_id(id);
    request.set_person_id(p.id);
    request.set_accept(accept);
    return request;
  }
  static msg::ListLinksRequest links_request(std::int64_t id) {
    msg::ListLinksRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::ListJoinRequestsRequest asking_request(std::int64_t id) {
    msg::ListJoinRequestsRequest request;
    request.set_conversation_id(id);
    return request;
  }
  msg::Conversation seen_by(const Person& p) const {
    msg::GetConversationRequest request;
    request.set_conversation_id(id);
    return http_of(p).call<msg::GetConversationResponse>(request).conversation();
  }
  // Those who ask, as whoever leads the group sees them.
  std::vector<std::int64_t> askers() const {
    std::vector<std::int64_t> ids;
    const auto listed = http_of(alice).call<msg::ListJoinRequestsResponse>(asking_request(id));
    for (const auto& r : listed.requests()) ids.push_back(r.person().id());
    return ids;
  }
  Person alice, bob, carol;
  std::int64_t id = 0;
};

TEST_F(Invitations, ALinkTellsWhereItLeadsAndLetsInWhoeverHasIt) {
  const auto made = link();
  EXPECT_EQ(made.expires_at_ms(), 0);
  const auto told = look(carol, made.token());
  EXPECT_EQ(told.title(), "Workshop");
  EXPECT_EQ(told.member_count(), 2U);
  EXPECT_EQ(told.standing(), msg::LINK_OUTSIDE);
  auto own = ws_of(carol), other = ws_of(bob);
  own.subscribe(person_stream(carol.id), 0);
  const auto since = other.subscribe(conversation_stream(id)).head();
  EXPECT_EQ(join(carol, made.token()), msg::LINK_MEMBER);
  ASSERT_TRUE(own.wait_event(person_stream(carol.id), 1));
  ASSERT_TRUE(other.wait_event(conversation_stream(id), since + 2));
  EXPECT_EQ(other.events(conversation_stream(id))[0].type(), static_cast<std::uint32_t>(msg::EVENT_MEMBERS_CHANGED));
  const auto note = history(http_of(carol), id).back();
  EXPECT_EQ(note.content().note().kind(), msg::Note::JOINED);
  EXPECT_EQ(note.author_id(), carol.id);
  EXPECT_EQ(seen_by(carol).member_count(), 3U);
  EXPECT_EQ(seen_by(carol).role(), msg::ROLE_MEMBER);
  // Again, and by a link that has ended: they are in it already.
  http_of(alice).call<msg::RevokeLinkResponse>(revoke_request(id, made.id()));
  EXPECT_EQ(join(carol, made.token()), msg::LINK_MEMBER);
  EXPECT_EQ(look(carol, made.token()).standing(), msg::LINK_MEMBER);
  EXPECT_EQ(head(id), since + 2);
}

TEST_F(Invitations, LinksThatHaveEndedOrNeverWereLetNobodyIn) {
  const auto expired = link(1), revoked = link();
  EXPECT_GT(expired.expires_at_ms(), expired.created_at_ms());
  database().sql().rows("update conversation_links set expires_at = now() - interval '1 second' where id = " + std::to_string(expired.id()));
  http_of(alice).call<msg::RevokeLinkResponse>(revoke_request(id, revoked.id()));
  http_of(alice).call<msg::RevokeLinkResponse>(revoke_request(id, revoked.id()));
  for (const auto& token : {expired.token(), revoked.token()}) {
    EXPECT_EQ(http_of(carol).refusal(look_request(token)).reason(), "invitations.ended");
    EXPECT_EQ(http_of(carol).refusal(join_request(token)).reason(), "invitations.ended");
  }
  for (const std::string& token : {std::string(), std::string("nobody-made-this"), std::string(9'000, 'x')}) {
    EXPECT_EQ(http_of(carol).refusal(look_request(token)).reason(), "link_not_found");
    EXPECT_EQ(http_of(carol).refusal(join_request(token)).reason(), "link_not_found");
  }
  EXPECT_EQ(seen_by(alice).member_count(), 2U);
  EXPECT_EQ(http_of(alice).call<msg::ListLinksResponse>(links_request(id)).links_size(), 0);
}

TEST_F(Invitations, WhoLeadsTheGroupIsAskedFirst) {
  const auto made = link(24, true);
  auto ws = ws_of(alice);
  const auto since = ws.subscribe(person_stream(alice.id)).head();
  EXPECT_EQ(join(carol, made.token()), msg::LINK_ASKED);
  ASSERT_TRUE(ws.wait_event(person_stream(alice.id), since + 1));
  const auto event = ws.events(person_stream(alice.id)).back();
  ASSERT_EQ(event.type(), static_cast<std::uint32_t>(msg::EVENT_REQUESTS_CHANGED));
  msg::RequestsChanged changed;
  ASSERT_TRUE(changed.ParseFromString(event.body()));
  EXPECT_EQ(changed.request_count(), 1U);
  EXPECT_EQ(seen_by(alice).request_count(), 1U);
  EXPECT_EQ(seen_by(bob).request_count(), 0U);
  EXPECT_EQ(join(carol, made.token()), msg::LINK_ASKED);
  EXPECT_EQ(look(carol, made.token()).standing(), msg::LINK_ASKED);
  EXPECT_EQ(askers(), std::vector{carol.id});
  EXPECT_EQ(seen_by(alice).member_count(), 2U);

  EXPECT_EQ(http_of(alice).call<msg::AnswerJoinRequestResponse>(answer_request(id, carol, false)).request_count(), 0U);
  EXPECT_EQ(seen_by(alice).member_count(), 2U);
  EXPECT_EQ(http_of(alice).refusal(answer_request(id, carol, true)).reason(), "invitations.not_asking");
  EXPECT_EQ(join(carol, made.token()), msg::LINK_ASKED);
  http_of(alice).call<msg::AnswerJoinRequestResponse>(answer_request(id, carol, true));
  EXPECT_EQ(seen_by(carol).member_count(), 3U);
  EXPECT_EQ(history(http_of(carol), id).back().content().note().kind(), msg::Note::ADDED);
  EXPECT_EQ(seen_by(alice).request_count(), 0U);
}

TEST_F(Invitations, WhoComesAnotherWayAsksNoMore) {
  const auto asking = link(0, true), open = link();
  const auto dora = person("Dora");
  join(carol, asking.token());
  join(dora, asking.token());
  EXPECT_EQ(join(carol, open.token()), msg::LINK_MEMBER);
  EXPECT_EQ(askers(), std::vector{dora.id});
  msg::AddMembersRequest add;
  add.set_conversation_id(id);
  add.add_person_ids(dora.id);
  http_of(alice).call<msg::AddMembersResponse>(add);
  EXPECT_EQ(seen_by(alice).request_count(), 0U);
}

TEST_F(Invitations, OnlyWhoLeadsTheGroupInvites) {
  const auto made = link(0, true);
  join(carol, made.token());
  const std::vector<std::shared_ptr<google::protobuf::Message>> deeds{
      std::make_shared<msg::CreateLinkRequest>(link_request(id)), std::make_shared<msg::ListLinksRequest>(links_request(id)),
      std::make_shared<msg::RevokeLinkRequest>(revoke_request(id, made.id())),
      std::make_shared<msg::ListJoinRequestsRequest>(asking_request(id)),
      std::make_shared<msg::AnswerJoinRequestRequest>(answer_request(id, carol, true))};
  for (const auto& deed : deeds) {
    EXPECT_EQ(http_of(bob).refusal(*deed).reason(), "groups.not_leading") << deed->GetTypeName();
    EXPECT_EQ(http_of(carol).refusal(*deed).reason(), "conversation_not_found") << deed->GetTypeName();
  }
  EXPECT_EQ(http_of(alice).refusal(link_request(direct(alice, bob))).reason(), "groups.not_a_group");
  EXPECT_EQ(http_of(alice).refusal(link_request(id, 8761)).reason(), "invitations.hours");
  EXPECT_EQ(http_of(alice).refusal(revoke_request(id, made.id() + 1)).reason(), "link_not_found");
  const auto elsewhere = group(bob, {alice});
  EXPECT_EQ(http_of(bob).refusal(revoke_request(elsewhere, made.id())).reason(), "link_not_found");
  EXPECT_EQ(askers(), std::vector{carol.id});
  EXPECT_EQ(seen_by(alice).member_count(), 2U);
}

TEST_F(Invitations, AtMostTwentyLinksWorkAtATime) {
  std::vector<msg::InvitationLink> links;
  for (int i = 0; i < 20; ++i) links.push_back(link());
  EXPECT_EQ(http_of(alice).refusal(link_request(id)).reason(), "invitations.links");
  http_of(alice).call<msg::RevokeLinkResponse>(revoke_request(id, links[3].id()));
  EXPECT_NE(link().id(), 0);
  const auto listed = http_of(alice).call<msg::ListLinksResponse>(links_request(id));
  EXPECT_EQ(listed.links_size(), 20);
  EXPECT_GT(listed.links(0).id(), listed.links(1).id());
}

TEST_F(Invitations, WhoWasRemovedIsLetInByOthersOnly) {
  const auto token = link().token();
  ASSERT_EQ(join(carol, token), msg::LINK_MEMBER);
  msg::LeaveGroupRequest leave;
  leave.set_conversation_id(id);
  http_of(carol).call<msg::LeaveGroupResponse>(leave);
  EXPECT_FALSE(look(carol, token).needs_approval());
  ASSERT_EQ(join(carol, token), msg::LINK_MEMBER) << "who left by themselves comes back";
  msg::RemoveMemberRequest remove;
  remove.set_conversation_id(id);
  remove.set_person_id(carol.id);
  http_of(alice).call<msg::RemoveMemberResponse>(remove);
  EXPECT_TRUE(look(carol, token).needs_approval());
  EXPECT_EQ(join(carol, token), msg::LINK_ASKED);
  EXPECT_EQ(askers(), std::vector<std::int64_t>{carol.id});
  http_of(alice).call<msg::AnswerJoinRequestResponse>(answer_request(id, carol, true));
  http_of(carol).call<msg::LeaveGroupResponse>(leave);
  EXPECT_EQ(join(carol, token), msg::LINK_MEMBER) << "who was let in again is as any other";
}

TEST_F(Invitations, WhomTheMakerOfTheLinkBlocksIsLetInByOthersOnly) {
  const auto token = link().token();
  acc::BlockPersonRequest block;
  block.set_person_id(carol.id);
  http_of(alice).call<acc::BlockPersonResponse>(block);
  EXPECT_EQ(join(carol, token), msg::LINK_ASKED);
  EXPECT_EQ(join(stranger(), token), msg::LINK_MEMBER);
}

}  // namespace
}  // namespace wasl::test
