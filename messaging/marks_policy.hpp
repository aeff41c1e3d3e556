// Who may put marks on messages, and which.
#pragma once
#include <string>

#include "messaging/member.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::policy {

inline constexpr int kMostEmoji = 20;      // different ones on a message
inline constexpr int kMostPinned = 50;     // in a conversation
inline constexpr unsigned kMostEdits = 100;

// Each throws Refused, saying why.
void may_react(const Member& viewer, const v1::Message& message);
void may_pin(const Member& viewer, const v1::Message& message);
void may_see_versions(const v1::Message& message);
void may_edit_again(const v1::Message& message);
void may_be_pinned(int pinned);

// As it is stored. Throws Refused when it is not one emoji.
std::string emoji(const std::string& typed);

// Counts one more or less of an emoji; the list stays ordered by since_ms, then by emoji. At 0 it is gone.
v1::Reaction set_count(v1::Message& message, const std::string& emoji, int by, std::int64_t now_ms);

}  // namespace wasl::messaging::policy
