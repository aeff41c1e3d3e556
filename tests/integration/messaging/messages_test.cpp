// Messages: sent once, kept in order, edited and deleted by their authors.
#include <map>
#include <set>

#include "support/aside.hpp"
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Messages : public Town {
 protected:
  void SetUp() override {
    alice = person();
    bob = person();
    id = direct(alice, bob);
  }
  msg::SendMessageResponse send(const msg::SendMessageRequest& request) {
    return http_of(alice).call<msg::SendMessageResponse>(request);
  }
  Person alice, bob;
  std::int64_t id = 0;
};

TEST_F(Messages, ARetryGetsTheFirstAnswerHoweverLate) {
  const auto request = send_request(id, "once");
  const auto first = send(request);
  auto changed = request;
  changed.set_text("changed");
  EXPECT_EQ(send(changed).DebugString(), first.DebugString());
  EXPECT_EQ(ws_of(alice).call<msg::SendMessageResponse>(request).DebugString(), first.DebugString());
  server().restart();
  EXPECT_EQ(send(request).DebugString(), first.DebugString());
  http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, first.offset()));
  EXPECT_EQ(send(request).DebugString(), first.DebugString());
  EXPECT_EQ(texts(history(http_of(alice), id)), std::vector<std::string>{""});
}

TEST_F(Messages, ARetryInTheSameBatchIsTheSameMessage) {
  auto ws = ws_of(alice);
  const auto request = send_request(id, "twice");
  v1::ClientBatch batch;
  for (std::uint32_t i = 1; i <= 5; ++i) *batch.add_frames() = WsClient::call_frame(i, request);
  ws.send(batch);
  const auto offset = ws.finish<msg::SendMessageResponse>(1).offset();
  for (std::uint32_t i = 2; i <= 5; ++i) EXPECT_EQ(ws.finish<msg::SendMessageResponse>(i).offset(), offset);
  EXPECT_EQ(history(http_of(alice), id).size(), 1U);
}

TEST_F(Messages, RetriesFromSeveralConnectionsAtOnceAreOneMessage) {
  for (int round = 0; round < 20; ++round) {
    const auto request = send_request(id, "r" + std::to_string(round));
    std::vector<WsClient> lines;
    std::vector<std::uint32_t> calls;
    for (int i = 0; i < 3; ++i) lines.push_back(ws_of(alice));
    for (auto& ws : lines) calls.push_back(ws.start(request));
    std::set<std::int64_t> offsets;
    for (std::size_t i = 0; i < lines.size(); ++i)
      offsets.insert(lines[i].finish<msg::SendMessageResponse>(calls[i]).offset());
    EXPECT_EQ(offsets.size(), 1U);
  }
  EXPECT_EQ(history(http_of(bob), id).size(), 20U);
  EXPECT_EQ(head(id), 21);
}

TEST_F(Messages, RetriesOnTwoNodesAtOnceAreOneMessage) {
  Server other({{"WASL_DATABASE", database().conninfo()}});
  for (int round = 0; round < 30; ++round) {
    const auto request = send_request(id, "r" + std::to_string(round));
    WsClient there(other.port(), alice.token);
    auto here = ws_of(alice);
    const auto a = here.start(request), b = there.start(request);
    EXPECT_EQ(here.finish<msg::SendMessageResponse>(a).offset(), there.finish<msg::SendMessageResponse>(b).offset());
  }
  EXPECT_EQ(history(http_of(bob), id).size(), 30U);
}

TEST_F(Messages, TheSameClientIdOfTwoAuthorsIsTwoMessages) {
  const auto request = send_request(id, "mine", 42);
  EXPECT_NE(send(request).offset(), http_of(bob).call<msg::SendMessageResponse>(request).offset());
}

TEST_F(Messages, ARetryThatIsRefusedMemberOrNotChangesNothingForTheOthersInTheBatch) {
  const auto eve = person();
  auto ws = ws_of(eve), good = ws_of(alice);
  const auto own = direct(eve, bob);
  v1::ClientBatch batch;
  *batch.add_frames() = WsClient::call_frame(1, send_request(id, "intruder"));
  *batch.add_frames() = WsClient::call_frame(2, send_request(own, "fine"));
  *batch.add_frames() = WsClient::call_frame(3, send_request(0, "nowhere"));
  *batch.add_frames() = WsClient::call_frame(4, send_request(own, "fine too"));
  ws.send(batch);
  EXPECT_EQ(ws.reply(1)->error().reason(), "conversation_not_found");
  EXPECT_EQ(ws.reply(3)->error().reason(), "conversation_not_found");
  EXPECT_EQ(ws.finish<msg::SendMessageResponse>(2).offset(), 2);
  EXPECT_EQ(ws.finish<msg::SendMessageResponse>(4).offset(), 3);
  EXPECT_EQ(head(id), 1);
}

