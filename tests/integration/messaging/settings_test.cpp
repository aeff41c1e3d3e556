// What each member sets for themselves: every device hears it, nobody else does.
#include "support/town.hpp"
#include "wasl/messaging/v1/settings.pb.h"

namespace wasl::test {
namespace {

using Change = msg::ChangeSettingsRequest;

class Settings : public Town {
 protected:
  void SetUp() override {
    alice = person("Alice");
    bob = person("Bob");
    id = group(alice, {bob});
  }
  static msg::Conversation look(const Person& p, std::int64_t id) {
    msg::GetConversationRequest request;
    request.set_conversation_id(id);
    return http_of(p).call<msg::GetConversationResponse>(request).conversation();
  }
  static msg::ConversationSettings set(const Person& p, Change request) {
    return http_of(p).call<msg::ChangeSettingsResponse>(request).settings();
  }
  static Change archive(std::int64_t id, bool on = true) {
    Change request;
    request.set_conversation_id(id);
    request.set_archived(on);
    return request;
  }
  static Change pin(std::int64_t id, bool on = true) {
    Change request;
    request.set_conversation_id(id);
    request.set_pinned(on);
    return request;
  }
  static Change mute(std::int64_t id, Change::Mute how) {
    Change request;
    request.set_conversation_id(id);
    request.set_mute(how);
    return request;
  }
  static std::vector<std::int64_t> listed(const Person& p, std::uint32_t limit) {
    std::vector<std::int64_t> ids;
    msg::ListConversationsRequest request;
    request.set_limit(limit);
    do {
      const auto page = http_of(p).call<msg::ListConversationsResponse>(request);
      for (const auto& c : page.conversations()) ids.push_back(c.id());
      request.set_cursor(page.next_cursor());
    } while (!request.cursor().empty());
    return ids;
  }
  std::int64_t person_head(const Person& p) {
    return std::stoll(database().sql().value("select coalesce(max(head), 0) from streams where kind = 1 and key = " + std::to_string(p.id)));
  }
  Person alice, bob;
  std::int64_t id = 0;
};

TEST_F(Settings, AreHeardByAllDevicesOfTheirPersonAndByNobodyElse) {
  auto ws = ws_of(alice);
  const auto since = ws.subscribe(person_stream(alice.id)).head();
  const auto others = person_head(bob), conversation = head(id);
  EXPECT_TRUE(set(alice, pin(id)).pinned());
  ASSERT_TRUE(ws.wait_event(person_stream(alice.id), since + 1));
  const auto event = ws.events(person_stream(alice.id)).back();
  ASSERT_EQ(event.type(), static_cast<std::uint32_t>(msg::EVENT_SETTINGS_CHANGED));
  msg::SettingsChanged changed;
  ASSERT_TRUE(changed.ParseFromString(event.body()));
  EXPECT_EQ(changed.conversation_id(), id);
  EXPECT_EQ(changed.settings().DebugString(), look(alice, id).settings().DebugString());
  EXPECT_EQ(look(bob, id).settings().ByteSizeLong(), 0U);
  EXPECT_EQ(person_head(bob), others);
  EXPECT_EQ(head(id), conversation);
  // The same again changes nothing.
  set(alice, pin(id));
  EXPECT_EQ(person_head(alice), since + 1);
}

TEST_F(Settings, PinnedConversationsComeFirstAndArchivedOnesLastOnEveryPage) {
  std::vector<std::int64_t> made{id};
  for (int i = 0; i < 4; ++i) made.push_back(group(alice, {bob}));
  for (const auto one : made) http_of(bob).call<msg::SendMessageResponse>(send_request(one, "in this order"));
  set(alice, pin(made[0]));
  set(alice, pin(made[2]));
  set(alice, archive(made[4]));
  const std::vector<std::int64_t> order{made[2], made[0], made[3], made[1], made[4]};
  for (const std::uint32_t limit : {1U, 2U, 100U}) EXPECT_EQ(listed(alice, limit), order) << limit;
  EXPECT_EQ(listed(bob, 100).front(), made[4]);
  // An archived one that is written to stays where it is.
  http_of(bob).call<msg::SendMessageResponse>(send_request(made[4], "still there?"));
  EXPECT_EQ(listed(alice, 2), order);
  EXPECT_EQ(look(alice, made[4]).unread_count(), 2U);
  set(alice, archive(made[4], false));
  set(alice, pin(made[0], false));
  EXPECT_EQ(listed(alice, 2), (std::vector<std::int64_t>{made[2], made[4], made[3], made[1], made[0]}));
}

TEST_F(Settings, MutesEndByThemselvesAndUnreadMarksByHand) {
  EXPECT_EQ(set(alice, mute(id, Change::FOR_GOOD)).muted_until_ms(), -1);
  EXPECT_EQ(look(alice, id).settings().muted_until_ms(), -1);
  const auto until = set(alice, mute(id, Change::FOR_A_WEEK)).muted_until_ms();
  EXPECT_EQ(look(alice, id).settings().muted_until_ms(), until);
  database().sql().rows("update conversation_members set muted_until = now() - interval '1 second' where muted_until is not null");
  EXPECT_EQ(look(alice, id).settings().muted_until_ms(), 0);
  EXPECT_EQ(set(alice, mute(id, Change::NOT_MUTED)).muted_until_ms(), 0);
  Change mark;
  mark.set_conversation_id(id);
  mark.set_marked_unread(true);
  EXPECT_TRUE(set(alice, mark).marked_unread());
  EXPECT_TRUE(look(alice, id).settings().marked_unread());
  mark.set_marked_unread(false);
  EXPECT_FALSE(set(alice, mark).marked_unread());
}

TEST_F(Settings, StrangersAndNonsenseAreRefusedAndChangeNothing) {
  const auto carol = person("Carol");
  EXPECT_EQ(http_of(carol).refusal(pin(id)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(alice).refusal(pin(987'654'321)).reason(), "conversation_not_found");
  EXPECT_EQ(http_of(alice).refusal(mute(id, static_cast<Change::Mute>(7))).reason(), "settings.bad_mute");
  auto both = pin(id);
  both.set_archived(true);
  EXPECT_EQ(http_of(alice).refusal(both).reason(), "settings.archived_and_pinned");
  EXPECT_EQ(look(alice, id).settings().ByteSizeLong(), 0U);
}

}  // namespace
}  // namespace wasl::test
