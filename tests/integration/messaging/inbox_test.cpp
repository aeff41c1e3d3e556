// Conversations with organisations: who is there, in whose name one writes, who answers.
#include <algorithm>

#include "integration/messaging/inbox_town.hpp"
#include "wasl/accounts/v1/deletion.pb.h"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/directory/v1/seats.pb.h"
#include "wasl/messaging/v1/channels.pb.h"
#include "wasl/messaging/v1/groups.pb.h"
#include "wasl/messaging/v1/personal.pb.h"
#include "wasl/messaging/v1/presence.pb.h"
#include "wasl/messaging/v1/search.pb.h"

namespace wasl::test {
namespace {

using Inbox = InboxTown;

TEST_F(Inbox, APersonWritesAndEveryEditorSeesIt) {
  const auto id = opened(nour);
  EXPECT_EQ(opened(nour), id);
  const auto mine = look(nour, id);
  EXPECT_EQ(mine.kind(), msg::CONVERSATION_ORGANISATION);
  EXPECT_EQ(mine.organisation_id(), organisation);
  EXPECT_EQ(mine.organisation_name().ar(), "جمعية");
  EXPECT_FALSE(mine.in_name());
  EXPECT_TRUE(mine.may_write());
  EXPECT_EQ(mine.request(), msg::Conversation::NONE);
  EXPECT_EQ(mine.member_count(), 3U);
  for (const auto& editor : {amel, skander}) {
    EXPECT_TRUE(look(editor, id).in_name());
    EXPECT_EQ(look(editor, id).creator_id(), nour.id);
    EXPECT_EQ(look(editor, id).role(), msg::ROLE_MEMBER);
  }
  say(nour, id, "May I join?");
  say(nour, id, "And is it far?");
  EXPECT_EQ(texts(history(http_of(skander), id)), (std::vector<std::string>{"May I join?", "And is it far?"}));
  EXPECT_EQ(look(amel, id).unread_count(), 2U);
  const auto other = stranger();
  EXPECT_NE(opened(other), id);
  EXPECT_EQ(http_of(other).refusal(look_request(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(other).refusal(send_request(id, "me too")).reason(), "conversation_not_found");
}

TEST_F(Inbox, EditorsWriteInTheOrganisationsNameAndAreSeenToHave) {
  const auto id = opened(nour);
  const auto asked = say(nour, id, "Hello?");
  auto ws = ws_of(nour);
  ws.subscribe(conversation_stream(id), asked);
  const auto plain = say(amel, id, "Welcome");
  auto request = send_request(id, "An answer");
  request.set_reply_to(asked);
  request.set_organisation_id(organisation);
  const auto answer = http_of(skander).call<msg::SendMessageResponse>(request).offset();
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), answer));
  std::map<std::int64_t, msg::Message> live;
  for (const auto& event : ws.events(conversation_stream(id)))
    if (msg::Message m; event.type() == msg::EVENT_MESSAGE_SENT && m.ParseFromString(event.body()))
      live[m.offset()] = m;
  for (const auto& stored : history(http_of(nour), id)) {
    EXPECT_EQ(stored.content().organisation_id(), stored.author_id() == nour.id ? 0 : organisation);
    if (stored.offset() > asked) EXPECT_EQ(live.at(stored.offset()).DebugString(), stored.DebugString());
  }
  EXPECT_EQ(live.at(plain).author_id(), amel.id);
  EXPECT_EQ(live.at(answer).author_id(), skander.id);
  EXPECT_EQ(live.at(answer).content().reply_to().offset(), asked);
  // Again: the first answer, and nothing new.
  EXPECT_EQ(http_of(skander).call<msg::SendMessageResponse>(request).offset(), answer);
  EXPECT_EQ(head(id), answer);
  // An edit keeps the name.
  http_of(amel).call<msg::EditMessageResponse>(edit_request(id, plain, "Welcome!"));
  EXPECT_EQ(history(http_of(nour), id)[1].content().organisation_id(), organisation);
}

TEST_F(Inbox, TheNumberOfAnOrganisationIsWrittenAsItIs) {
  for (const auto number : {std::int64_t{1}, std::int64_t{127}, std::int64_t{128}, std::int64_t{300},
                            std::int64_t{2097152}, std::int64_t{9223372036854775807}}) {
    const auto hex = database().sql().value("select encode(in_name_content(" + std::to_string(number) + "), 'hex')");
    std::string bytes;
    for (std::size_t i = 0; i < hex.size(); i += 2)
      bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    msg::MessageContent content;
    content.set_organisation_id(number);
    EXPECT_EQ(bytes, content.SerializeAsString());
  }
}

TEST_F(Inbox, NobodyElseWritesInItsName) {
  const auto id = opened(nour);
  auto request = send_request(id, "in its name");
  request.set_organisation_id(organisation);
  EXPECT_EQ(http_of(nour).refusal(request).reason(), "messaging.not_in_name");
  const auto other = organised("published");
  request.set_organisation_id(other);
  EXPECT_EQ(http_of(amel).refusal(request).reason(), "messaging.not_in_name");
  // Not even its editors, elsewhere.
  request = send_request(group(amel, {skander}), "in its name");
  request.set_organisation_id(organisation);
  EXPECT_EQ(http_of(amel).refusal(request).reason(), "messaging.not_in_name");
  request.set_conversation_id(opened(stranger()));
  EXPECT_EQ(http_of(nour).refusal(request).reason(), "conversation_not_found");
  EXPECT_EQ(head(id), 1);

  // By forwarding, neither.
  const auto said = say(amel, id, "Official");
  const auto own = direct(person(), nour);
  auto forward = send_request(own, "");
  forward.mutable_forward()->set_conversation_id(id);
  forward.mutable_forward()->set_offset(said);
  http_of(nour).call<msg::SendMessageResponse>(forward);
  EXPECT_EQ(history(http_of(nour), own).back().content().organisation_id(), 0);
  // Into the inbox it is the organisation that forwards.
  const auto team = group(amel, {skander});
  const auto idea = say(skander, team, "An idea");
  forward = send_request(id, "");
  forward.mutable_forward()->set_conversation_id(team);
  forward.mutable_forward()->set_offset(idea);
  http_of(amel).call<msg::SendMessageResponse>(forward);
  EXPECT_EQ(history(http_of(nour), id).back().content().organisation_id(), organisation);
}

TEST_F(Inbox, AScheduledMessageLeavesInTheNameThatItsAuthorHasThen) {
  const auto id = opened(nour);
  const auto schedule = [&](const Person& p) {
    msg::ScheduleMessageRequest request;
    request.set_conversation_id(id);
    request.set_client_id(random_id());
    request.set_text("later");
    request.set_send_at_ms(
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count() +
        120'000);
    http_of(p).call<msg::ScheduleMessageResponse>(request);
  };
  schedule(nour);
  schedule(amel);
  schedule(skander);
  unseat(skander);
  announce(skander);
  ASSERT_EVENTUALLY(jobs_are_done());
  database().sql().rows("update scheduled_messages set send_at = now()");
  ASSERT_EVENTUALLY(history(http_of(nour), id).size() == 2U);
  for (const auto& m : history(http_of(nour), id))
    EXPECT_EQ(m.content().organisation_id(), m.author_id() == nour.id ? 0 : organisation);
  ASSERT_EVENTUALLY(database().sql().value("select failure from scheduled_messages where author_id = " +
                                           std::to_string(skander.id)) == "conversation_not_found");
}

TEST_F(Inbox, OnlyPublishedOrganisationsWithEditorsAreWrittenTo) {
  const auto unknown = http_of(nour).refusal(open_request(987'654'321));
  const auto hidden = http_of(nour).refusal(open_request(organised("verified")));
  EXPECT_EQ(unknown.reason(), "organisation_not_found");
  EXPECT_EQ(hidden.SerializeAsString(), unknown.SerializeAsString());
  EXPECT_EQ(http_of(nour).refusal(open_request(organised("published"))).reason(), "inbox.nobody");
  EXPECT_EQ(http_of(amel).refusal(open_request(organisation)).reason(), "inbox.own_organisation");
  // Its members are no editors: they write as anybody does.
  const auto member = stranger();
  seat(member, "member");
  EXPECT_FALSE(look(member, opened(member)).in_name());
  database().sql().rows("update organisations set state = 'returned' where id = " + std::to_string(organisation));
  EXPECT_EQ(http_of(nour).refusal(open_request(organisation)).reason(), "organisation_not_found");
  const auto second = stranger();
  seat(second, "member");
  EXPECT_EQ(http_of(second).refusal(open_request(organisation)).reason(), "inbox.not_published");
}

TEST_F(Inbox, OnlySoManyAreOpenedADay) {
  std::vector<std::int64_t> others;
  for (int i = 0; i < 21; ++i) {
    others.push_back(organised("published"));
    database().sql().rows("insert into seats (organisation_id, person_id, role) values (" +
                          std::to_string(others.back()) + ", " + std::to_string(amel.id) + ", 'editor')");
  }
  for (int i = 0; i < 20; ++i)
    http_of(nour).call<msg::OpenOrganisationResponse>(open_request(others[static_cast<std::size_t>(i)]));
  const auto refused = http_of(nour).refusal(open_request(others[20]));
  EXPECT_EQ(refused.reason(), "inbox.too_many");
  EXPECT_EQ(refused.code(), v1::RESOURCE_EXHAUSTED);
  EXPECT_GT(refused.retry_after_ms(), 23 * 3'600'000);
  http_of(nour).call<msg::OpenOrganisationResponse>(open_request(others[3]));  // known already
  database().sql().rows("update conversations set created_at = created_at - interval '25 hours' where creator_id = " +
                        std::to_string(nour.id));
  http_of(nour).call<msg::OpenOrganisationResponse>(open_request(others[20]));
}

TEST_F(Inbox, ABlockBetweenTwoPeopleNeitherStopsItNorShows) {
  acc::BlockPersonRequest block;
  block.set_person_id(nour.id);
  http_of(amel).call<acc::BlockPersonResponse>(block);
  const auto id = opened(nour);
  say(nour, id, "Hello");
  say(amel, id, "Hello, how can we help?");
  EXPECT_TRUE(look(nour, id).may_write());
  EXPECT_EQ(texts(history(http_of(amel), id)).size(), 2U);
  block.set_person_id(skander.id);
  http_of(nour).call<acc::BlockPersonResponse>(block);
  say(skander, id, "The rest of the answer");
  EXPECT_EQ(history(http_of(nour), id).back().author_id(), skander.id);
}

TEST_F(Inbox, WritingToAnOrganisationMakesNobodyAcquainted) {
  const auto id = opened(nour);
  say(nour, id, "Hello");
  say(amel, id, "Hello");
  const auto own = http_of(nour).call<msg::OpenDirectResponse>(direct_request(amel.id)).conversation();
  EXPECT_EQ(own.request(), msg::Conversation::FROM_ME);
  msg::ExchangePresenceRequest presence;
  presence.set_active(true);
  http_of(skander).call<msg::ExchangePresenceResponse>(presence);
  presence.add_person_ids(skander.id);
  EXPECT_EQ(http_of(nour).call<msg::ExchangePresenceResponse>(presence).people_size(), 0);
  http_of(amel).call<msg::MarkReadResponse>(read_request(id, head(id)));
  msg::ListReceiptsRequest receipts;
  receipts.set_conversation_id(id);
  EXPECT_EQ(http_of(nour).call<msg::ListReceiptsResponse>(receipts).receipts_size(), 0);
}

TEST_F(Inbox, NobodyIsLedThere) {
  const auto id = opened(nour);
  msg::LeaveGroupRequest leave;
  leave.set_conversation_id(id);
  msg::AddMembersRequest add;
  add.set_conversation_id(id);
  add.add_person_ids(stranger().id);
  msg::RemoveMemberRequest remove;
  remove.set_conversation_id(id);
  remove.set_person_id(amel.id);
  msg::ChangeGroupRequest change;
  change.set_conversation_id(id);
  change.set_title("Mine");
  for (const auto& p : {nour, amel})
    for (const google::protobuf::Message* request :
         std::initializer_list<const google::protobuf::Message*>{&leave, &add, &remove, &change})
      EXPECT_EQ(http_of(p).refusal(*request).reason(), "groups.not_a_group") << request->GetTypeName();
  // What was said in the organisation's name is any editor's to take back; what the person said is theirs.
  const auto asked = say(nour, id, "A question"), answered = say(amel, id, "An answer");
  EXPECT_EQ(http_of(skander).refusal(delete_request(id, asked)).reason(), "messaging.not_author");
  EXPECT_EQ(http_of(nour).refusal(delete_request(id, answered)).reason(), "messaging.not_author");
  EXPECT_EQ(http_of(skander).refusal(edit_request(id, answered, "Another")).reason(), "messaging.not_author");
  http_of(skander).call<msg::DeleteMessageResponse>(delete_request(id, answered));
  EXPECT_NE(history(http_of(nour), id).back().deleted_at_ms(), 0);
}

TEST_F(Inbox, WhatWaitsIsListed) {
  const auto a = opened(nour), b = opened(stranger("Second")), silent = opened(stranger("Silent"));
  const auto second = http_of(amel).call<msg::GetConversationResponse>(look_request(b)).conversation().creator_id();
  EXPECT_TRUE(inbox(amel).entries().empty()) << "nobody has written yet";
  const auto asked = say(nour, a, "First");
  EXPECT_EQ(ids(inbox(amel, msg::INBOX_WAITING)), (std::vector{a}));
  EXPECT_EQ(inbox(skander).waiting_count(), 1U);
  EXPECT_TRUE(state(amel, a).waiting());
  say(skander, a, "An answer");
  EXPECT_FALSE(state(amel, a).waiting());
  EXPECT_EQ(ids(inbox(amel, msg::INBOX_DONE)), (std::vector{a}));
  const auto again = say(nour, a, "Thanks, and");
  EXPECT_EQ(ids(inbox(amel, msg::INBOX_WAITING)), (std::vector{a}));

  // Done without an answer, up to what was seen: what came meanwhile waits.
  http_of(amel).call<msg::MarkDoneResponse>(done_request(a, asked));
  EXPECT_TRUE(state(amel, a).waiting());
  EXPECT_FALSE(http_of(amel).call<msg::MarkDoneResponse>(done_request(a, again)).state().waiting());
  EXPECT_EQ(inbox(amel).waiting_count(), 0U);
  const auto before = head(a);
  http_of(skander).call<msg::MarkDoneResponse>(done_request(a, again));
  EXPECT_EQ(head(a), before) << "that was done already";
  http_of(amel).call<msg::MarkDoneResponse>(done_request(a, 0));
  EXPECT_TRUE(state(skander, a).waiting());
  // A question that was taken back needs no answer.
  http_of(nour).call<msg::DeleteMessageResponse>(delete_request(a, again));
  EXPECT_FALSE(state(amel, a).waiting());

  EXPECT_EQ(second, look(amel, b).creator_id());
  EXPECT_NE(silent, b);
  EXPECT_EQ(inbox(amel).all_count(), 1U);
}

TEST_F(Inbox, IsReadByPages) {
  std::vector<std::int64_t> all;
  for (int i = 0; i < 7; ++i) {
    const auto person = stranger();
    all.push_back(opened(person));
    say(person, all.back(), "Hello");
  }
  std::ranges::reverse(all);
  std::vector<std::int64_t> seen;
  auto request = inbox_request(msg::INBOX_WAITING, organisation);
  request.set_limit(3);
  do {
    const auto page = http_of(amel).call<msg::ListInboxResponse>(request);
    EXPECT_EQ(page.waiting_count(), 7U);
    for (const auto id : ids(page)) seen.push_back(id);
    std::set<std::int64_t> named;
    for (const auto& card : page.people()) named.insert(card.id());
    for (const auto& entry : page.entries()) EXPECT_TRUE(named.contains(entry.conversation().creator_id()));
    request.set_cursor(page.next_cursor());
  } while (!request.cursor().empty());
  EXPECT_EQ(seen, all);
  request.set_cursor("nonsense");
  EXPECT_EQ(http_of(amel).refusal(request).reason(), "cursor_malformed");
  request = inbox_request();
  request.set_limit(101);
  EXPECT_EQ(http_of(amel).refusal(request).reason(), "limit_range");
  request = inbox_request(static_cast<msg::InboxFilter>(9));
  EXPECT_EQ(http_of(amel).refusal(request).reason(), "inbox.bad_filter");
}

TEST_F(Inbox, TwoEditorsDoNotAnswerTheSameOne) {
  const auto id = opened(nour);
  say(nour, id, "Hello");
  auto ws = ws_of(skander);
  const auto since = ws.subscribe(conversation_stream(id)).head();
  EXPECT_EQ(http_of(amel).call<msg::AssignResponse>(assign_request(id, amel.id)).state().assignee_id(), amel.id);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), since + 1));
  EXPECT_EQ(ws.events(conversation_stream(id)).back().type(), static_cast<std::uint32_t>(msg::EVENT_INBOX_CHANGED));
  EXPECT_TRUE(ws.events(conversation_stream(id)).back().body().empty()) << "the person outside hears it, too";
  EXPECT_EQ(http_of(skander).refusal(assign_request(id, skander.id)).reason(), "inbox.taken");
  EXPECT_EQ(state(skander, id).assignee_id(), amel.id);
  EXPECT_EQ(ids(inbox(amel, msg::INBOX_MINE)), (std::vector{id}));
  EXPECT_EQ(inbox(amel).mine_count(), 1U);
  EXPECT_EQ(inbox(skander).mine_count(), 0U);
  // Again: nothing changes. Knowingly: it may be taken over, handed on and given back.
  http_of(amel).call<msg::AssignResponse>(assign_request(id, amel.id));
  EXPECT_EQ(head(id), since + 1);
  http_of(skander).call<msg::AssignResponse>(assign_request(id, skander.id, amel.id));
  http_of(skander).call<msg::AssignResponse>(assign_request(id, amel.id, skander.id));
  http_of(amel).call<msg::AssignResponse>(assign_request(id, 0, amel.id));
  EXPECT_EQ(state(amel, id).assignee_id(), 0);
  EXPECT_EQ(http_of(amel).refusal(assign_request(id, nour.id)).reason(), "person_not_found");
  EXPECT_EQ(http_of(amel).refusal(assign_request(id, stranger().id)).reason(), "person_not_found");
}

