#include "accounts/team/figures.hpp"

namespace wasl::accounts::team {

namespace {
constexpr std::chrono::seconds kGoodFor{5};
}

std::optional<v1::GetPeopleFiguresResponse> Figures::recent(Clock::time_point now) const {
  const std::lock_guard lock(mutex_);
  if (kept_ && now - at_ < kGoodFor) return kept_;
  return std::nullopt;
}

void Figures::keep(const v1::GetPeopleFiguresResponse& figures, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  kept_ = figures;
  at_ = now;
}

}  // namespace wasl::accounts::team
