#include "bus/redis_bus.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <charconv>
#include <cstring>
#include <optional>
#include <random>

#include "core/crypto.hpp"

namespace wasl::bus {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kNodeBytes = 8;
constexpr auto kBeatEvery = 3s;
constexpr int kBeatsMissed = 3;
constexpr std::size_t kMostUnanswered = 200'000;  // a Redis that does not drain is as good as away

std::string pack_offset(Offset offset) {
  std::string out(sizeof offset, '\0');
  std::memcpy(out.data(), &offset, sizeof offset);  // nodes of one installation share a byte order
  return out;
}

}  // namespace

RedisBus::RedisBus(const std::string& address, std::string prefix)
    : address_(parse_redis_address(address)),
      prefix_(std::move(prefix) + ":"),
      node_(crypto::random_token(6)),
      announcements_(prefix_ + "all") {
  static_assert(kNodeBytes == 8);  // six bytes in base64
}

RedisBus::~RedisBus() {
  asio::post(io_, [this] {
    stopping_ = true;
    publisher_timer_.cancel();
    subscriber_timer_.cancel();
    beat_timer_.cancel();
    if (publisher_) publisher_->close();
    if (subscriber_) subscriber_->close();
    work_.reset();
  });
  if (thread_.joinable()) thread_.join();
}

void RedisBus::listen(Listener listener) {
  listener_ = std::move(listener);
  asio::post(io_, [this] {
    connect_publisher();
    connect_subscriber();
    beat();
  });
  thread_ = std::thread([this] { io_.run(); });
}

std::string RedisBus::channel_of(StreamId stream) const {
  return prefix_ + std::to_string(static_cast<int>(stream.kind)) + ":" + std::to_string(stream.key);
}

std::optional<StreamId> RedisBus::stream_of_channel(std::string_view channel) const {
  if (!channel.starts_with(prefix_)) return std::nullopt;
  const char* end = channel.data() + channel.size();
  int kind = 0;
  std::int64_t key = 0;
  const auto colon = std::from_chars(channel.data() + prefix_.size(), end, kind).ptr;
  if (colon == end || *colon != ':' || std::from_chars(colon + 1, end, key).ptr != end) return std::nullopt;
  return StreamId{static_cast<StreamKind>(kind), key};
}

void RedisBus::publish(std::vector<Ring> rings) {
  const auto shared = std::make_shared<const std::vector<Ring>>(std::move(rings));
  listener_.on_rings(shared);
  asio::post(io_, [this, shared] {
    for (const auto& ring : *shared) send(channel_of(ring.stream), pack_offset(ring.offset) + *ring.frame);
  });
}

void RedisBus::announce(std::string text) {
  listener_.on_announcement(text);
  asio::post(io_, [this, text = std::move(text)] { send(announcements_, text); });
}

void RedisBus::send(std::string_view channel, std::string_view payload) {
  if (!publisher_up_) return;
  if (publisher_->unanswered() > kMostUnanswered) {
    publisher_->close();
    return;
  }
  const auto signed_payload = node_ + std::string(payload);
  publisher_->command({"PUBLISH", channel, signed_payload});
}

void RedisBus::watch(const std::vector<StreamId>& streams, std::function<void()> watched) {
  asio::post(io_, [this, streams, watched = std::move(watched)] {
    // Each unconfirmed channel holds a share; the last one to go calls back.
    const std::shared_ptr<void> share(nullptr, [watched](void*) { watched(); });
    std::vector<std::string> fresh;
    for (const auto stream : streams) {
      auto& watch = watches_[stream];
      if (watch.count++ == 0) {
        watch.heard = false;
        fresh.push_back(channel_of(stream));
      }
      if (!watch.heard && subscriber_up_) watch.waiting.push_back(share);
    }
    if (subscriber_up_) subscribe(fresh);
  });
}

void RedisBus::unwatch(const std::vector<StreamId>& streams) {
  asio::post(io_, [this, streams] {
    std::vector<std::string> gone{"UNSUBSCRIBE"};
    for (const auto stream : streams) {
      const auto it = watches_.find(stream);
      if (it == watches_.end() || --it->second.count > 0) continue;
      watches_.erase(it);
      gone.push_back(channel_of(stream));
    }
    if (gone.size() == 1 || !subscriber_up_) return;
    subscriber_->subscribe_command({gone.begin(), gone.end()});
  });
}

void RedisBus::subscribe(const std::vector<std::string>& channels) {
  if (channels.empty()) return;
  std::vector<std::string_view> words{"SUBSCRIBE"};
  words.insert(words.end(), channels.begin(), channels.end());
  for (const auto& channel : channels) ++confirmations_due_[channel];
  subscriber_->subscribe_command(words);
}

void RedisBus::connect_publisher() {
  publisher_ = std::make_shared<RedisConnection>(
      io_, RedisConnection::Events{[this] {
                                     publisher_up_ = true;
                                     became_healthy();
                                   },
                                   [this] {
                                     publisher_up_ = false;
                                     healthy_ = false;
                                     retry_later(publisher_timer_, &RedisBus::connect_publisher);
                                   },
                                   [](auto, auto, auto) {}});
  publisher_->connect(address_);
}

void RedisBus::connect_subscriber() {
  subscriber_ = std::make_shared<RedisConnection>(
      io_, RedisConnection::Events{[this] { on_subscriber_up(); }, [this] { on_subscriber_down(); },
                                   [this](auto kind, auto channel, auto payload) { on_push(kind, channel, payload); }});
  subscriber_->connect(address_);
}

void RedisBus::retry_later(asio::steady_timer& timer, void (RedisBus::*connect)()) {
  if (stopping_) return;
  static thread_local std::mt19937 random{std::random_device{}()};
  const auto most = std::min(2000, 100 << std::min(failures_++, 5));
  timer.expires_after(std::chrono::milliseconds(std::uniform_int_distribution<>(most / 2, most)(random)));
  timer.async_wait([this, connect](boost::system::error_code error) {
    if (!error && !stopping_) (this->*connect)();
  });
}

void RedisBus::on_subscriber_up() {
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

void RedisBus::on_subscriber_down() {
  subscriber_up_ = false;
  if (healthy_.exchange(false)) spdlog::warn("bus: Redis is away; delivery goes on from PostgreSQL");
  for (auto& [stream, watch] : watches_) {
    watch.heard = false;
    watch.waiting.clear();  // calls back: waiting would be pointless
  }
  retry_later(subscriber_timer_, &RedisBus::connect_subscriber);
}

void RedisBus::on_push(std::string_view kind, std::string_view channel, std::string_view payload) {
  if (kind == "message")
    on_message(channel, payload);
  else if (kind == "subscribe")
    on_heard(channel);
}

void RedisBus::on_heard(std::string_view channel) {
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

void RedisBus::became_healthy() {
  if (!publisher_up_ || !subscriber_up_ || !confirmations_due_.empty() || healthy_.exchange(true)) return;
  failures_ = 0;
  spdlog::info("bus: Redis is here");
  listener_.on_restored();
}

void RedisBus::on_message(std::string_view channel, std::string_view payload) {
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

void RedisBus::beat() {
  beat_timer_.expires_after(kBeatEvery);
  beat_timer_.async_wait([this](boost::system::error_code error) {
    if (error || stopping_) return;
    const bool connected = publisher_up_ && subscriber_up_;
    if (connected && ++missed_beats_ > kBeatsMissed) {
      spdlog::warn("bus: Redis does not answer");
      publisher_->close();
      subscriber_->close();
    } else if (connected) {
      send(prefix_ + node_, "");
    }
    beat();
  });
}

}  // namespace wasl::bus
