// What a message carries beside plain text: whom it names, and what somebody wrote elsewhere.
#include "integration/media/upload.hpp"
#include "wasl/accounts/v1/safety.pb.h"

namespace wasl::test {
namespace {

class Compose : public Town {
 protected:
  void SetUp() override {
    amel = person("Amel Trabelsi");
    bob = person("Bob");
    carol = person("Carol");
    id = group(amel, {bob, carol});
  }
  using Named = std::vector<std::pair<std::int64_t, std::string>>;
  static void name(auto& request, const Named& people) {
    for (const auto& [person, label] : people) {
      auto& mention = *request.add_mentions();
      mention.set_person_id(person);
      mention.set_label(label);
    }
  }
  msg::SendMessageRequest naming(const std::string& text, const Named& people) const {
    auto request = send_request(id, text);
    name(request, people);
    return request;
  }
  static msg::SendMessageRequest forwarding(std::int64_t to, std::int64_t from, std::int64_t offset) {
    auto request = send_request(to, "");
    request.mutable_forward()->set_conversation_id(from);
    request.mutable_forward()->set_offset(offset);
    return request;
  }
  static std::int64_t send(const Person& p, const msg::SendMessageRequest& request) {
    return http_of(p).call<msg::SendMessageResponse>(request).offset();
  }
  static msg::Message last(const Person& p, std::int64_t conversation) {
    return history(http_of(p), conversation).back();
  }
  static std::string shown(const auto& mentions) {
    std::string out;
    for (const auto& m : mentions) out += (out.empty() ? "" : ", ") + m.label();
    return out;
  }
  static msg::Conversation about(const Person& p, std::int64_t conversation) {
    msg::GetConversationRequest request;
    request.set_conversation_id(conversation);
    return http_of(p).call<msg::GetConversationResponse>(request).conversation();
  }
  static void block(const Person& by, const Person& whom) {
    acc::BlockPersonRequest request;
    request.set_person_id(whom.id);
    http_of(by).call<acc::BlockPersonResponse>(request);
  }
  static auto refusal(const Person& p, const auto& request) { return http_of(p).refusal(request).reason(); }

