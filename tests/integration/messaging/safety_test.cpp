// Strangers ask first, blocks work both ways, reports keep what was said.
#include <thread>

#include "core/clock.hpp"
#include "support/town.hpp"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/marks.pb.h"
#include "wasl/messaging/v1/personal.pb.h"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::test {
namespace {

class Safety : public Town {
 protected:
  static acc::BlockPersonRequest block_request(const Person& p) {
    acc::BlockPersonRequest request;
    request.set_person_id(p.id);
    return request;
  }
  static acc::UnblockPersonRequest unblock_request(const Person& p) {
    acc::UnblockPersonRequest request;
    request.set_person_id(p.id);
    return request;
  }
  static msg::AnswerRequestRequest answer(std::int64_t id, bool accept) {
    msg::AnswerRequestRequest request;
    request.set_conversation_id(id);
    request.set_accept(accept);
    return request;
  }
  static msg::Conversation view(const Person& p, std::int64_t id) {
    msg::GetConversationRequest request;
    request.set_conversation_id(id);
    return http_of(p).call<msg::GetConversationResponse>(request).conversation();
  }
  static bool lists(const Person& p, std::int64_t id) {
    const auto listed = http_of(p).call<msg::ListConversationsResponse>(msg::ListConversationsRequest{});
    return std::ranges::any_of(listed.conversations(), [id](const auto& c) { return c.id() == id; });
  }
  static std::int64_t say(const Person& p, std::int64_t id, const std::string& text) {
    return http_of(p).call<msg::SendMessageResponse>(send_request(id, text)).offset();
  }
  static std::string refused(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).refusal(request).reason();
  }
};

TEST_F(Safety, AStrangerWritesOnceAndThenWaits) {
  const auto outsider = stranger(), member = person();
  const auto id = direct(outsider, member);
  EXPECT_EQ(view(outsider, id).request(), msg::Conversation::FROM_ME);
  EXPECT_TRUE(view(outsider, id).may_write());
  EXPECT_EQ(view(member, id).request(), msg::Conversation::TO_ANSWER);
  EXPECT_FALSE(view(member, id).may_write());
  const auto first = send_request(id, "salam");
  const auto offset = http_of(outsider).call<msg::SendMessageResponse>(first).offset();
  EXPECT_EQ(http_of(outsider).call<msg::SendMessageResponse>(first).offset(), offset);
  EXPECT_EQ(refused(outsider, send_request(id, "more")), "messaging.read_only");
  EXPECT_FALSE(view(outsider, id).may_write());
  EXPECT_EQ(refused(member, send_request(id, "before accepting")), "messaging.read_only");
  EXPECT_EQ(refused(outsider, answer(id, true)), "messaging.not_asked");
  EXPECT_EQ(refused(person(), answer(id, true)), "conversation_not_found");

  auto ws = ws_of(outsider);
  ws.subscribe(conversation_stream(id), offset);
  http_of(member).call<msg::AnswerRequestResponse>(answer(id, true));
  http_of(member).call<msg::AnswerRequestResponse>(answer(id, true));
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), offset + 1));
  EXPECT_EQ(ws.events(conversation_stream(id)).back().type(), static_cast<unsigned>(msg::EVENT_RIGHTS_CHANGED));
  EXPECT_EQ(head(id), offset + 1);
  EXPECT_EQ(view(outsider, id).request(), msg::Conversation::NONE);
  say(outsider, id, "thank you");
  say(member, id, "welcome");
  EXPECT_EQ(refused(member, answer(id, false)), "messaging.answered");
}

TEST_F(Safety, OfManyMessagesAtOnceAStrangersFirstIsStored) {
  const auto outsider = stranger();
  const auto id = direct(outsider, person());
  auto ws = ws_of(outsider);
  v1::ClientBatch batch;
  for (std::uint32_t i = 1; i <= 20; ++i)
    *batch.add_frames() = WsClient::call_frame(i, send_request(id, "n" + std::to_string(i)));
  ws.send(batch);
  EXPECT_GT(ws.finish<msg::SendMessageResponse>(1).offset(), 0);
  for (std::uint32_t i = 2; i <= 20; ++i) EXPECT_EQ(ws.reply(i)->error().reason(), "messaging.read_only") << i;
  EXPECT_EQ(texts(history(http_of(outsider), id)), std::vector<std::string>{"n1"});
  EXPECT_EQ(head(id), history(http_of(outsider), id).back().offset());
}

