#include "messaging/personal/policy.hpp"

#include "core/error.hpp"
#include "core/text.hpp"
#include "messaging/policy.hpp"

namespace wasl::messaging::policy {

namespace {
constexpr std::int64_t kMinute = 60'000, kYear = std::int64_t{366} * 24 * 60 * kMinute;
}

std::string draft_text(const std::string& typed) {
  if (typed.size() > kLongestText * 12) throw invalid("text", "text_length", "text is too long.");
  if (text::clean(typed).empty()) return {};
  text::require_length(typed, "text", 0, kLongestText);
  return typed;
}

std::int64_t send_at(std::int64_t asked_ms, std::int64_t now_ms) {
  require(asked_ms >= now_ms + kMinute && asked_ms <= now_ms + kYear,
          invalid("send_at_ms", "messaging.send_at", "A message is scheduled for a minute to a year from now."));
  return asked_ms;
}

std::int64_t changed_send_at(std::int64_t asked_ms, std::int64_t now_ms) { return asked_ms == 0 ? now_ms : send_at(asked_ms, now_ms); }

}  // namespace wasl::messaging::policy