TEST_F(Inbox, IsForThoseWhoAnswer) {
  const auto id = opened(nour);
  say(nour, id, "Hello");
  const auto other = stranger("Other");
  const auto team = group(amel, {skander});
  for (const google::protobuf::Message* request : std::initializer_list<const google::protobuf::Message*>{
           new msg::GetInboxStateRequest(state_request(id)), new msg::MarkDoneRequest(done_request(id, 2)),
           new msg::AssignRequest(assign_request(id, nour.id))}) {
    EXPECT_EQ(http_of(nour).refusal(*request).reason(), "inbox.not_editor") << request->GetTypeName();
    EXPECT_EQ(http_of(other).refusal(*request).reason(), "conversation_not_found") << request->GetTypeName();
    EXPECT_EQ(HttpClient(port(), "").refusal(*request).code(), v1::UNAUTHENTICATED) << request->GetTypeName();
    delete request;
  }
  EXPECT_EQ(http_of(amel).refusal(state_request(team)).reason(), "inbox.not_editor");
  EXPECT_EQ(http_of(amel).refusal(done_request(id, -1)).reason(), "inbox.bad_offset");
  EXPECT_EQ(http_of(nour).refusal(inbox_request(msg::INBOX_ALL, organisation)).reason(), "inbox.not_editor");
  EXPECT_EQ(http_of(nour).refusal(inbox_request(msg::INBOX_ALL, organised("draft"))).reason(),
            "organisation_not_found");
  EXPECT_TRUE(inbox(nour).entries().empty());
  EXPECT_EQ(HttpClient(port(), "").refusal(open_request(organisation)).code(), v1::UNAUTHENTICATED);
}

