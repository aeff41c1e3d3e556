#include "messaging/pace.hpp"

#include <algorithm>

namespace wasl::messaging {

namespace {
constexpr std::size_t kMostBuckets = 10'000;  // per shard
}

double Pace::level(const Bucket& bucket, Clock::time_point now) const {
  const std::chrono::duration<double> passed = now - bucket.at;
  return std::max(0.0, bucket.level - passed.count() * kPerSecond * scale_);
}

std::optional<std::chrono::milliseconds> Pace::wait(ConversationId conversation, Clock::time_point now) {
  if (scale_ <= 0) return std::nullopt;
  auto& s = shard(conversation);
  const std::lock_guard lock(s.mutex);
  const auto it = s.buckets.find(raw(conversation));
  if (it == s.buckets.end()) return std::nullopt;
  const auto over = level(it->second, now) - kAtOnce * scale_;
  if (over < 0) return std::nullopt;
  return std::chrono::milliseconds(static_cast<std::int64_t>((over + 1) / (kPerSecond * scale_) * 1000) + 1);
}

void Pace::count(ConversationId conversation, Clock::time_point now) {
  if (scale_ <= 0) return;
  auto& s = shard(conversation);
  const std::lock_guard lock(s.mutex);
  if (s.buckets.size() >= kMostBuckets) std::erase_if(s.buckets, [&](const auto& entry) { return level(entry.second, now) <= 0; });
  auto& bucket = s.buckets.try_emplace(raw(conversation), Bucket{0, now}).first->second;
  bucket = {level(bucket, now) + 1, now};
}

}  // namespace wasl::messaging