TEST_F(Messages, MessagesOfOneConnectionKeepTheirOrderHoweverTheyArePipelined) {
  auto ws = ws_of(alice);
  std::vector<std::string> expected;
  std::vector<std::uint32_t> calls;
  for (int batch = 0; batch < 20; ++batch) {
    v1::ClientBatch frames;
    for (int i = 0; i < 10; ++i) {
      expected.push_back(std::to_string(batch) + "." + std::to_string(i));
      calls.push_back(ws.next_id());
      *frames.add_frames() = WsClient::call_frame(calls.back(), send_request(id, expected.back()));
    }
    ws.send(frames);
  }
  std::int64_t last = 0;
  for (const auto call : calls) {
    const auto offset = ws.finish<msg::SendMessageResponse>(call).offset();
    EXPECT_EQ(offset, last == 0 ? offset : last + 1);
    last = offset;
  }
  EXPECT_EQ(texts(history(http_of(bob), id)), expected);
}

TEST_F(Messages, ManyAuthorsInManyConversationsGetOffsetsWithoutGaps) {
  std::vector<std::int64_t> ids{id, group(alice, {bob}), group(bob, {alice})};
  std::vector<Aside> authors;
  for (int n = 0; n < 4; ++n)
    authors.emplace_back([&, n] {
      auto ws = ws_of(n % 2 ? alice : bob);
      std::vector<std::uint32_t> calls;
      for (int i = 0; i < 60; ++i)
        calls.push_back(ws.start(send_request(ids[static_cast<std::size_t>(i % 3)], std::to_string(n))));
      for (const auto call : calls) EXPECT_GT(ws.finish<msg::SendMessageResponse>(call).offset(), 1);
    });
  for (auto& t : authors) t.join();
  for (const auto conversation : ids) {
    const auto all = history(http_of(alice), conversation);
    EXPECT_EQ(all.size(), 80U);
    for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i].offset(), static_cast<std::int64_t>(i) + 2);
  }
}

TEST_F(Messages, PagesOfTheHistoryMissAndRepeatNothing) {
  std::vector<std::string> expected;
  for (int i = 0; i < 23; ++i) {
    expected.push_back("m" + std::to_string(i));
    const auto offset = send(send_request(id, expected.back())).offset();
    if (i % 5 == 0) http_of(alice).call<msg::EditMessageResponse>(edit_request(id, offset, expected.back() += "!"));
  }
  for (const std::uint32_t page : {1U, 7U, 23U, 100U})
    EXPECT_EQ(texts(history(http_of(bob), id, page)), expected) << page;
  const auto first = http_of(bob).call<msg::ListMessagesResponse>(history_request(id, 0, 23));
  EXPECT_FALSE(first.more());
  EXPECT_EQ(first.head(), head(id));
  EXPECT_EQ(first.people_size(), 1);
  EXPECT_EQ(http_of(bob).refusal(history_request(id, 0, 101)).reason(), "limit_range");
}

TEST_F(Messages, EditingChangesTheTextOnceAndTellsEveryone) {
  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id));
  const auto offset = send(send_request(id, "draft")).offset();
  const auto edited = http_of(alice).call<msg::EditMessageResponse>(edit_request(id, offset, " final ")).message();
  EXPECT_EQ(edited.text(), "final");
  EXPECT_GT(edited.edited_at_ms(), 0);
  const auto again = http_of(alice).call<msg::EditMessageResponse>(edit_request(id, offset, "final")).message();
  EXPECT_EQ(again.DebugString(), edited.DebugString());
  EXPECT_EQ(head(id), offset + 1);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), offset + 1));
  msg::MessageEdited event;
  ASSERT_TRUE(event.ParseFromString(ws.events(conversation_stream(id)).back().body()));
  EXPECT_EQ(event.offset(), offset);
  EXPECT_EQ(event.text(), "final");
  EXPECT_EQ(event.edited_at_ms(), edited.edited_at_ms());
}

