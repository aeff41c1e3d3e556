#include "messaging/settings/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::messaging::settings::policy {
namespace {

using Request = v1::ChangeSettingsRequest;

constexpr std::int64_t kNow = 1'000'000;

TEST(SettingsPolicy, WhatIsAbsentStays) {
  v1::ConversationSettings before;
  before.set_archived(true);
  before.set_muted_until_ms(-1);
  before.set_marked_unread(true);
  EXPECT_EQ(changed(before, {}, kNow).SerializeAsString(), before.SerializeAsString());
}

TEST(SettingsPolicy, WhatIsArchivedIsNotPinned) {
  Request archive, pin;
  archive.set_archived(true);
  pin.set_pinned(true);
  auto now = changed({}, pin, kNow);
  EXPECT_TRUE(now.pinned());
  now = changed(now, archive, kNow);
  EXPECT_TRUE(now.archived());
  EXPECT_FALSE(now.pinned());
  now = changed(now, pin, kNow);
  EXPECT_FALSE(now.archived());
  EXPECT_TRUE(now.pinned());
  archive.set_pinned(true);
  EXPECT_THROW(require_valid(archive), Refused);
}

TEST(SettingsPolicy, MutesLastAsLongAsTheySay) {
  const auto until = [](Request::Mute mute) {
    Request request;
    request.set_mute(mute);
    require_valid(request);
    return changed({}, request, kNow).muted_until_ms();
  };
  EXPECT_EQ(until(Request::NOT_MUTED), 0);
  EXPECT_EQ(until(Request::FOR_AN_HOUR), kNow + 3'600'000);
  EXPECT_EQ(until(Request::FOR_EIGHT_HOURS), kNow + 28'800'000);
  EXPECT_EQ(until(Request::FOR_A_WEEK), kNow + 604'800'000);
  EXPECT_EQ(until(Request::FOR_GOOD), -1);
  EXPECT_THROW(until(static_cast<Request::Mute>(9)), Refused);
}

}  // namespace
}  // namespace wasl::messaging::settings::policy
