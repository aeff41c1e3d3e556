#include "messaging/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::messaging::policy {
namespace {

constexpr PersonId kAmel{1}, kBilal{2};

std::string reason_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Refused& r) {
    return r.reason();
  }
  return "";
}

TEST(MessagingPolicy, OnlyAuthorsEditWhatStands) {
  EXPECT_EQ(reason_of([] { may_edit(kAmel, {kAmel, false}); }), "");
  EXPECT_EQ(reason_of([] { may_edit(kBilal, {kAmel, false}); }), "messaging.not_author");
  EXPECT_EQ(reason_of([] { may_edit(kAmel, {kAmel, true}); }), "messaging.deleted");
}

TEST(MessagingPolicy, OnlyAuthorsDeleteAndTwiceIsFine) {
  EXPECT_EQ(reason_of([] { may_delete({kAmel}, {kAmel, true}); }), "");
  EXPECT_EQ(reason_of([] { may_delete({kBilal}, {kAmel, false}); }), "messaging.not_author");
}

TEST(MessagingPolicy, AdministratorsOfAGroupDeleteAnybodysMessage) {
  EXPECT_EQ(reason_of([] { may_delete({kBilal, false, 1}, {kAmel, false}); }), "");
  EXPECT_EQ(reason_of([] { may_delete({kBilal, false, 2}, {kAmel, false}); }), "");
  EXPECT_EQ(reason_of([] { may_delete({kBilal, true, 2}, {kAmel, false}); }), "messaging.not_author");
}

TEST(MessagingPolicy, NobodyEditsOrDeletesANote) {
  EXPECT_EQ(reason_of([] { may_edit(kAmel, {kAmel, false, true}); }), "message_not_found");
  EXPECT_EQ(reason_of([] { may_delete({kAmel, false, 2}, {kAmel, false, true}); }), "message_not_found");
}

TEST(MessagingPolicy, TextIsTrimmedComposedAndBounded) {
  EXPECT_EQ(message_text("  e\xCC\x81t\xC3\xA9\n"), "\xC3\xA9t\xC3\xA9");
  EXPECT_EQ(reason_of([] { message_text(" \n\t "); }), "text_length");
  EXPECT_EQ(reason_of([] { message_text("\xff\xfe"); }), "not_utf8");
  std::string longest;
  for (std::size_t i = 0; i < kLongestText; ++i) longest += "\xD9\x85";
  EXPECT_EQ(message_text(longest), longest);
  EXPECT_EQ(reason_of([&] { message_text(longest + "\xD9\x85"); }), "text_length");
  EXPECT_EQ(reason_of([] { message_text(std::string(1'000'000, 'x')); }), "text_length");
}

TEST(MessagingPolicy, TitleIsOneLine) {
  EXPECT_EQ(group_title(" a\nb  c "), "a b c");
  EXPECT_EQ(reason_of([] { group_title("\n"); }), "title_length");
}

TEST(MessagingPolicy, InvitedAreDistinctAndNeverTheCreator) {
  EXPECT_EQ(invited(kAmel, {2, 1, 2}), std::vector{kBilal});
  EXPECT_EQ(reason_of([] { invited(kAmel, {1}); }), "members_count");
  std::vector<std::int64_t> many(200);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<std::int64_t>(i) + 10;
  EXPECT_EQ(reason_of([&] { invited(kAmel, many); }), "members_count");
}

TEST(MessagingPolicy, ClientIdIsNeitherZeroNorOneOfTheLast) {
  EXPECT_EQ(reason_of([] { client_id(0); }), "client_id_missing");
  EXPECT_EQ(client_id(0xfffffffeffffffffULL), -0x100000001LL);
  EXPECT_EQ(reason_of([] { client_id(0xffffffff00000000ULL); }), "client_id_missing");
  EXPECT_EQ(reason_of([] { client_id(0xffffffffffffffffULL); }), "client_id_missing");
}

TEST(MessagingPolicy, PageSizes) {
  EXPECT_EQ(page_size(0, 30), 30U);
  EXPECT_EQ(page_size(100, 30), 100U);
  EXPECT_EQ(reason_of([] { page_size(101, 30); }), "limit_range");
}

google::protobuf::RepeatedPtrField<v1::Mention> asked(const std::vector<std::pair<std::int64_t, std::string>>& people) {
  google::protobuf::RepeatedPtrField<v1::Mention> out;
  for (const auto& [id, label] : people) {
    out.Add()->set_person_id(id);
    out.rbegin()->set_label(label);
  }
  return out;
}

TEST(MessagingPolicy, MentionsStandInTheTextEachOnce) {
  const auto named = mentions("@Amel and @Bilal", asked({{2, " Bilal "}, {1, "Amel"}, {2, "Bilal"}}));
  ASSERT_EQ(named.size(), 2U);
  EXPECT_EQ(named[0].person_id(), 1);
  EXPECT_EQ(named[1].label(), "Bilal");
  EXPECT_EQ(reason_of([] { mentions("Amel", asked({{1, "Amel"}})); }), "mention_not_in_text");
  EXPECT_EQ(reason_of([] { mentions("@", asked({{1, ""}})); }), "mentions_length");
  EXPECT_EQ(reason_of([] { mentions("@x", asked({{1, std::string(2000, 'x')}})); }), "mentions_length");
  std::vector<std::pair<std::int64_t, std::string>> many(21, {1, "x"});
  EXPECT_EQ(reason_of([&] { mentions("@x", asked(many)); }), "mentions_count");
}

TEST(MessagingPolicy, EveryoneIsCalledInSmallGroups) {
  EXPECT_EQ(reason_of([] { may_call_everyone({kAmel}, 50); }), "");
  EXPECT_EQ(reason_of([] { may_call_everyone({kAmel}, 51); }), "messaging.everyone");
  EXPECT_EQ(reason_of([] { may_call_everyone({kAmel, true}, 2); }), "messaging.everyone");
}

}  // namespace
}  // namespace wasl::messaging::policy
