// An organisation's announcements: who writes, who follows, and what others learn of that.
#include "support/town.hpp"
#include "wasl/messaging/v1/channels.pb.h"
#include "wasl/messaging/v1/groups.pb.h"
#include "wasl/messaging/v1/personal.pb.h"

namespace wasl::test {
namespace {

class Channels : public Town {
 protected:
  void SetUp() override {
    editor = stranger("Editor");
    colleague = stranger("Colleague");
    reader = stranger("Reader");
    organisation = std::stoll(database().sql().value(
        "insert into organisations (kind, name_ar, name_fr, state) values ('association', 'جمعية', 'Association', 'published') returning id"));
    seat(editor, "owner");
    seat(colleague, "editor");
    id = made(http_of(editor).call<msg::CreateChannelResponse>(create_request(organisation, "News")));
  }
  void seat(const Person& p, const std::string& role) const {
    database().sql().rows("insert into seats (organisation_id, person_id, role) values (" + std::to_string(organisation) + ", " +
                          std::to_string(p.id) + ", '" + role + "')");
  }
  static std::int64_t made(const msg::CreateChannelResponse& response) { return response.conversation().id(); }
  static msg::CreateChannelRequest create_request(std::int64_t organisation, const std::string& title,
                                                  std::uint64_t client_id = random_id()) {
    msg::CreateChannelRequest request;
    request.set_client_id(client_id);
    request.set_organisation_id(organisation);
    request.set_title(title);
    request.set_description("What we do");
    return request;
  }
  static msg::ListChannelsRequest list_request(std::int64_t organisation) {
    msg::ListChannelsRequest request;
    request.set_organisation_id(organisation);
    return request;
  }
  static msg::FollowChannelRequest follow_request(std::int64_t id) {
    msg::FollowChannelRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::LeaveGroupRequest leave_request(std::int64_t id) {
    msg::LeaveGroupRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::ListMembersRequest members_request(std::int64_t id) {
    msg::ListMembersRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::GetConversationRequest look_request(std::int64_t id) {
    msg::GetConversationRequest request;
    request.set_conversation_id(id);
    return request;
  }
  static msg::Conversation follow(const Person& p, std::int64_t id) {
    return http_of(p).call<msg::FollowChannelResponse>(follow_request(id)).conversation();
  }
  Person editor, colleague, reader;
  std::int64_t organisation = 0, id = 0;
};

TEST_F(Channels, EditorsWriteAndWhoFollowsReads) {
  const auto seen = follow(reader, id);
  EXPECT_EQ(seen.kind(), msg::CONVERSATION_CHANNEL);
  EXPECT_EQ(seen.organisation_id(), organisation);
  EXPECT_EQ(seen.organisation_name().fr(), "Association");
  EXPECT_EQ(seen.member_count(), 3U);
  EXPECT_FALSE(seen.may_write());
  auto ws = ws_of(reader);
  ws.subscribe(conversation_stream(id));
  const auto first = http_of(editor).call<msg::SendMessageResponse>(send_request(id, "by the owner")).offset();
  const auto second = http_of(colleague).call<msg::SendMessageResponse>(send_request(id, "by another editor")).offset();
  EXPECT_TRUE(ws.wait_event(conversation_stream(id), second));
  EXPECT_EQ(texts(history(http_of(reader), id)), (std::vector<std::string>{"by the owner", "by another editor"}));
  EXPECT_EQ(http_of(reader).refusal(send_request(id, "may I?")).reason(), "messaging.read_only");
  EXPECT_EQ(http_of(reader).refusal(delete_request(id, first)).reason(), "messaging.not_author");
  EXPECT_EQ(http_of(reader).refusal(react_request(id, first, "👍")).code(), v1::OK);
  // Again: nothing changes.
  const auto before = head(id);
  follow(reader, id);
  EXPECT_EQ(head(id), before);
}

TEST_F(Channels, ReadersDoNotLearnOfEachOther) {
  const auto other = stranger("Other");
  follow(reader, id);
  auto ws = ws_of(reader);
  const auto since = ws.subscribe(conversation_stream(id)).head();
  follow(other, id);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), since + 1));
  msg::MembersChanged changed;
  ASSERT_TRUE(changed.ParseFromString(ws.events(conversation_stream(id)).back().body()));
  EXPECT_EQ(changed.member_count(), 4U);
  EXPECT_EQ(changed.changes_size(), 0);
  EXPECT_EQ(head(id), since + 1);  // and no note says so
  std::set<std::int64_t> seen;
  const auto answer = http_of(reader).call<msg::GetConversationResponse>(look_request(id));
  for (const auto& card : answer.people()) seen.insert(card.id());
  seen.insert(answer.conversation().member_ids().begin(), answer.conversation().member_ids().end());
  const auto listed = http_of(reader).call<msg::ListMembersResponse>(members_request(id));
  for (const auto& m : listed.members()) seen.insert(m.person().id());
  EXPECT_EQ(seen, (std::set<std::int64_t>{editor.id, colleague.id}));
  EXPECT_EQ(http_of(editor).call<msg::ListMembersResponse>(members_request(id)).members_size(), 4);

