#include "messaging/settings/policy.hpp"

#include "core/error.hpp"

namespace wasl::messaging::settings::policy {

namespace {

using Mute = v1::ChangeSettingsRequest;

constexpr std::int64_t kHourMs = 3'600'000;

std::int64_t muted_until(Mute::Mute mute, std::int64_t now_ms) {
  switch (mute) {
    case Mute::FOR_AN_HOUR: return now_ms + kHourMs;
    case Mute::FOR_EIGHT_HOURS: return now_ms + 8 * kHourMs;
    case Mute::FOR_A_WEEK: return now_ms + 7 * 24 * kHourMs;
    case Mute::FOR_GOOD: return -1;
    default: return 0;
  }
}

}  // namespace

void require_valid(const v1::ChangeSettingsRequest& request) {
  require(Mute::Mute_IsValid(request.mute()), invalid("mute", "settings.bad_mute", "mute must be one of Mute."));
  require(!request.archived() || !request.pinned(),
          invalid("pinned", "settings.archived_and_pinned", "What is archived is not pinned: ask for one of them."));
}

v1::ConversationSettings changed(v1::ConversationSettings now, const v1::ChangeSettingsRequest& request, std::int64_t now_ms) {
  if (request.has_archived()) now.set_archived(request.archived());
  if (request.has_pinned()) now.set_pinned(request.pinned());
  if (request.archived()) now.set_pinned(false);
  if (request.pinned()) now.set_archived(false);
  if (request.has_mute()) now.set_muted_until_ms(muted_until(request.mute(), now_ms));
  if (request.has_marked_unread()) now.set_marked_unread(request.marked_unread());
  return now;
}

}  // namespace wasl::messaging::settings::policy
