// Drafts on every device, messages that leave later, how far others have read.
#include "core/clock.hpp"
#include "support/town.hpp"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/personal.pb.h"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::test {
namespace {

class Personal : public Town {
 protected:
  void SetUp() override {
    alice = person();
    bob = person();
    id = direct(alice, bob);
  }
  static msg::SetDraftRequest draft(std::int64_t conversation, const std::string& text, std::int64_t reply_to = 0) {
    msg::SetDraftRequest request;
    request.set_conversation_id(conversation);
    request.set_text(text);
    request.set_reply_to(reply_to);
    return request;
  }
  static msg::ScheduleMessageRequest schedule(std::int64_t conversation, const std::string& text) {
    msg::ScheduleMessageRequest request;
    request.set_conversation_id(conversation);
    request.set_client_id(random_id());
    request.set_text(text);
    request.set_send_at_ms(now_ms() + 3'600'000);
    return request;
  }
  static std::vector<msg::Draft> drafts(const Person& p) {
    const auto listed = http_of(p).call<msg::ListDraftsResponse>(msg::ListDraftsRequest{});
    return {listed.drafts().begin(), listed.drafts().end()};
  }
  static std::vector<msg::Scheduled> scheduled(const Person& p) {
    const auto listed = http_of(p).call<msg::ListScheduledResponse>(msg::ListScheduledRequest{});
    return {listed.scheduled().begin(), listed.scheduled().end()};
  }
  static std::map<std::int64_t, std::int64_t> receipts(const Person& p, std::int64_t conversation) {
    msg::ListReceiptsRequest request;
    request.set_conversation_id(conversation);
    std::map<std::int64_t, std::int64_t> out;
    const auto listed = http_of(p).call<msg::ListReceiptsResponse>(request);
    for (const auto& r : listed.receipts()) out[r.person_id()] = r.read_offset();
    return out;
  }
  static std::int64_t say(const Person& p, std::int64_t conversation, const std::string& text) {
    return http_of(p).call<msg::SendMessageResponse>(send_request(conversation, text)).offset();
  }
  static void read(const Person& p, std::int64_t conversation, std::int64_t offset) {
    http_of(p).call<msg::MarkReadResponse>(read_request(conversation, offset));
  }
  static void hide(const Person& p, bool hidden) {
    msg::SetReceiptSettingRequest request;
    request.set_hidden(hidden);
    http_of(p).call<msg::SetReceiptSettingResponse>(request);
    EXPECT_EQ(http_of(p).call<msg::GetReceiptSettingResponse>(msg::GetReceiptSettingRequest{}).hidden(), hidden);
  }
  static void make_due(const msg::Scheduled& s) {
    database().sql().rows("update scheduled_messages set send_at = now() - interval '1 second' where id = " +
                          std::to_string(s.id()));
  }
  Person alice, bob;
  std::int64_t id = 0;
};

TEST_F(Personal, ADraftIsOnEveryDeviceAndNobodyElses) {
  auto phone = ws_of(alice);
  const auto since = http_of(alice).call<msg::ListDraftsResponse>(msg::ListDraftsRequest{}).person_head();
  phone.subscribe(person_stream(alice.id), since);
  http_of(alice).call<msg::SetDraftResponse>(draft(id, "Bonjour, je ", 1));
  ASSERT_TRUE(phone.wait_event(person_stream(alice.id), since + 1));
  msg::Draft heard;
  ASSERT_TRUE(heard.ParseFromString(phone.events(person_stream(alice.id)).back().body()));
  ASSERT_EQ(drafts(alice).size(), 1U);
  EXPECT_EQ(heard.DebugString(), drafts(alice)[0].DebugString());
  EXPECT_EQ(heard.text(), "Bonjour, je ");
  EXPECT_TRUE(drafts(bob).empty());

  const auto removed = http_of(alice).call<msg::SetDraftResponse>(draft(id, " \n"));
  EXPECT_GT(removed.updated_at_ms(), heard.updated_at_ms());
  ASSERT_TRUE(phone.wait_event(person_stream(alice.id), since + 2));
  ASSERT_TRUE(heard.ParseFromString(phone.events(person_stream(alice.id)).back().body()));
  EXPECT_EQ(heard.text(), "");
  EXPECT_EQ(heard.updated_at_ms(), removed.updated_at_ms());
  EXPECT_TRUE(drafts(alice).empty());
  http_of(alice).call<msg::SetDraftResponse>(draft(id, ""));
  EXPECT_EQ(http_of(alice).call<msg::ListDraftsResponse>(msg::ListDraftsRequest{}).person_head(), since + 2);
}

TEST_F(Personal, DraftsOfStrangersAndTooLongOnesAreRefused) {
  EXPECT_EQ(http_of(person()).refusal(draft(id, "x")).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(alice).refusal(draft(id, std::string(4001, 'x'))).reason(), "text_length");
  EXPECT_TRUE(drafts(alice).empty());
}

TEST_F(Personal, AScheduledMessageLeavesOnceAtItsTime) {
  const auto first = say(bob, id, "when?");
  auto request = schedule(id, "tomorrow");
  request.set_reply_to(first);
  const auto made = http_of(alice).call<msg::ScheduleMessageResponse>(request).scheduled();
  EXPECT_EQ(http_of(alice).call<msg::ScheduleMessageResponse>(request).scheduled().DebugString(), made.DebugString());
  ASSERT_EQ(scheduled(alice).size(), 1U);
  EXPECT_EQ(scheduled(alice)[0].DebugString(), made.DebugString());
  EXPECT_EQ(made.send_at_ms(), request.send_at_ms());
  EXPECT_TRUE(scheduled(bob).empty());

  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id), first);
  make_due(made);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), first + 1));
  EXPECT_EVENTUALLY(scheduled(alice).empty());
  const auto all = history(http_of(bob), id);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1].text(), "tomorrow");
  EXPECT_EQ(all[1].client_id(), request.client_id());
  EXPECT_EQ(all[1].content().reply_to().offset(), first);
  EXPECT_EQ(say(alice, id, "once"), first + 2);
}

