// Limits of drafts and scheduled messages. Pure.
#pragma once
#include <cstdint>
#include <string>

namespace wasl::messaging::policy {

inline constexpr int kMostScheduled = 100;

// Kept as typed but for what is no text: a draft may end in a blank.
std::string draft_text(const std::string& typed);
// A minute to a year from now.
std::int64_t send_at(std::int64_t asked_ms, std::int64_t now_ms);
// As above; 0: now.
std::int64_t changed_send_at(std::int64_t asked_ms, std::int64_t now_ms);

}  // namespace wasl::messaging::policy