  Person amel, bob, carol;
  std::int64_t id = 0;
};

TEST_F(Compose, WhomAMessageNamesIsKeptAndCounted) {
  send(amel, naming("@Bob and @Carol, tomorrow?", {{bob.id, "Bob"}, {carol.id, "Carol"}, {bob.id, "Bob"}}));
  EXPECT_EQ(shown(last(bob, id).content().mentions()), "Bob, Carol");
  EXPECT_EQ(about(bob, id).mention_count(), 1U);
  EXPECT_EQ(about(amel, id).mention_count(), 0U);
  const auto second = send(carol, naming("@all", {{0, "all"}}));
  EXPECT_EQ(about(bob, id).mention_count(), 2U);
  EXPECT_EQ(about(amel, id).mention_count(), 1U);
  http_of(carol).call<msg::DeleteMessageResponse>(delete_request(id, second));
  EXPECT_EQ(about(bob, id).mention_count(), 1U);
  http_of(bob).call<msg::MarkReadResponse>(read_request(id, second));
  EXPECT_EQ(about(bob, id).mention_count(), 0U);
}

TEST_F(Compose, OnlyMembersWhomTheTextNames) {
  const auto outside = person("Zed");
  send(amel, naming("@Zed and @Bob", {{outside.id, "Zed"}, {bob.id, "Bob"}}));
  EXPECT_EQ(shown(last(bob, id).content().mentions()), "Bob");
  EXPECT_EQ(refusal(amel, naming("Bob", {{bob.id, "Bob"}})), "mention_not_in_text");
  EXPECT_EQ(refusal(outside, naming("@Bob", {{bob.id, "Bob"}})), "conversation_not_found");
  EXPECT_EQ(history(http_of(bob), id).size(), 1U);
}

TEST_F(Compose, EveryoneIsCalledInSmallGroupsOnly) {
  auto direct_one = send_request(direct(amel, bob), "@all");
  name(direct_one, {{0, "all"}});
  EXPECT_EQ(refusal(amel, direct_one), "messaging.everyone");
  std::vector<Person> many;
  for (int i = 0; i < 50; ++i) many.push_back(make_person(database()));
  auto large = send_request(group(amel, many), "@all");
  name(large, {{0, "all"}});
  EXPECT_EQ(refusal(amel, large), "messaging.everyone");
}

TEST_F(Compose, WhomABlockKeepsApartIsNotNamed) {
  block(carol, amel);
  send(amel, naming("@Bob @Carol", {{bob.id, "Bob"}, {carol.id, "Carol"}}));
  EXPECT_EQ(shown(last(bob, id).content().mentions()), "Bob");
  EXPECT_EQ(about(carol, id).mention_count(), 0U);
}

TEST_F(Compose, AnEditNamesAnew) {
  const auto offset = send(amel, naming("@Bob", {{bob.id, "Bob"}}));
  auto edit = edit_request(id, offset, "@Carol");
  name(edit, {{carol.id, "Carol"}});
  http_of(amel).call<msg::EditMessageResponse>(edit);
  EXPECT_EQ(shown(last(bob, id).content().mentions()), "Carol");
  EXPECT_EQ(about(bob, id).mention_count(), 0U);
  EXPECT_EQ(about(carol, id).mention_count(), 1U);
}

TEST_F(Compose, AForwardIsTheTextOfAnotherConversation) {
  const auto elsewhere = direct(bob, carol);
  const auto offset = send(carol, send_request(elsewhere, "the room is booked"));
  send(bob, forwarding(id, elsewhere, offset));
  const auto message = last(amel, id);
  EXPECT_EQ(message.text(), "the room is booked");
  EXPECT_EQ(message.author_id(), bob.id);
  EXPECT_EQ(message.content().forwarded().author_id(), carol.id);
  EXPECT_EQ(refusal(bob, edit_request(id, message.offset(), "the room is not booked")), "messaging.forwarded");
}

TEST_F(Compose, WhoWroteItIsToldToThoseAmongWhomTheyAre) {
  const auto elsewhere = direct(bob, carol), other = direct(bob, person());
  const auto offset = send(carol, send_request(elsewhere, "between us"));
  send(bob, forwarding(other, elsewhere, offset));
  const auto message = last(bob, other);
  ASSERT_TRUE(message.content().has_forwarded());
  EXPECT_EQ(message.content().forwarded().author_id(), 0);
  send(bob, forwarding(id, other, message.offset()));
  EXPECT_EQ(last(amel, id).content().forwarded().author_id(), 0) << "what was not told before is not told later";
}

TEST_F(Compose, OneForwardsWhatOneCanRead) {
  const auto elsewhere = direct(bob, carol);
  const auto offset = send(carol, send_request(elsewhere, "secret"));
  EXPECT_EQ(refusal(amel, forwarding(id, elsewhere, offset)), "conversation_not_found");
  EXPECT_EQ(refusal(bob, forwarding(id, elsewhere, offset + 1)), "message_not_found");
  auto with_text = forwarding(id, elsewhere, offset);
  with_text.set_text("more");
  EXPECT_EQ(refusal(bob, with_text), "forward_only");
  http_of(carol).call<msg::DeleteMessageResponse>(delete_request(elsewhere, offset));
  EXPECT_EQ(refusal(bob, forwarding(id, elsewhere, offset)), "message_not_found");
  EXPECT_EQ(history(http_of(amel), id).size(), 0U);
}

TEST_F(Compose, ARetryHearsTheFirstAnswerThoughTheOriginalIsGone) {
  const auto elsewhere = direct(bob, carol);
  const auto offset = send(carol, send_request(elsewhere, "for all"));
  const auto request = forwarding(id, elsewhere, offset);
  const auto first = send(bob, request);
  http_of(carol).call<msg::DeleteMessageResponse>(delete_request(elsewhere, offset));
  EXPECT_EQ(send(bob, request), first);
  EXPECT_EQ(history(http_of(amel), id).size(), 1U);
}

TEST_F(Compose, AForwardedFileIsReadWhereItWent) {
  const auto zed = person("Zed");
  const auto there = direct(bob, zed);
  auto request = send_request(id, "look");
  const Uploader of_amel(port(), amel.token), of_bob(port(), bob.token), of_zed(port(), zed.token);
  const auto file = of_amel.upload("the minutes", "minutes.txt");
  request.add_attachment_ids(file);
  const auto original = send(amel, request);
  EXPECT_EQ(of_zed.get(file).status, 404);
  send(bob, forwarding(there, id, original));
  EXPECT_EQ(last(zed, there).content().attachments(0).name(), "minutes.txt");
  EXPECT_EQ(of_zed.get(file).body, "the minutes");
  // It outlives the message that it came from.
  http_of(amel).call<msg::DeleteMessageResponse>(delete_request(id, original));
  EXPECT_EQ(of_zed.get(file).body, "the minutes");
  EXPECT_EQ(Uploader(port(), carol.token).get(file).status, 404);
  auto both = forwarding(there, id, original);
  both.add_attachment_ids(file);
  EXPECT_EQ(refusal(bob, both), "forward_only");
}

}  // namespace
}  // namespace wasl::test
