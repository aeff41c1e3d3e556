// The two kinds of failure: a request is refused (the connection lives), or the connection ends.
#pragma once
#include <chrono>
#include <exception>
#include <string>
#include <string_view>

namespace wasl {

// The codes of gRPC and Connect, by their numbers; the same as wasl.v1.Code.
enum class Code {
  kOk = 0,
  kCanceled = 1,
  kUnknown = 2,
  kInvalidArgument = 3,
  kDeadlineExceeded = 4,
  kNotFound = 5,
  kAlreadyExists = 6,
  kPermissionDenied = 7,
  kResourceExhausted = 8,
  kFailedPrecondition = 9,
  kAborted = 10,
  kOutOfRange = 11,
  kUnimplemented = 12,
  kInternal = 13,
  kUnavailable = 14,
  kDataLoss = 15,
  kUnauthenticated = 16,
};

// The name on the Connect door: "not_found".
std::string_view name(Code code);

// Ends a request. `reason` is a stable key ("accounts.wrong_password") that clients translate;
// `message` says in English what the caller can do; neither carries internals or private data.
class Refused : public std::exception {
 public:
  Refused(Code code, std::string reason, std::string message)
      : code_(code), reason_(std::move(reason)), message_(std::move(message)) {}

  Refused& at(std::string field) & { return field_ = std::move(field), *this; }
  Refused&& at(std::string field) && { return field_ = std::move(field), std::move(*this); }
  Refused&& retry_after(std::chrono::milliseconds wait) && { return retry_after_ = wait, std::move(*this); }

  Code code() const { return code_; }
  const std::string& reason() const { return reason_; }
  const std::string& message() const { return message_; }
  const std::string& field() const { return field_; }
  std::chrono::milliseconds retry_after() const { return retry_after_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  Code code_;
  std::string reason_, message_, field_;
  std::chrono::milliseconds retry_after_{0};
};

// What a stranger and a wrong guess both hear: missing and forbidden look alike.
Refused not_found(std::string_view noun);
Refused invalid(std::string field, std::string reason, std::string message);
Refused unavailable(std::string reason, std::string message);

inline void require(bool allowed, const Refused& otherwise) {
  if (!allowed) throw otherwise;
}

}  // namespace wasl
