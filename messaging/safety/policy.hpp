// Who writes to whom, and what may be reported. Pure.
#pragma once
#include <optional>
#include <string>

#include "messaging/member.hpp"
#include "messaging/safety/store.hpp"

namespace wasl::messaging::policy {

inline constexpr int kMostWaitingRequests = 20;
inline constexpr std::size_t kLongestComment = 1000;

// False: it has been answered like this before. Throws when the viewer asked, nobody asked, or the answer was another.
bool answers(PersonId viewer, const store::RequestRow& request, bool accept);

// What is said anew in a conversation: sent, edited, to be sent later.
void may_write(const Member& viewer);

// Throws not_found when it is not there, deleted or a note; refuses one's own.
void may_report(PersonId viewer, const std::optional<v1::Message>& message);
// As the database names it.
std::string report_reason(v1::ReportReason reason);
std::string report_comment(const std::string& typed);

}  // namespace wasl::messaging::policy