TEST_F(Inbox, WhoGetsASeatSeesAllAndWhoLosesItNothing) {
  const auto a = opened(nour), b = opened(stranger());
  say(nour, a, "Long ago");
  say(skander, a, "An old answer");
  const auto noor = stranger("New editor");
  auto ws = ws_of(noor);
  const auto since = ws.subscribe(person_stream(noor.id)).head();
  seat(noor, "editor");
  announce(noor);
  ASSERT_TRUE(ws.wait_event(person_stream(noor.id), since + 2));
  EXPECT_EQ(ws.events(person_stream(noor.id)).back().type(), static_cast<std::uint32_t>(msg::EVENT_CONVERSATION_ADDED));
  ASSERT_EVENTUALLY(jobs_are_done());
  EXPECT_TRUE(look(noor, b).in_name());
  EXPECT_EQ(look(noor, a).unread_count(), 0U);
  EXPECT_EQ(texts(history(http_of(noor), a)), (std::vector<std::string>{"Long ago", "An old answer"}));
  const auto said = say(noor, a, "A new answer");
  EXPECT_EQ(history(http_of(nour), a).back().content().organisation_id(), organisation);
  EXPECT_TRUE(opened(stranger()) > 0);
  http_of(noor).call<msg::AssignResponse>(assign_request(a, noor.id));

  // Their seat goes while they are connected.
  ws.subscribe(conversation_stream(a), said);
  auto outside = ws_of(nour);
  outside.subscribe(conversation_stream(a), head(a));
  seat(noor, "member");
  announce(noor);
  ASSERT_EVENTUALLY(jobs_are_done());
  ASSERT_EVENTUALLY(std::ranges::any_of(ws.events(person_stream(noor.id)), [&](const auto& event) {
    msg::ConversationRemoved removed;
    return event.type() == msg::EVENT_CONVERSATION_REMOVED && removed.ParseFromString(event.body()) &&
           removed.conversation_id() == a;
  }));
  const auto secret = say(nour, a, "Not for everybody");
  ASSERT_TRUE(outside.wait_event(conversation_stream(a), secret));
  EXPECT_EQ(http_of(noor).refusal(look_request(a)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(noor).refusal(history_request(a)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(noor).refusal(send_request(a, "still here")).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(noor).refusal(edit_request(a, said, "changed")).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(noor).refusal(assign_request(a, noor.id)).reason(), "conversation_not_found");
  ws.ping();
  EXPECT_EQ(std::ranges::count(texts(ws.events(conversation_stream(a))), "Not for everybody"), 0);
  EXPECT_TRUE(inbox(noor).entries().empty());
  EXPECT_EQ(state(amel, a).assignee_id(), 0) << "nobody answers in their place";
  // What they wrote stays, and no note tells the person outside of any of it.
  EXPECT_EQ(texts(history(http_of(nour), a)),
            (std::vector<std::string>{"Long ago", "An old answer", "A new answer", "Not for everybody"}));
  EXPECT_EQ(look(nour, a).member_count(), 3U);
  // Again: nothing changes.
  const auto before = head(a);
  announce(noor);
  ASSERT_EVENTUALLY(jobs_are_done());
  EXPECT_EQ(head(a), before);
}

TEST_F(Inbox, WhatBecomesOfSeatsInTheDirectoryIsFollowed) {
  namespace dir = ::wasl::directory::v1;
  const auto id = opened(nour), asks = opened(stranger());
  const auto sees = [&](const Person& p) { return http_of(p).refusal(look_request(id)).code() == v1::OK; };
  dir::SetSeatRoleRequest role;
  role.set_organisation_id(organisation);
  role.set_person_id(skander.id);
  role.set_role(dir::SEAT_MEMBER);
  http_of(amel).call<dir::SetSeatRoleResponse>(role);
  EXPECT_EVENTUALLY(!sees(skander));
  role.set_role(dir::SEAT_EDITOR);
  http_of(amel).call<dir::SetSeatRoleResponse>(role);
  EXPECT_EVENTUALLY(sees(skander));
  EXPECT_EVENTUALLY(jobs_are_done());
  EXPECT_TRUE(look(skander, asks).in_name());
  dir::RemoveSeatRequest remove;
  remove.set_organisation_id(organisation);
  remove.set_person_id(skander.id);
  http_of(amel).call<dir::RemoveSeatResponse>(remove);
  EXPECT_EVENTUALLY(!sees(skander));
}

TEST_F(Inbox, WhoWroteFromOutsideStaysOutsideThere) {
  const auto id = opened(nour);
  say(nour, id, "May I become an editor?");
  seat(nour, "editor");
  announce(nour);
  ASSERT_EVENTUALLY(jobs_are_done());
  EXPECT_FALSE(look(nour, id).in_name());
  say(nour, id, "I am one now");
  EXPECT_EQ(history(http_of(amel), id).back().content().organisation_id(), 0);
  EXPECT_EQ(opened(nour), id);
  unseat(nour);
  announce(nour);
  ASSERT_EVENTUALLY(jobs_are_done());
  say(nour, id, "And no more");
}

TEST_F(Inbox, ManyConversationsFollowASeatInBatches) {
  for (int i = 0; i < 60; ++i)
    database().sql().rows(
        "with p as (insert into people (name, email, email_key, language, password_hash, confirmed_at) select 'P', "
        "'many' || n, 'many' || n || '-" +
        std::to_string(organisation) + "', 'fr', '', now() from generate_series(" + std::to_string(i) + ", " +
        std::to_string(i) +
        ") n returning id), c as (insert into conversations (kind, creator_id, organisation_id) select 'organisation', "
        "id, " +
        std::to_string(organisation) +
        " from p returning id, creator_id) insert into conversation_members (conversation_id, person_id) select id, "
        "creator_id from c");
  const auto count = [&](const Person& p) {
    return database().sql().number("select count(*) from conversation_members where in_name and person_id = " +
                                   std::to_string(p.id));
  };
  announce(amel);
  ASSERT_EVENTUALLY(jobs_are_done());
  EXPECT_EQ(count(amel), 60);
  unseat(amel);
  announce(amel);
  ASSERT_EVENTUALLY(jobs_are_done());
  EXPECT_EQ(count(amel), 0);
}

TEST_F(Inbox, ChannelsAreLedByWhoHasASeat) {
  msg::CreateChannelRequest create;
  create.set_client_id(random_id());
  create.set_organisation_id(organisation);
  create.set_title("News");
  const auto id = http_of(amel).call<msg::CreateChannelResponse>(create).conversation().id();
  auto ws = ws_of(amel);
  const auto since = ws.subscribe(conversation_stream(id)).head();
  unseat(amel);
  announce(amel);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), since + 1));
  msg::MembersChanged changed;
  ASSERT_TRUE(changed.ParseFromString(ws.events(conversation_stream(id)).back().body()));
  ASSERT_EQ(changed.changes_size(), 1);
  EXPECT_EQ(changed.changes(0).role(), msg::ROLE_MEMBER);
  EXPECT_FALSE(changed.changes(0).may_write());
  EXPECT_EQ(http_of(amel).refusal(send_request(id, "still mine")).reason(), "messaging.read_only");
  msg::ChangeGroupRequest change;
  change.set_conversation_id(id);
  change.set_title("Still mine");
  EXPECT_EQ(http_of(amel).refusal(change).reason(), "groups.not_leading");
  say(skander, id, "We go on");
  seat(nour, "editor");
  announce(nour);
  ASSERT_EVENTUALLY(jobs_are_done());
  say(nour, id, "With a new editor");
  EXPECT_EQ(look(nour, id).role(), msg::ROLE_ADMINISTRATOR);
}

