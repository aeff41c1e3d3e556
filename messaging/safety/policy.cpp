#include "messaging/safety/policy.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::messaging::policy {

bool answers(PersonId viewer, const store::RequestRow& request, bool accept) {
  require(viewer == request.other, {Code::kPermissionDenied, "messaging.not_asked", "Only who was asked answers."});
  if (request.state == store::Request::kWaiting) return true;
  const bool accepted = request.state == store::Request::kNone;
  require(accepted == accept, {Code::kFailedPrecondition, "messaging.answered", "The request has been answered otherwise."});
  return false;
}

void may_write(const Member& viewer) {
  require(viewer.may_write, {Code::kPermissionDenied, "messaging.read_only", "You only read this conversation."});
}

void may_report(PersonId viewer, const std::optional<v1::Message>& message) {
  require(message && message->deleted_at_ms() == 0 && !message->content().has_note(), not_found("message"));
  require(PersonId{message->author_id()} != viewer, {Code::kPermissionDenied, "messaging.own_message", "Nobody reports themselves."});
}

std::string report_reason(v1::ReportReason reason) {
  switch (reason) {
    case v1::REPORT_SPAM: return "spam";
    case v1::REPORT_HARASSMENT: return "harassment";
    case v1::REPORT_HATE: return "hate";
    case v1::REPORT_VIOLENCE: return "violence";
    case v1::REPORT_PRIVACY: return "privacy";
    case v1::REPORT_OTHER: return "other";
    default: throw invalid("reason", "messaging.report_reason", "A report says what is wrong.");
  }
}

std::string report_comment(const std::string& typed) {
  if (typed.size() > kLongestComment * 12) throw invalid("comment", "comment_length", "comment is too long.");
  auto comment = text::clean(typed);
  text::require_length(comment, "comment", 0, kLongestComment);
  return comment;
}

}  // namespace wasl::messaging::policy