TEST_F(Safety, ARefusedRequestIsGoneForOneAndSilentForTheOther) {
  const auto outsider = stranger(), member = person();
  const auto id = direct(outsider, member);
  say(outsider, id, "buy this");
  const auto before = head(id);
  auto ws = ws_of(member);
  const auto listed = http_of(member).call<msg::ListConversationsResponse>(msg::ListConversationsRequest{});
  ws.subscribe(person_stream(member.id), listed.person_head());
  http_of(member).call<msg::AnswerRequestResponse>(answer(id, false));
  ASSERT_TRUE(ws.wait_event(person_stream(member.id), listed.person_head() + 1));
  EXPECT_EQ(ws.events(person_stream(member.id)).back().type(), static_cast<unsigned>(msg::EVENT_REQUEST_REFUSED));
  EXPECT_FALSE(lists(member, id));
  EXPECT_TRUE(lists(outsider, id));
  EXPECT_EQ(head(id), before);
  EXPECT_EQ(view(outsider, id).request(), msg::Conversation::FROM_ME);
  EXPECT_EQ(refused(outsider, send_request(id, "again")), "messaging.read_only");
  EXPECT_EQ(direct(outsider, member), id);
  EXPECT_EQ(refused(outsider, send_request(id, "again")), "messaging.read_only");
}

TEST_F(Safety, WhoSpeaksForAnOrganisationOrSharesAGroupNeedNotAsk) {
  const auto outsider = stranger(), member = person();
  say(member, direct(member, outsider), "hello");
  const auto other = person();
  group(other, {outsider, member});
  const auto id = direct(outsider, other);
  EXPECT_EQ(view(outsider, id).request(), msg::Conversation::NONE);
  say(outsider, id, "we met there");
}

TEST_F(Safety, AStrangerGathersOnlyAcquaintances) {
  const auto outsider = stranger(), member = person();
  msg::CreateGroupRequest request;
  request.set_client_id(random_id());
  request.set_title("Come all");
  request.add_person_ids(member.id);
  EXPECT_EQ(refused(outsider, request), "messaging.stranger");
  const auto id = direct(outsider, member);
  EXPECT_EQ(refused(outsider, request), "messaging.stranger");
  http_of(member).call<msg::AnswerRequestResponse>(answer(id, true));
  http_of(outsider).call<msg::CreateGroupResponse>(request);
}

TEST_F(Safety, OnlySoManyRequestsWait) {
  const auto outsider = stranger();
  for (int i = 0; i < 20; ++i) direct(outsider, person());
  const auto last = person();
  EXPECT_EQ(refused(outsider, direct_request(last.id)), "messaging.too_many_requests");
  EXPECT_EQ(
      database().sql().number("select count(*) from conversations where creator_id = " + std::to_string(outsider.id)),
      20);
}

TEST_F(Safety, ABlockWorksInBothDirectionsAndEnds) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  say(bob, id, "rude");
  http_of(alice).call<acc::BlockPersonResponse>(block_request(bob));
  http_of(alice).call<acc::BlockPersonResponse>(block_request(bob));
  for (const auto& p : {alice, bob}) {
    EXPECT_EQ(refused(p, send_request(id, "x")), "messaging.read_only");
    EXPECT_FALSE(view(p, id).may_write());
  }
  msg::CreateGroupRequest request;
  request.set_client_id(random_id());
  request.set_title("Trap");
  request.add_person_ids(alice.id);
  EXPECT_EQ(refused(bob, request), "messaging.unreachable");
  const auto blocked = http_of(alice).call<acc::ListBlockedResponse>(acc::ListBlockedRequest{});
  ASSERT_EQ(blocked.people_size(), 1);
  EXPECT_EQ(blocked.people(0).id(), bob.id);
  EXPECT_EQ(http_of(bob).call<acc::ListBlockedResponse>(acc::ListBlockedRequest{}).people_size(), 0);
  http_of(bob).call<acc::UnblockPersonResponse>(unblock_request(alice));
  EXPECT_EQ(refused(bob, send_request(id, "x")), "messaging.read_only");
  http_of(alice).call<acc::UnblockPersonResponse>(unblock_request(bob));
  say(bob, id, "sorry");
  EXPECT_EQ(texts(history(http_of(alice), id)), (std::vector<std::string>{"rude", "sorry"}));
}