TEST_F(Messages, DeletingLeavesThePlaceAndTakesTheText) {
  const auto offset = send(send_request(id, "regret")).offset();
  const auto gone = http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, offset)).message();
  EXPECT_EQ(gone.text(), "");
  EXPECT_GT(gone.deleted_at_ms(), 0);
  EXPECT_EQ(http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, offset)).message().DebugString(),
            gone.DebugString());
  EXPECT_EQ(head(id), offset + 1);
  EXPECT_EQ(http_of(alice).refusal(edit_request(id, offset, "back")).reason(), "messaging.deleted");
  EXPECT_EQ(database().sql().value("select count(*) from messages where text like '%regret%'"), "0");
  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id), 0);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), offset + 1));
  for (const auto& e : ws.events(conversation_stream(id))) EXPECT_EQ(e.body().find("regret"), std::string::npos);
}

TEST_F(Messages, OnlyTheAuthorEditsAndDeletes) {
  const auto offset = send(send_request(id, "mine")).offset();
  EXPECT_EQ(http_of(bob).refusal(edit_request(id, offset, "x")).reason(), "messaging.not_author");
  EXPECT_EQ(http_of(bob).refusal(delete_request(id, offset)).reason(), "messaging.not_author");
  for (const std::int64_t none : {std::int64_t{0}, std::int64_t{1}, offset + 1, std::int64_t{-1}}) {
    EXPECT_EQ(http_of(alice).refusal(edit_request(id, none, "x")).reason(), "message_not_found") << none;
    EXPECT_EQ(http_of(alice).refusal(delete_request(id, none)).reason(), "message_not_found") << none;
  }
  EXPECT_EQ(http_of(alice).refusal(edit_request(id, offset, " ")).reason(), "text_length");
  EXPECT_EQ(texts(history(http_of(bob), id)), std::vector<std::string>{"mine"});
  EXPECT_EQ(head(id), offset);
}

TEST_F(Messages, AnAnswerNamesWhatItAnswersAndThePageBringsIt) {
  const auto first = send(send_request(id, "question")).offset();
  auto answer = send_request(id, "answer");
  answer.set_reply_to(first);
  const auto second = send(answer).offset();
  const auto page = http_of(bob).call<msg::ListMessagesResponse>(history_request(id, 0, 1));
  ASSERT_EQ(page.messages_size(), 1);
  EXPECT_EQ(page.messages(0).content().reply_to().offset(), first);
  EXPECT_EQ(page.messages(0).content().reply_to().author_id(), alice.id);
  ASSERT_EQ(page.answered_size(), 1);
  EXPECT_EQ(page.answered(0).text(), "question");
  EXPECT_EQ(http_of(bob).call<msg::ListMessagesResponse>(history_request(id)).answered_size(), 0);
  EXPECT_EQ(send(answer).offset(), second);

  auto ws = ws_of(bob);
  ws.subscribe(conversation_stream(id), first);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), second));
  msg::Message replayed;
  ASSERT_TRUE(replayed.ParseFromString(ws.events(conversation_stream(id)).back().body()));
  EXPECT_EQ(replayed.DebugString(), page.messages(0).DebugString());
}

TEST_F(Messages, NobodyAnswersWhatIsNotThere) {
  const auto gone = send(send_request(id, "regret")).offset();
  http_of(alice).call<msg::DeleteMessageResponse>(delete_request(id, gone));
  const auto before = head(id);
  for (const std::int64_t none : {gone, std::int64_t{1}, before + 1, std::int64_t{-1}}) {
    auto request = send_request(id, "answer");
    request.set_reply_to(none);
    EXPECT_EQ(http_of(bob).refusal(request).reason(), "message_not_found") << none;
  }
  auto stranger = send_request(id, "answer");
  stranger.set_reply_to(gone);
  EXPECT_EQ(http_of(person()).refusal(stranger).reason(), "conversation_not_found");
  EXPECT_EQ(head(id), before);
}

TEST_F(Messages, WhoOnlyReadsIsToldSoAndOthersOfTheBatchAreStored) {
  database().sql().rows("update conversation_members set may_write = false where conversation_id = " +
                        std::to_string(id) + " and person_id = " + std::to_string(bob.id));
  auto ws = ws_of(bob);
  const auto other = direct(bob, person());
  const auto refused = ws.start(send_request(id, "not mine to say")), stored = ws.start(send_request(other, "fine"));
  EXPECT_GT(ws.finish<msg::SendMessageResponse>(stored).offset(), 0);
  EXPECT_EQ(ws.reply(refused)->error().reason(), "messaging.read_only");
  EXPECT_EQ(http_of(alice).call<msg::SendMessageResponse>(send_request(id, "I do")).offset(), head(id));
  EXPECT_EQ(texts(history(http_of(bob), id)), std::vector<std::string>{"I do"});
}

}  // namespace
}  // namespace wasl::test
