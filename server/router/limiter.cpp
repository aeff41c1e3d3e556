#include "router/limiter.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

namespace wasl::router {

namespace {

constexpr std::size_t kMostBuckets = 20'000;  // per shard

// One caller of IPv6 has a whole /64 to call from (RFC 6177).
std::string network_of(const std::string& text) {
  if (text.find(':') == std::string::npos) return text;
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address_v6(text, error);
  if (error) return text;
  if (address.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address).to_string();
  const auto bytes = address.to_bytes();
  return {reinterpret_cast<const char*>(bytes.data()), 8};
}

std::string key_of(const Context& context, v1::RateClass rate) {
  const bool by_address = rate == v1::RATE_CREDENTIALS || !context.viewer.signed_in();
  return std::to_string(rate) + (by_address ? "@" + network_of(context.address) : "#" + std::to_string(raw(context.viewer.person)));
}

}  // namespace

Limiter::Allowance Limiter::allowance(v1::RateClass rate) {
  switch (rate) {
    case v1::RATE_SEND: return {10, 60};
    case v1::RATE_WRITE: return {10, 100};
    case v1::RATE_CREDENTIALS: return {0.5, 40};  // an office of thirty people shares one address
    case v1::RATE_SEARCH: return {5, 40};
    default: return {50, 400};
  }
}

std::optional<std::chrono::milliseconds> Limiter::take(const Context& context, v1::RateClass rate, Clock::time_point now) {
  if (scale_ <= 0) return std::nullopt;
  return take(key_of(context, rate), allowance(rate), now);
}

std::optional<std::chrono::milliseconds> Limiter::take_identity(const std::string& address, Clock::time_point now) {
  if (scale_ <= 0) return std::nullopt;
  return take("who@" + network_of(address), {200, 2000}, now);
}

std::optional<std::chrono::milliseconds> Limiter::take(const std::string& key, const Allowance& a, Clock::time_point now) {
  const auto [per_second, burst] = a;
  auto& shard = shards_[std::hash<std::string>{}(key) % shards_.size()];
  const std::lock_guard lock(shard.mutex);
  if (shard.buckets.size() >= kMostBuckets) sweep(shard, now);
  auto& bucket = shard.buckets.try_emplace(key, Bucket{burst * scale_, now}).first->second;
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.tokens = std::min(burst * scale_, bucket.tokens + passed.count() * per_second * scale_);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::nullopt;
  }
  return std::chrono::milliseconds(static_cast<std::int64_t>((1 - bucket.tokens) / (per_second * scale_) * 1000) + 1);
}

// Whoever has not called for two minutes has a full bucket again, or nearly.
void Limiter::sweep(Shard& shard, Clock::time_point now) {
  std::erase_if(shard.buckets, [&](const auto& entry) { return now - entry.second.at > std::chrono::minutes(2); });
  if (shard.buckets.size() >= kMostBuckets) shard.buckets.clear();
}

}  // namespace wasl::router
