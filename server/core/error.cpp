#include "core/error.hpp"

#include <array>

namespace wasl {

std::string_view name(Code code) {
  static constexpr std::array<std::string_view, 17> kNames{
      "ok",        "canceled",          "unknown",            "invalid_argument",   "deadline_exceeded", "not_found",
      "already_exists", "permission_denied", "resource_exhausted", "failed_precondition", "aborted",           "out_of_range",
      "unimplemented",  "internal",          "unavailable",        "data_loss",          "unauthenticated"};
  return kNames.at(static_cast<std::size_t>(code));
}

Refused not_found(std::string_view noun) {
  return {Code::kNotFound, std::string(noun) + "_not_found", "There is no such " + std::string(noun) + " for you."};
}

Refused invalid(std::string field, std::string reason, std::string message) {
  return Refused(Code::kInvalidArgument, std::move(reason), std::move(message)).at(std::move(field));
}

Refused unavailable(std::string reason, std::string message) {
  return Refused(Code::kUnavailable, std::move(reason), std::move(message)).retry_after(std::chrono::seconds(1));
}

}  // namespace wasl
