// Reactions, pins, earlier versions, and what administrators delete.
#include <set>
#include <thread>

#include "support/town.hpp"

namespace wasl::test {
namespace {

class Marks : public Town {
 protected:
  void SetUp() override {
    owner = person();
    bob = person();
    carol = person();
    id = group(owner, {bob, carol});
    offset = say(bob, "hello");
  }
  std::int64_t say(const Person& p, const std::string& text) {
    return http_of(p).call<msg::SendMessageResponse>(send_request(id, text)).offset();
  }
  // "👍2 😀1"
  static std::string show(const auto& reactions) {
    std::string out;
    for (const auto& r : reactions) out += (out.empty() ? "" : " ") + r.emoji() + std::to_string(r.count());
    return out;
  }
  std::string react(const Person& p, const std::string& emoji, bool remove = false) {
    return show(http_of(p).call<msg::ReactResponse>(react_request(id, offset, emoji, remove)).reactions());
  }
  msg::Message message() { return history(http_of(carol), id).front(); }
  msg::PinMessageRequest pin_request(std::int64_t which, bool remove = false) const {
    msg::PinMessageRequest request;
    request.set_conversation_id(id);
    request.set_offset(which);
    request.set_remove(remove);
    return request;
  }
  msg::ListPinnedResponse pinned(const Person& p) {
    msg::ListPinnedRequest request;
    request.set_conversation_id(id);
    return http_of(p).call<msg::ListPinnedResponse>(request);
  }
  msg::ListVersionsRequest versions_request(std::uint32_t before = 0) const {
    msg::ListVersionsRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    request.set_before(before);
    return request;
  }
  msg::ListReactionsRequest who_request() const {
    msg::ListReactionsRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    return request;
  }
  // A MessageContent with Note{kind: JOINED}.
  void make_note() {
    database().sql().rows("update messages set is_note = true, text = '', content = decode('32020805', 'hex') where conversation_id = " +
                          std::to_string(id) + " and \"offset\" = " + std::to_string(offset));
  }
  Person owner, bob, carol;
  std::int64_t id = 0, offset = 0;
};

TEST_F(Marks, ReactionsAreCountedOncePerPersonAndEverybodySeesThem) {
  auto ws = ws_of(owner);
  ws.subscribe(conversation_stream(id), head(id));
  EXPECT_EQ(react(bob, "👍"), "👍1");
  EXPECT_EQ(react(bob, "👍"), "👍1");
  EXPECT_EQ(react(carol, "👍"), "👍2");
  EXPECT_EQ(react(carol, "😀"), "👍2 😀1");
  EXPECT_EQ(react(bob, "👍", true), "👍1 😀1");
  EXPECT_EQ(react(bob, "👍", true), "👍1 😀1");
  EXPECT_EQ(react(carol, "👍", true), "😀1");
  EXPECT_EQ(head(id), offset + 5);
  EXPECT_EQ(show(message().reactions()), "😀1");

  ASSERT_TRUE(ws.wait_event(conversation_stream(id), offset + 5));
  std::string told;
  for (const auto& e : ws.events(conversation_stream(id))) {
    EXPECT_EQ(e.type(), msg::EVENT_REACTION_CHANGED);
    msg::ReactionChanged changed;
    ASSERT_TRUE(changed.ParseFromString(e.body()));
    EXPECT_EQ(changed.offset(), offset);
    told += (changed.removed() ? "-" : "+") + changed.reaction().emoji() + std::to_string(changed.reaction().count()) +
            (changed.person_id() == bob.id ? "b " : "c ");
  }
  EXPECT_EQ(told, "+👍1b +👍2c +😀1c -👍1b -👍0c ");
}

TEST_F(Marks, OnesOwnReactionsComeWithThePage) {
  react(bob, "👍");
  react(carol, "👍");
  react(carol, "😀");
  const auto page = http_of(carol).call<msg::ListMessagesResponse>(history_request(id));
  ASSERT_EQ(page.own_reactions_size(), 2);
  EXPECT_EQ(page.own_reactions(0).offset(), offset);
  EXPECT_EQ(http_of(owner).call<msg::ListMessagesResponse>(history_request(id)).own_reactions_size(), 0);
}

TEST_F(Marks, WhoReactedIsListedByPages) {
  react(bob, "👍");
  react(carol, "👍");
  react(carol, "😀");
  auto request = who_request();
  request.set_limit(2);
  std::multiset<std::string> seen;
  for (;;) {
    const auto page = http_of(owner).call<msg::ListReactionsResponse>(request);
    for (const auto& r : page.reactions()) seen.insert(r.emoji() + (r.person_id() == bob.id ? "b" : "c"));
    EXPECT_GE(page.people_size(), 1);
    if (page.next_cursor().empty()) break;
    request.set_cursor(page.next_cursor());
  }
  EXPECT_EQ(seen, (std::multiset<std::string>{"👍b", "👍c", "😀c"}));
  request.set_cursor("x.y");
  EXPECT_EQ(http_of(owner).refusal(request).reason(), "cursor_malformed");
  request.set_cursor("12");
  EXPECT_EQ(http_of(owner).refusal(request).reason(), "cursor_malformed");
}

TEST_F(Marks, ReactionsOfManyAtOnceAreAllCounted) {
  std::vector<Person> people;
  for (int i = 0; i < 6; ++i) people.push_back(person());
  id = group(owner, people);
  offset = say(owner, "vote");
  std::vector<std::thread> threads;
  for (const auto& p : people)
    threads.emplace_back([&, client = http_of(p)] {
      for (const auto* emoji : {"👍", "😀", "❤️"}) client.call<msg::ReactResponse>(react_request(id, offset, emoji));
    });
  for (auto& t : threads) t.join();
  const auto reactions = history(http_of(owner), id).front().reactions();
  ASSERT_EQ(reactions.size(), 3);
  for (const auto& r : reactions) EXPECT_EQ(r.count(), 6U);
}

TEST_F(Marks, OnlyMembersReactWithOneEmojiToWhatStands) {
  const auto before = head(id);
  EXPECT_EQ(http_of(person()).refusal(react_request(id, offset, "👍")).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(person()).refusal(who_request()).reason(), "conversation_not_found");
  for (const auto* none : {"", "ok", "👍👍", "<script>"})
    EXPECT_EQ(http_of(bob).refusal(react_request(id, offset, none)).reason(), "emoji") << none;
  EXPECT_EQ(http_of(bob).refusal(react_request(id, offset + 1, "👍")).reason(), "message_not_found");
  EXPECT_EQ(http_of(bob).refusal(react_request(id, 1, "👍")).reason(), "message_not_found");
  EXPECT_EQ(head(id), before);
  http_of(bob).call<msg::DeleteMessageResponse>(delete_request(id, offset));
  EXPECT_EQ(http_of(bob).refusal(react_request(id, offset, "👍")).reason(), "messaging.deleted");
}

TEST_F(Marks, NotesTakeNoMarks) {
  make_note();
  const auto before = head(id);
  EXPECT_EQ(http_of(bob).refusal(react_request(id, offset, "👍")).reason(), "message_not_found");
  EXPECT_EQ(http_of(owner).refusal(pin_request(offset)).reason(), "message_not_found");
  EXPECT_EQ(http_of(bob).refusal(edit_request(id, offset, "x")).reason(), "message_not_found");
  EXPECT_EQ(http_of(owner).refusal(delete_request(id, offset)).reason(), "message_not_found");
  EXPECT_EQ(head(id), before);
}

TEST_F(Marks, AdministratorsPinAndEverybodySeesIt) {
  auto ws = ws_of(carol);
  ws.subscribe(conversation_stream(id), head(id));
  const auto second = say(carol, "second");
  EXPECT_GT(http_of(owner).call<msg::PinMessageResponse>(pin_request(offset)).message().pinned_at_ms(), 0);
  http_of(owner).call<msg::PinMessageResponse>(pin_request(offset));
  http_of(owner).call<msg::PinMessageResponse>(pin_request(second));
  EXPECT_EQ(head(id), offset + 3);
  const auto list = pinned(carol);
  ASSERT_EQ(list.messages_size(), 2);
  EXPECT_EQ(list.messages(0).offset(), second);
  EXPECT_EQ(list.people_size(), 2);
  msg::GetConversationRequest get;
  get.set_conversation_id(id);
  EXPECT_EQ(http_of(carol).call<msg::GetConversationResponse>(get).conversation().pinned_count(), 2U);

  ASSERT_TRUE(ws.wait_event(conversation_stream(id), offset + 3));
  msg::MessagePinned event;
  ASSERT_TRUE(event.ParseFromString(ws.events(conversation_stream(id)).back().body()));
  EXPECT_EQ(event.offset(), second);
  EXPECT_EQ(event.person_id(), owner.id);
  EXPECT_EQ(event.pinned_count(), 2U);
  EXPECT_EQ(event.pinned_at_ms(), list.messages(0).pinned_at_ms());

  http_of(carol).call<msg::DeleteMessageResponse>(delete_request(id, second));
  http_of(owner).call<msg::PinMessageResponse>(pin_request(offset, true));
  EXPECT_EQ(pinned(carol).messages_size(), 0);
  EXPECT_EQ(http_of(carol).call<msg::GetConversationResponse>(get).conversation().pinned_count(), 0U);
}

TEST_F(Marks, OnlyAdministratorsPinInGroupsAndBothInDirectConversations) {
  EXPECT_EQ(http_of(bob).refusal(pin_request(offset)).reason(), "messaging.not_administrator");
  EXPECT_EQ(http_of(person()).refusal(pin_request(offset)).reason(), "conversation_not_found");
  EXPECT_EQ(pinned(bob).messages_size(), 0);
  id = direct(bob, carol);
  offset = say(bob, "ours");
  http_of(carol).call<msg::PinMessageResponse>(pin_request(offset));
  EXPECT_EQ(pinned(bob).messages_size(), 1);
  msg::ListPinnedRequest request;
  request.set_conversation_id(id);
  EXPECT_EQ(http_of(owner).refusal(request).reason(), "conversation_not_found");
}

TEST_F(Marks, AConversationHasAtMostFiftyPins) {
  database().sql().rows("insert into messages (conversation_id, \"offset\", author_id, client_id, text, pinned_at) select " +
                        std::to_string(id) + ", 1000 + n, " + std::to_string(bob.id) + ", " + std::to_string(id) +
                        " * 1000 + n, 'p', now() from generate_series(1, 50) n");
  const auto before = head(id);
  EXPECT_EQ(http_of(owner).refusal(pin_request(offset)).reason(), "messaging.pins");
  EXPECT_EQ(head(id), before);
  http_of(owner).call<msg::PinMessageResponse>(pin_request(1001, true));
  http_of(owner).call<msg::PinMessageResponse>(pin_request(offset));
}

TEST_F(Marks, EarlierVersionsStayReadableUntilTheMessageIsDeleted) {
  for (int i = 1; i <= 22; ++i) http_of(bob).call<msg::EditMessageResponse>(edit_request(id, offset, "v" + std::to_string(i)));
  EXPECT_EQ(message().edit_count(), 22U);
  const auto page = http_of(carol).call<msg::ListVersionsResponse>(versions_request());
  ASSERT_EQ(page.versions_size(), 20);
  EXPECT_EQ(page.versions(0).text(), "v21");
  EXPECT_TRUE(page.more());
  const auto rest = http_of(carol).call<msg::ListVersionsResponse>(versions_request(page.versions(19).version()));
  ASSERT_EQ(rest.versions_size(), 2);
  EXPECT_EQ(rest.versions(1).text(), "hello");
  EXPECT_EQ(rest.versions(1).version(), 0U);
  EXPECT_EQ(rest.versions(1).written_at_ms(), message().sent_at_ms());
  EXPECT_FALSE(rest.more());
  EXPECT_EQ(http_of(person()).refusal(versions_request()).reason(), "conversation_not_found");
  http_of(bob).call<msg::DeleteMessageResponse>(delete_request(id, offset));
  EXPECT_EQ(http_of(carol).refusal(versions_request()).reason(), "messaging.deleted");
  EXPECT_EQ(database().sql().value("select count(*) from message_versions where conversation_id = " + std::to_string(id)), "0");
}

TEST_F(Marks, NothingThatADeletedMessageSaidIsKept) {
  for (const auto* text : {"secret one", "secret two"}) http_of(bob).call<msg::EditMessageResponse>(edit_request(id, offset, text));
  say(bob, "secret of another message");
  http_of(bob).call<msg::DeleteMessageResponse>(delete_request(id, offset));
  EXPECT_EQ(database().sql().value("select count(*) from stream_events where kind = 2 and key = " + std::to_string(id) +
                                   " and position('secret'::bytea in body) > 0"),
            "0");
  auto ws = ws_of(carol);
  const auto stream = conversation_stream(id);
  const auto subscribed = ws.subscribe(stream, offset);
  ASSERT_TRUE(ws.wait_event(stream, subscribed.head()));
  EXPECT_TRUE(in_order(ws.events(stream), offset)) << "the events themselves stay";
}

TEST_F(Marks, AMessageIsEditedAHundredTimesAtMost) {
  database().sql().rows("update messages set edit_count = 100 where conversation_id = " + std::to_string(id));
  EXPECT_EQ(http_of(bob).refusal(edit_request(id, offset, "again")).reason(), "messaging.edits");
  EXPECT_EQ(message().text(), "hello");
}

TEST_F(Marks, AdministratorsDeleteAnybodysMessageAndItShows) {
  react(carol, "👍");
  EXPECT_EQ(http_of(carol).refusal(delete_request(id, offset)).reason(), "messaging.not_author");
  auto ws = ws_of(carol);
  ws.subscribe(conversation_stream(id), head(id));
  const auto gone = http_of(owner).call<msg::DeleteMessageResponse>(delete_request(id, offset)).message();
  EXPECT_EQ(gone.text(), "");
  EXPECT_EQ(gone.deleted_by_id(), owner.id);
  EXPECT_EQ(gone.author_id(), bob.id);
  EXPECT_EQ(gone.reactions_size(), 0);
  ASSERT_TRUE(ws.wait_event(conversation_stream(id), head(id)));
  msg::MessageDeleted event;
  ASSERT_TRUE(event.ParseFromString(ws.events(conversation_stream(id)).back().body()));
  EXPECT_EQ(event.deleted_by_id(), owner.id);
  EXPECT_FALSE(event.has_pinned_count());
  EXPECT_EQ(database().sql().value("select count(*) from message_reactions where conversation_id = " + std::to_string(id)), "0");
  const auto own = say(carol, "mine");
  EXPECT_EQ(http_of(carol).call<msg::DeleteMessageResponse>(delete_request(id, own)).message().deleted_by_id(), carol.id);
}

}  // namespace
}  // namespace wasl::test