// By every door that there is into a direct conversation.
TEST_F(Safety, WhoIsBlockedReachesNobodyThroughAnOldConversation) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto asked = say(alice, id, "hello");
  const auto said = say(bob, id, "hello");
  http_of(alice).call<acc::BlockPersonResponse>(block_request(bob));
  const auto before = head(id);
  const auto edit = edit_request(id, said, "by an edit");
  EXPECT_EQ(refused(bob, edit), "messaging.read_only");
  msg::ReactRequest react;
  react.set_conversation_id(id);
  react.set_offset(asked);
  react.set_emoji("👍");
  EXPECT_EQ(refused(bob, react), "messaging.read_only");
  msg::PinMessageRequest pin;
  pin.set_conversation_id(id);
  pin.set_offset(said);
  EXPECT_EQ(refused(bob, pin), "messaging.not_administrator");
  EXPECT_EQ(refused(bob, send_request(id, "x")), "messaging.read_only");
  msg::ScheduleMessageRequest later;
  later.set_conversation_id(id);
  later.set_client_id(random_id());
  later.set_text("later");
  later.set_send_at_ms(now_ms() + 3'600'000);
  EXPECT_EQ(refused(bob, later), "messaging.read_only");
  EXPECT_EQ(head(id), before) << "nothing has become of it";
}

TEST_F(Safety, TypingOfWhoIsBlockedIsNotHeard) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto since = say(alice, id, "hello");
  auto hears = ws_of(alice);
  hears.subscribe(conversation_stream(id), since);
  auto before = ws_of(bob);
  before.subscribe(conversation_stream(id), since);
  before.signal(conversation_stream(id));
  EXPECT_EVENTUALLY(hears.signals().size() == 1U);

  http_of(alice).call<acc::BlockPersonResponse>(block_request(bob));
  auto after = ws_of(bob);
  after.subscribe(conversation_stream(id), since);
  after.signal(conversation_stream(id));
  EXPECT_EQ(after.refusal(send_request(id, "x")).reason(), "messaging.read_only") << "later on the same line";
  http_of(alice).call<acc::UnblockPersonResponse>(unblock_request(bob));
  auto again = ws_of(bob);
  again.subscribe(conversation_stream(id), since);
  again.signal(conversation_stream(id));
  EXPECT_EVENTUALLY(hears.signals().size() == 2U);
  const auto offset = say(bob, id, "back");
  ASSERT_TRUE(hears.wait_event(conversation_stream(id), offset));
  EXPECT_EQ(hears.signals().size(), 2U);
}

TEST_F(Safety, AStrangersOneMessageIsNotRewritten) {
  const auto outsider = stranger(), member = person();
  const auto id = direct(outsider, member);
  const auto said = say(outsider, id, "salam");
  EXPECT_EQ(refused(outsider, edit_request(id, said, "and another thing")), "messaging.read_only");
}

TEST_F(Safety, NoConversationBeginsAcrossABlock) {
  const auto alice = person(), bob = person();
  http_of(alice).call<acc::BlockPersonResponse>(block_request(bob));
  for (const auto& [from, to] : {std::pair{alice, bob}, std::pair{bob, alice}})
    EXPECT_EQ(refused(from, direct_request(to.id)), "messaging.unreachable");
  EXPECT_EQ(database().sql().number("select count(*) from conversations where creator_id in (" +
                                    std::to_string(alice.id) + ", " + std::to_string(bob.id) + ")"),
            0);
  EXPECT_EQ(refused(alice, block_request(alice)), "accounts.self");
  EXPECT_EQ(refused(alice, block_request(Person{987654321, "", "", ""})), "person_not_found");
}

TEST_F(Safety, AReportKeepsTheMessageAsItWas) {
  const auto alice = person(), bob = person();
  const auto id = direct(alice, bob);
  const auto offset = say(bob, id, "awful");
  msg::ReportMessageRequest report;
  report.set_conversation_id(id);
  report.set_offset(offset);
  EXPECT_EQ(refused(alice, report), "messaging.report_reason");
  report.set_reason(msg::REPORT_HARASSMENT);
  report.set_comment(std::string(1001, 'x'));
  EXPECT_EQ(refused(alice, report), "comment_length");
  report.set_comment("every day");
  EXPECT_EQ(refused(bob, report), "messaging.own_message");
  EXPECT_EQ(refused(person(), report), "conversation_not_found");
  http_of(alice).call<msg::ReportMessageResponse>(report);
  http_of(alice).call<msg::ReportMessageResponse>(report);
  http_of(bob).call<msg::DeleteMessageResponse>(delete_request(id, offset));
  EXPECT_EQ(refused(alice, report), "message_not_found");
  EXPECT_EQ(database().sql().value("select string_agg(text || '/' || reason || '/' || comment, ';') from "
                                   "message_reports where conversation_id = " +
                                   std::to_string(id)),
            "awful/harassment/every day");
}

}  // namespace
}  // namespace wasl::test