TEST_F(Inbox, DepartedPeopleNeitherWaitNorAnswer) {
  const auto id = opened(nour), other = opened(stranger());
  say(nour, id, "A last question");
  http_of(skander).call<msg::AssignResponse>(assign_request(other, skander.id));
  const auto go = [](const Person& p) {
    acc::DeleteAccountRequest request;
    request.set_password(kPassword);
    http_of(p).call<acc::DeleteAccountResponse>(request);
  };
  EXPECT_TRUE(state(amel, id).waiting());
  go(nour);
  EXPECT_EVENTUALLY(!state(amel, id).waiting());
  EXPECT_EQ(http_of(amel).refusal(send_request(id, "too late")).reason(), "messaging.read_only");
  go(skander);
  EXPECT_EVENTUALLY(state(amel, other).assignee_id() == 0);
  EXPECT_EVENTUALLY(look(amel, other).member_count() == 2U);
  const auto late = stranger();
  seat(late, "editor");
  announce(late);
  EXPECT_EVENTUALLY(jobs_are_done());
  EXPECT_FALSE(look(late, id).may_write());
  EXPECT_TRUE(look(late, other).may_write());
}

TEST_F(Inbox, IsFoundBySearch) {
  const auto id = opened(nour);
  say(nour, id, "Hello");
  const auto find = [](const Person& p, const std::string& query) {
    msg::SearchConversationsRequest request;
    request.set_query(query);
    return http_of(p).call<msg::SearchConversationsResponse>(request);
  };
  const auto by_name = find(nour, "association");
  ASSERT_EQ(by_name.conversations_size(), 1);
  EXPECT_EQ(by_name.conversations(0).kind(), msg::CONVERSATION_ORGANISATION);
  EXPECT_EQ(find(nour, "جمعية").conversations_size(), 1);
  const auto by_person = find(amel, "nour");
  ASSERT_GE(by_person.conversations_size(), 1);
  EXPECT_EQ(by_person.conversations(0).person_id(), nour.id);
}

TEST_F(Inbox, BrokenJobsHarmNobody) {
  database().sql().rows(
      "insert into jobs (kind, payload, attempts) values ('seat_changed', '{}', 50), ('seat_changed', "
      "'{\"organisation_id\": 987654321, \"person_id\": 987654321}', 0)");
  ASSERT_EVENTUALLY(
      database().sql().number("select count(*) from jobs where kind = 'seat_changed' and run_at < 'infinity'") == 0);
  EXPECT_EQ(database().sql().value("select last_error from jobs where kind = 'seat_changed'"),
            "a seat job without organisation_id");
  database().sql().rows("delete from jobs where kind = 'seat_changed'");
  EXPECT_GT(opened(nour), 0);
}

}  // namespace
}  // namespace wasl::test