TEST_F(Personal, ACancelledMessageNeverLeaves) {
  const auto made = http_of(alice).call<msg::ScheduleMessageResponse>(schedule(id, "no")).scheduled();
  msg::CancelScheduledRequest cancel;
  cancel.set_id(made.id());
  EXPECT_EQ(http_of(bob).refusal(cancel).reason(), "scheduled_message_not_found");
  http_of(alice).call<msg::CancelScheduledResponse>(cancel);
  EXPECT_EQ(http_of(alice).refusal(cancel).reason(), "scheduled_message_not_found");
  EXPECT_TRUE(scheduled(alice).empty());
}

TEST_F(Personal, WhatCannotLeaveStaysWithItsReason) {
  const auto made = http_of(alice).call<msg::ScheduleMessageResponse>(schedule(id, "too late")).scheduled();
  database().sql().rows("update conversation_members set may_write = false where conversation_id = " +
                        std::to_string(id));
  make_due(made);
  EXPECT_EVENTUALLY(scheduled(alice)[0].failure() == "messaging.read_only");
  EXPECT_TRUE(history(http_of(bob), id).empty());
  msg::CancelScheduledRequest cancel;
  cancel.set_id(made.id());
  http_of(alice).call<msg::CancelScheduledResponse>(cancel);
}

