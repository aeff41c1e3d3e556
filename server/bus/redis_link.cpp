#include "bus/redis_link.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <random>

namespace wasl::bus {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kNodeBytes = 8;
constexpr auto kBeatEvery = 3s;
constexpr int kBeatsMissed = 3;
constexpr std::size_t kMostUnanswered = 200'000;  // a Redis that does not drain is as good as away

// Nodes of one installation share a byte order.
std::string_view bytes_of(const Offset& offset) { return {reinterpret_cast<const char*>(&offset), sizeof offset}; }

}  // namespace

RedisLink::RedisLink(asio::io_context& io, std::string address, std::string prefix, std::string node, const Listener& listener)
    : io_(io),
      name_(std::move(address)),
      address_(parse_redis_address(name_)),
      prefix_(std::move(prefix) + ":"),
      node_(std::move(node)),
      announcements_(prefix_ + "all"),
      listener_(listener) {}

void RedisLink::start() {
  connect_publisher();
  connect_subscriber();
  beat();
}

void RedisLink::stop() {
  stopping_ = true;
  publisher_timer_.cancel();
  subscriber_timer_.cancel();
  beat_timer_.cancel();
  if (publisher_) publisher_->close();
  if (subscriber_) subscriber_->close();
}

std::string RedisLink::channel_of(StreamId stream) const {
  return prefix_ + std::to_string(static_cast<int>(stream.kind)) + ":" + std::to_string(stream.key);
}

std::optional<StreamId> RedisLink::stream_of_channel(std::string_view channel) const {
  if (!channel.starts_with(prefix_)) return std::nullopt;
  const char* end = channel.data() + channel.size();
  int kind = 0;
  std::int64_t key = 0;
  const auto colon = std::from_chars(channel.data() + prefix_.size(), end, kind).ptr;
  if (colon == end || *colon != ':' || std::from_chars(colon + 1, end, key).ptr != end) return std::nullopt;
  return StreamId{static_cast<StreamKind>(kind), key};
}

void RedisLink::publish(const Ring& ring) { send(channel_of(ring.stream), bytes_of(ring.offset), *ring.frame); }

void RedisLink::announce(std::string_view text) { send(announcements_, {}, text); }

void RedisLink::send(std::string_view channel, std::string_view offset, std::string_view payload) {
  if (!publisher_up_) return;
  if (publisher_->unanswered() > kMostUnanswered) {
    publisher_->close();
    return;
  }
  message_.assign(node_).append(offset).append(payload);
  publisher_->command({"PUBLISH", channel, message_});
}

void RedisLink::watch(const std::vector<StreamId>& streams, const std::shared_ptr<void>& until_heard) {
  std::vector<std::string> fresh;
  for (const auto stream : streams) {
    auto& watch = watches_[stream];
    if (watch.count++ == 0) {
      watch.heard = false;
      fresh.push_back(channel_of(stream));
    }
    if (!watch.heard && subscriber_up_) watch.waiting.push_back(until_heard);
  }
  if (subscriber_up_) subscribe(fresh);
}

void RedisLink::unwatch(const std::vector<StreamId>& streams) {
  std::vector<std::string> gone{"UNSUBSCRIBE"};
  for (const auto stream : streams) {
    const auto it = watches_.find(stream);
    if (it == watches_.end() || --it->second.count > 0) continue;
    watches_.erase(it);
    gone.push_back(channel_of(stream));
  }
  if (gone.size() == 1 || !subscriber_up_) return;
  subscriber_->subscribe_command({gone.begin(), gone.end()});
}

void RedisLink::subscribe(const std::vector<std::string>& channels) {
  if (channels.empty()) return;
  std::vector<std::string_view> words{"SUBSCRIBE"};
  words.insert(words.end(), channels.begin(), channels.end());
  for (const auto& channel : channels) ++confirmations_due_[channel];
  subscriber_->subscribe_command(words);
}

void RedisLink::connect_publisher() {
  publisher_ = std::make_shared<RedisConnection>(
      io_, RedisConnection::Events{[this] {
                                     publisher_up_ = true;
                                     became_healthy();
                                   },
                                   [this] { on_publisher_down(); },
                                   [](auto, auto, auto) {}});
  publisher_->connect(address_);
}