  const auto sent = http_of(editor).call<msg::SendMessageResponse>(send_request(id, "read this")).offset();
  http_of(other).call<msg::MarkReadResponse>(read_request(id, sent));
  msg::ListReceiptsRequest receipts;
  receipts.set_conversation_id(id);
  EXPECT_EQ(http_of(reader).call<msg::ListReceiptsResponse>(receipts).receipts_size(), 0);
}

TEST_F(Channels, AreListedForWhoeverMaySeeTheOrganisation) {
  const auto listed = http_of(reader).call<msg::ListChannelsResponse>(list_request(organisation));
  ASSERT_EQ(listed.channels_size(), 1);
  EXPECT_EQ(listed.channels(0).title(), "News");
  EXPECT_EQ(listed.channels(0).description(), "What we do");
  EXPECT_FALSE(listed.channels(0).following());
  EXPECT_FALSE(listed.may_create());
  EXPECT_TRUE(http_of(editor).call<msg::ListChannelsResponse>(list_request(organisation)).may_create());
  follow(reader, id);
  EXPECT_TRUE(http_of(reader).call<msg::ListChannelsResponse>(list_request(organisation)).channels(0).following());
  database().sql().rows("update organisations set state = 'draft' where id = " + std::to_string(organisation));
  const auto other = stranger("Other");
  EXPECT_EQ(http_of(other).refusal(list_request(organisation)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(other).refusal(follow_request(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(editor).refusal(create_request(organisation, "More")).reason(), "channels.not_published");
  EXPECT_EQ(http_of(other).refusal(list_request(987'654'321)).reason(), "organisation_not_found");
}

TEST_F(Channels, ReadersGoAndEditorsStay) {
  follow(reader, id);
  auto ws = ws_of(reader);
  const auto since = ws.subscribe(person_stream(reader.id)).head();
  http_of(reader).call<msg::LeaveGroupResponse>(leave_request(id));
  ASSERT_TRUE(ws.wait_event(person_stream(reader.id), since + 1));
  EXPECT_EQ(ws.events(person_stream(reader.id)).back().type(), static_cast<std::uint32_t>(msg::EVENT_CONVERSATION_REMOVED));
  EXPECT_EQ(http_of(reader).refusal(look_request(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(colleague).refusal(leave_request(id)).reason(), "groups.seat");
  EXPECT_FALSE(follow(reader, id).may_write());
}

TEST_F(Channels, WhoBecomesAnEditorWritesOnceTheyFollow) {
  follow(reader, id);
  seat(reader, "editor");
  EXPECT_TRUE(follow(reader, id).may_write());
  http_of(reader).call<msg::SendMessageResponse>(send_request(id, "an editor now"));
  EXPECT_EQ(follow(reader, id).role(), msg::ROLE_ADMINISTRATOR);
}

TEST_F(Channels, OnlyEditorsMakeThemAndAtMostTwenty) {
  seat(reader, "member");
  EXPECT_EQ(http_of(reader).refusal(create_request(organisation, "Mine")).reason(), "channels.not_editor");
  EXPECT_EQ(http_of(editor).refusal(create_request(organisation, " ")).reason(), "title_length");
  EXPECT_EQ(http_of(editor).refusal(create_request(organisation, "x", 0)).reason(), "client_id_missing");
  EXPECT_EQ(http_of(reader).refusal(follow_request(group(editor, {colleague}))).reason(), "conversation_not_found");
  const auto again = random_id();
  const auto second = made(http_of(colleague).call<msg::CreateChannelResponse>(create_request(organisation, "Second", again)));
  EXPECT_EQ(made(http_of(colleague).call<msg::CreateChannelResponse>(create_request(organisation, "Second", again))), second);
  for (int i = 2; i < 20; ++i) http_of(editor).call<msg::CreateChannelResponse>(create_request(organisation, "More"));
  EXPECT_EQ(http_of(editor).refusal(create_request(organisation, "One too many")).reason(), "channels.full");
  EXPECT_EQ(http_of(reader).call<msg::ListChannelsResponse>(list_request(organisation)).channels_size(), 20);
}

}  // namespace
}  // namespace wasl::test
