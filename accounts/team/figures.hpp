// How many people there are, counted now and then.
#pragma once
#include <chrono>
#include <mutex>
#include <optional>

#include "wasl/accounts/v1/team.pb.h"

namespace wasl::accounts::team {

// Thread-safe. What was counted a few seconds ago is good enough.
class Figures {
 public:
  using Clock = std::chrono::steady_clock;

  std::optional<v1::GetPeopleFiguresResponse> recent(Clock::time_point now = Clock::now()) const;
  void keep(const v1::GetPeopleFiguresResponse& figures, Clock::time_point now = Clock::now());

 private:
  mutable std::mutex mutex_;
  std::optional<v1::GetPeopleFiguresResponse> kept_;
  Clock::time_point at_{};
};

}  // namespace wasl::accounts::team
