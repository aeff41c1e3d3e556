// A call that is owed exactly one answer.
#pragma once
#include <functional>
#include <memory>

#include "gateway/services.hpp"

namespace wasl::gateway {

// Answers `deadline_exceeded` when its time passes, `internal` when dropped unanswered. Later answers are ignored.
class PendingCall {
 public:
  using Reply = std::function<void(router::Answer)>;

  static std::shared_ptr<PendingCall> start(Room& room, std::chrono::milliseconds timeout, Reply reply) {
    auto call = std::make_shared<PendingCall>(room, std::move(reply));
    call->entry_ = room.deadlines.add(Deadlines::Clock::now() + timeout, [weak = std::weak_ptr(call)] {
      if (const auto late = weak.lock()) late->expire();
    });
    return call;
  }

  PendingCall(Room& room, Reply reply) : room_(room), reply_(std::move(reply)) {}
  PendingCall(const PendingCall&) = delete;
  PendingCall& operator=(const PendingCall&) = delete;
  ~PendingCall() {
    if (!answered_) answer(router::refuse({Code::kInternal, "internal", "Something went wrong here."}));
  }

  void answer(router::Answer answer) {
    if (std::exchange(answered_, true)) return;
    if (!expired_) room_.deadlines.remove(entry_);
    reply_(std::move(answer));
  }

 private:
  void expire() {
    expired_ = true;
    answer(router::refuse({Code::kDeadlineExceeded, "deadline_exceeded", "This took too long. What it asked may still happen."}));
  }

  Room& room_;
  Reply reply_;
  Deadlines::Entry entry_;
  bool answered_ = false, expired_ = false;
};

}  // namespace wasl::gateway
