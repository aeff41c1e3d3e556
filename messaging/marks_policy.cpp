#include "messaging/marks_policy.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::messaging::policy {

namespace {
void require_standing(const v1::Message& message) {
  require(!message.content().has_note(), not_found("message"));
  require(message.deleted_at_ms() == 0, {Code::kFailedPrecondition, "messaging.deleted", "The message has been deleted."});
}
}  // namespace

void may_react(const Member& viewer, const v1::Message& message) {
  require(!viewer.direct || viewer.may_write, {Code::kPermissionDenied, "messaging.read_only", "You only read this conversation."});
  require_standing(message);
}

void may_pin(const Member& viewer, const v1::Message& message) {
  require(viewer.direct ? viewer.may_write : viewer.administers() || viewer.in_name,
          {Code::kPermissionDenied, "messaging.not_administrator", "Administrators of the group do this."});
  require_standing(message);
}

void may_see_versions(const v1::Message& message) { require_standing(message); }

void may_edit_again(const v1::Message& message) {
  require(message.edit_count() < kMostEdits,
          {Code::kFailedPrecondition, "messaging.edits", "This message has been edited too often. Write a new one."});
}

void may_be_pinned(int pinned) {
  require(pinned <= kMostPinned,
          {Code::kFailedPrecondition, "messaging.pins", "A conversation has at most 50 pinned messages. Take one away first."});
}

std::string emoji(const std::string& typed) {
  require(text::is_emoji(typed), invalid("emoji", "emoji", "A reaction is one emoji."));
  return typed;
}

v1::Reaction set_count(v1::Message& message, const std::string& emoji, int by, std::int64_t now_ms) {
  auto& list = *message.mutable_reactions();
  auto it = std::ranges::find(list, emoji, &v1::Reaction::emoji);
  if (it == list.end()) {
    require(by < 0 || list.size() < kMostEmoji,
            {Code::kFailedPrecondition, "messaging.reactions", "This message carries as many different reactions as it can."});
    auto* fresh = list.Add();
    fresh->set_emoji(emoji);
    fresh->set_since_ms(now_ms);
    it = list.end() - 1;
  }
  it->set_count(static_cast<std::uint32_t>(std::max(0, static_cast<int>(it->count()) + by)));
  const auto reaction = *it;
  if (reaction.count() == 0) list.erase(it);
  std::ranges::sort(list, {}, [](const v1::Reaction& r) { return std::pair(r.since_ms(), r.emoji()); });
  return reaction;
}

}  // namespace wasl::messaging::policy