TEST_F(Personal, OnlyTheNearFutureAndOwnConversationsAreScheduledFor) {
  auto request = schedule(id, "x");
  for (const auto at :
       {std::int64_t{0}, now_ms() - 1, now_ms() + 30'000, now_ms() + std::int64_t{400} * 24 * 3'600'000}) {
    request.set_send_at_ms(at);
    EXPECT_EQ(http_of(alice).refusal(request).reason(), "messaging.send_at") << at;
  }
  EXPECT_EQ(http_of(person()).refusal(schedule(id, "x")).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(alice).refusal(schedule(id, " ")).reason(), "text_length");
  auto reply = schedule(id, "x");
  reply.set_reply_to(99);
  EXPECT_EQ(http_of(alice).refusal(reply).reason(), "message_not_found");
  EXPECT_TRUE(scheduled(alice).empty());
}

TEST_F(Personal, AScheduledMessageIsChangedOrSentNow) {
  const auto made = http_of(alice).call<msg::ScheduleMessageResponse>(schedule(id, "tomorow")).scheduled();
  msg::ChangeScheduledRequest change;
  change.set_id(made.id());
  change.set_text("tomorrow");
  change.set_send_at_ms(now_ms() + 7'200'000);
  EXPECT_EQ(http_of(bob).refusal(change).reason(), "scheduled_message_not_found");
  auto bad = change;
  bad.set_text(" ");
  EXPECT_EQ(http_of(alice).refusal(bad).reason(), "text_length");
  bad = change;
  bad.set_send_at_ms(now_ms());
  EXPECT_EQ(http_of(alice).refusal(bad).reason(), "messaging.send_at");
  EXPECT_EQ(scheduled(alice)[0].DebugString(), made.DebugString());
  const auto changed = http_of(alice).call<msg::ChangeScheduledResponse>(change).scheduled();
  EXPECT_EQ(changed.text(), "tomorrow");
  EXPECT_EQ(changed.send_at_ms(), change.send_at_ms());
  EXPECT_EQ(scheduled(alice)[0].DebugString(), changed.DebugString());
  EXPECT_TRUE(history(http_of(bob), id).empty());
  change.set_send_at_ms(0);
  http_of(alice).call<msg::ChangeScheduledResponse>(change);
  EXPECT_EVENTUALLY(history(http_of(bob), id).size() == 1U);
  EXPECT_EQ(history(http_of(bob), id)[0].text(), "tomorrow");
  EXPECT_EVENTUALLY(scheduled(alice).empty());
  EXPECT_EQ(http_of(alice).refusal(change).reason(), "scheduled_message_not_found");
}

TEST_F(Personal, WhatFailedLeavesWhenItMayAgain) {
  const auto made = http_of(alice).call<msg::ScheduleMessageResponse>(schedule(id, "peace")).scheduled();
  acc::BlockPersonRequest block;
  block.set_person_id(alice.id);
  http_of(bob).call<acc::BlockPersonResponse>(block);
  make_due(made);
  EXPECT_EVENTUALLY(scheduled(alice)[0].failure() == "messaging.read_only");
  msg::ChangeScheduledRequest now;
  now.set_id(made.id());
  now.set_text("peace");
  EXPECT_EQ(http_of(alice).refusal(now).reason(), "messaging.read_only");
  EXPECT_EQ(scheduled(alice)[0].failure(), "messaging.read_only") << "a refusal changes nothing";
  acc::UnblockPersonRequest unblock;
  unblock.set_person_id(alice.id);
  http_of(bob).call<acc::UnblockPersonResponse>(unblock);
  http_of(alice).call<msg::ChangeScheduledResponse>(now);
  EXPECT_EVENTUALLY(history(http_of(bob), id).size() == 1U);
}

TEST_F(Personal, OfManyAtOnceOnlySoManyWait) {
  auto ws = ws_of(alice);
  std::vector<std::uint32_t> calls;
  for (int i = 0; i < 200; ++i) calls.push_back(ws.start(schedule(id, "m" + std::to_string(i))));
  int taken = 0;
  for (const auto call : calls) {
    const auto reply = ws.reply(call);
    ASSERT_TRUE(reply);
    if (reply->has_error())
      EXPECT_EQ(reply->error().reason(), "messaging.too_many_scheduled");
    else
      ++taken;
  }
  EXPECT_EQ(taken, 100);
  EXPECT_EQ(scheduled(alice).size(), 100U);
  msg::CancelScheduledRequest cancel;
  cancel.set_id(scheduled(alice)[0].id());
  EXPECT_EQ(http_of(bob).refusal(cancel).reason(), "scheduled_message_not_found");
  http_of(alice).call<msg::CancelScheduledResponse>(cancel);
  http_of(alice).call<msg::ScheduleMessageResponse>(schedule(id, "in its place"));
  EXPECT_TRUE(scheduled(bob).empty());
}

TEST_F(Personal, ReceiptsAreHiddenByABlockAndBeforeARequestIsAccepted) {
  const auto offset = say(alice, id, "seen?");
  read(bob, id, offset);
  acc::BlockPersonRequest block;
  block.set_person_id(alice.id);
  http_of(bob).call<acc::BlockPersonResponse>(block);
  EXPECT_TRUE(receipts(alice, id).empty());
  EXPECT_TRUE(receipts(bob, id).empty());

  const auto outsider = stranger();
  const auto asked = direct(outsider, bob);
  const auto said = say(outsider, asked, "salam");
  auto ws = ws_of(outsider);
  ws.subscribe(conversation_stream(asked), said);
  read(bob, asked, said);
  EXPECT_TRUE(receipts(outsider, asked).empty());
  msg::AnswerRequestRequest accept;
  accept.set_conversation_id(asked);
  accept.set_accept(true);
  http_of(bob).call<msg::AnswerRequestResponse>(accept);
  ASSERT_TRUE(ws.wait_event(conversation_stream(asked), said + 1));
  EXPECT_TRUE(ws.signals().empty()) << "reading a request is not told";
  EXPECT_EQ(receipts(outsider, asked).at(bob.id), said);
}

TEST_F(Personal, OthersSeeHowFarOneHasReadUnlessEitherHidesIt) {
  const auto offset = say(alice, id, "seen?");
  auto ws = ws_of(alice);
  ws.subscribe(conversation_stream(id), offset);
  EXPECT_TRUE(receipts(alice, id).empty());
  read(bob, id, offset);
  EXPECT_EQ(receipts(alice, id), (std::map<std::int64_t, std::int64_t>{{bob.id, offset}}));
  EXPECT_EVENTUALLY(ws.signals().size() == 1U);
  EXPECT_EQ(ws.signals()[0].type(), v1::SIGNAL_READ);
  EXPECT_EQ(ws.signals()[0].person_id(), bob.id);
  EXPECT_EQ(ws.signals()[0].read_offset(), offset);
  EXPECT_EQ(head(id), offset) << "a signal is no event";

  hide(alice, true);
  EXPECT_TRUE(receipts(alice, id).empty()) << "whoever hides sees nothing";
  hide(alice, false);
  hide(bob, true);
  EXPECT_TRUE(receipts(alice, id).empty());
  read(bob, id, say(alice, id, "and now?"));
  ws.ping();
  EXPECT_EQ(ws.signals().size(), 1U);
  msg::ListReceiptsRequest request;
  request.set_conversation_id(id);
  EXPECT_EQ(http_of(person()).refusal(request).reason(), "conversation_not_found");
}

TEST_F(Personal, NobodySeesAcrossABlockHowFarOneHasReadInAGroup) {
  const auto eve = person("Eve");
  const auto id = group(alice, {bob, eve});
  const auto offset = http_of(alice).call<msg::SendMessageResponse>(send_request(id, "read me")).offset();
  acc::BlockPersonRequest block;
  block.set_person_id(alice.id);
  http_of(bob).call<acc::BlockPersonResponse>(block);
  auto blocked = ws_of(alice);
  blocked.subscribe(conversation_stream(id));
  for (const auto& reader : {bob, eve}) http_of(reader).call<msg::MarkReadResponse>(read_request(id, offset));
  EXPECT_FALSE(receipts(alice, id).contains(bob.id));
  EXPECT_TRUE(receipts(alice, id).contains(eve.id));
  EXPECT_TRUE(receipts(eve, id).contains(bob.id));
  http_of(alice).call<msg::MarkReadResponse>(read_request(id, offset));
  EXPECT_FALSE(receipts(bob, id).contains(alice.id));
  // Eve's move comes as it happens; Bob's, which came before it, does not.
  ASSERT_TRUE(blocked.wait([&] { return !blocked.signals().empty(); }));
  for (const auto& signal : blocked.signals()) EXPECT_EQ(signal.person_id(), eve.id);
}

}  // namespace
}  // namespace wasl::test
