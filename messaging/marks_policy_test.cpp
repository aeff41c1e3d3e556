#include "messaging/marks_policy.hpp"

#include <gtest/gtest.h>

#include <functional>

#include "core/error.hpp"

namespace wasl::messaging::policy {
namespace {

std::string reason_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Refused& r) {
    return r.reason();
  }
  return "";
}

v1::Message note() {
  v1::Message m;
  m.mutable_content()->mutable_note()->set_kind(v1::Note::JOINED);
  return m;
}
v1::Message deleted() {
  v1::Message m;
  m.set_deleted_at_ms(1);
  return m;
}

constexpr Member kMember{PersonId{1}}, kReader{PersonId{1}, false, 0, false}, kAdministrator{PersonId{1}, false, 1};
constexpr Member kFriend{PersonId{1}, true}, kStopped{PersonId{1}, true, 0, false};

TEST(MarksPolicy, EveryMemberReactsButNotWhereTheyAreKeptFromWritingToOnePerson) {
  EXPECT_EQ(reason_of([] { may_react(kMember, {}); }), "");
  EXPECT_EQ(reason_of([] { may_react(kReader, {}); }), "");
  EXPECT_EQ(reason_of([] { may_react(kFriend, {}); }), "");
  EXPECT_EQ(reason_of([] { may_react(kStopped, {}); }), "messaging.read_only");
}

TEST(MarksPolicy, AdministratorsPinInGroupsAndBothPeopleInDirectConversations) {
  EXPECT_EQ(reason_of([] { may_pin(kAdministrator, {}); }), "");
  EXPECT_EQ(reason_of([] { may_pin(kMember, {}); }), "messaging.not_administrator");
  EXPECT_EQ(reason_of([] { may_pin(kFriend, {}); }), "");
  EXPECT_EQ(reason_of([] { may_pin(kStopped, {}); }), "messaging.not_administrator");
  EXPECT_EQ(reason_of([] { may_be_pinned(kMostPinned); }), "");
  EXPECT_EQ(reason_of([] { may_be_pinned(kMostPinned + 1); }), "messaging.pins");
}

TEST(MarksPolicy, NothingIsPutOnNotesAndOnWhatIsDeleted) {
  EXPECT_EQ(reason_of([] { may_react(kMember, note()); }), "message_not_found");
  EXPECT_EQ(reason_of([] { may_react(kMember, deleted()); }), "messaging.deleted");
  EXPECT_EQ(reason_of([] { may_pin(kAdministrator, note()); }), "message_not_found");
  EXPECT_EQ(reason_of([] { may_pin(kAdministrator, deleted()); }), "messaging.deleted");
  EXPECT_EQ(reason_of([] { may_see_versions(deleted()); }), "messaging.deleted");
}

TEST(MarksPolicy, CountsStandInOrderOfAppearanceAndVanishAtNought) {
  v1::Message m;
  EXPECT_EQ(set_count(m, "👍", 1, 5).count(), 1U);
  EXPECT_EQ(set_count(m, "😀", 1, 6).since_ms(), 6);
  EXPECT_EQ(set_count(m, "👍", 1, 7).since_ms(), 5);
  EXPECT_EQ(m.reactions(0).count(), 2U);
  EXPECT_EQ(set_count(m, "👍", -1, 8).count(), 1U);
  EXPECT_EQ(set_count(m, "👍", -1, 8).count(), 0U);
  ASSERT_EQ(m.reactions_size(), 1);
  EXPECT_EQ(m.reactions(0).emoji(), "😀");
}

TEST(MarksPolicy, AMessageCarriesOnlySoManyDifferentReactions) {
  v1::Message m;
  for (int i = 0; i < kMostEmoji; ++i) set_count(m, std::to_string(i), 1, i);
  EXPECT_EQ(reason_of([&] { set_count(m, "new", 1, 0); }), "messaging.reactions");
  EXPECT_EQ(reason_of([&] { set_count(m, "3", 1, 0); }), "");
}

TEST(MarksPolicy, AReactionIsOneEmoji) {
  EXPECT_EQ(emoji("👍"), "👍");
  EXPECT_EQ(reason_of([] { emoji("ok"); }), "emoji");
}

}  // namespace
}  // namespace wasl::messaging::policy