void RedisLink::connect_subscriber() {
  subscriber_ = std::make_shared<RedisConnection>(
      io_, RedisConnection::Events{[this] { on_subscriber_up(); }, [this] { on_subscriber_down(); },
                                   [this](auto kind, auto channel, auto payload) { on_push(kind, channel, payload); }});
  subscriber_->connect(address_);
}

void RedisLink::retry_later(asio::steady_timer& timer, void (RedisLink::*connect)()) {
  if (stopping_) return;
  static thread_local std::mt19937 random{std::random_device{}()};
  const auto most = std::min(2000, 100 << std::min(failures_++, 5));
  timer.expires_after(std::chrono::milliseconds(std::uniform_int_distribution<>(most / 2, most)(random)));
  timer.async_wait([this, connect](boost::system::error_code error) {
    if (!error && !stopping_) (this->*connect)();
  });
}

void RedisLink::on_publisher_down() {
  publisher_up_ = false;
  became_unhealthy();
  retry_later(publisher_timer_, &RedisLink::connect_publisher);
}

void RedisLink::on_subscriber_up() {
  subscriber_up_ = true;
  confirmations_due_.clear();
  missed_beats_ = 0;
  std::vector<std::string> channels{announcements_, prefix_ + node_};
  for (auto& [stream, watch] : watches_) {
    watch.heard = false;
    channels.push_back(channel_of(stream));
  }
  subscribe(channels);
}

void RedisLink::on_subscriber_down() {
  subscriber_up_ = false;
  became_unhealthy();
  for (auto& [stream, watch] : watches_) {
    watch.heard = false;
    watch.waiting.clear();  // calls back: waiting would be pointless
  }
  retry_later(subscriber_timer_, &RedisLink::connect_subscriber);
}

void RedisLink::on_push(std::string_view kind, std::string_view channel, std::string_view payload) {
  if (kind == "message")
    on_message(channel, payload);
  else if (kind == "subscribe")
    on_heard(channel);
}

void RedisLink::on_heard(std::string_view channel) {
  const auto due = confirmations_due_.find(std::string(channel));
  if (due == confirmations_due_.end() || --due->second > 0) return;  // left and joined again: the last one counts
  confirmations_due_.erase(due);
  if (const auto stream = stream_of_channel(channel)) {
    if (const auto it = watches_.find(*stream); it != watches_.end()) {
      it->second.heard = true;
      it->second.waiting.clear();
    }
  }
  became_healthy();
}

void RedisLink::became_healthy() {
  if (!publisher_up_ || !subscriber_up_ || !confirmations_due_.empty() || healthy_.exchange(true)) return;
  failures_ = 0;
  spdlog::info("bus: Redis is here ({})", name_);
  listener_.on_restored();
}

void RedisLink::became_unhealthy() {
  if (healthy_.exchange(false) && !stopping_) spdlog::warn("bus: Redis is away ({}); its streams are delivered from PostgreSQL", name_);
}

void RedisLink::on_message(std::string_view channel, std::string_view payload) {
  if (payload.size() < kNodeBytes) return;
  const bool own = payload.substr(0, kNodeBytes) == node_;
  payload.remove_prefix(kNodeBytes);
  if (own) {
    if (channel == prefix_ + node_) missed_beats_ = 0;
    return;  // heard at once when it was published
  }
  if (channel == announcements_) return listener_.on_announcement(std::string(payload));
  const auto stream = stream_of_channel(channel);
  if (!stream || payload.size() < sizeof(Offset)) return;
  Offset offset = 0;
  std::memcpy(&offset, payload.data(), sizeof offset);
  payload.remove_prefix(sizeof offset);
  listener_.on_rings(std::make_shared<const std::vector<Ring>>(
      1, Ring{*stream, offset, std::make_shared<const std::string>(payload)}));
}

void RedisLink::beat() {
  beat_timer_.expires_after(kBeatEvery);
  beat_timer_.async_wait([this](boost::system::error_code error) {
    if (error || stopping_) return;
    const bool connected = publisher_up_ && subscriber_up_;
    if (connected && ++missed_beats_ > kBeatsMissed) {
      spdlog::warn("bus: Redis does not answer ({})", name_);
      publisher_->close();
      subscriber_->close();
    } else if (connected) {
      send(prefix_ + node_, {}, {});
    }
    beat();
  });
}

}  // namespace wasl::bus
