#include "bus/redis_link.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <charconv>
#include <cstring>
#include <optional>
#include <random>
#include <utility>

namespace wasl::bus {

namespace {

using namespace std::chrono_literals;

constexpr std::size_t kNodeBytes = 8;
constexpr auto kBeatEvery = 3s;
constexpr int kBeatsMissed = 3;
constexpr std::size_t kMostUnanswered = std::size_t{32} << 20;  // bytes: a Redis that does not drain is as good as away

constexpr std::size_t kLargestPeal = std::size_t{1} << 20;

// What rings on a channel of a stream, after the node: whether more follow, then of each ring its offset, its size, its frame.
// Nodes of one installation share a byte order.
template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
std::optional<T> take(std::string_view& in) {
  T value{};
  if (in.size() < sizeof value) return std::nullopt;
  std::memcpy(&value, in.data(), sizeof value);
  in.remove_prefix(sizeof value);
  return value;
}

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

void RedisLink::publish(std::span<const Ring> rings, bool more) {
  const auto channel = channel_of(rings.front().stream);
  while (!rings.empty() && can_send()) {
    message_.assign(node_);
    const auto flag = message_.size();
    put(message_, true);
    do {
      put(message_, rings.front().offset);
      put(message_, static_cast<std::uint32_t>(rings.front().frame->size()));
      message_.append(*rings.front().frame);
      rings = rings.subspan(1);
    } while (!rings.empty() && message_.size() < kLargestPeal);
    message_[flag] = static_cast<char>(more || !rings.empty());
    publisher_->command({"PUBLISH", channel, message_});
  }
}

void RedisLink::announce(std::string_view text) { send(announcements_, text); }

bool RedisLink::can_send() {
  if (!publisher_up_) return false;
  if (publisher_->unanswered() <= kMostUnanswered) return true;
  publisher_->close();
  return false;
}

void RedisLink::send(std::string_view channel, std::string_view payload) {
  if (!can_send()) return;
  message_.assign(node_).append(payload);
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
    if (!watch.heard && healthy_) watch.waiting.push_back(until_heard);
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
  for (auto& [stream, watch] : watches_) watch.heard = false;
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
  if (!healthy_.exchange(false)) return;
  for (auto& [stream, watch] : watches_) watch.waiting.clear();  // calls back: waiting would be pointless
  if (!stopping_) spdlog::warn("bus: Redis is away ({}); its streams are delivered from PostgreSQL", name_);
}

void RedisLink::on_message(std::string_view channel, std::string_view payload) {
  if (payload.size() < kNodeBytes) return;
  const bool own = payload.substr(0, kNodeBytes) == node_;
  payload.remove_prefix(kNodeBytes);
  if (own) {
    if (channel == prefix_ + node_) on_beat();
    return;  // heard at once when it was published
  }
  if (channel == announcements_) return listener_.on_announcement(std::string(payload));
  if (const auto stream = stream_of_channel(channel)) hear(*stream, payload);
}

// What one turn reads is handed over together.
void RedisLink::hear(StreamId stream, std::string_view peal) {
  const auto more = take<bool>(peal);
  if (!more) return;
  if (heard_.empty()) asio::post(io_, [this] { hand_over(); });
  more_ = *more;
  for (;;) {
    const auto offset = take<Offset>(peal);
    const auto size = take<std::uint32_t>(peal);
    if (!offset || !size || *size > peal.size()) return;
    heard_.push_back({stream, *offset, std::make_shared<const std::string>(peal.substr(0, *size))});
    peal.remove_prefix(*size);
  }
}

void RedisLink::hand_over() {
  listener_.on_rings(std::make_shared<const std::vector<Ring>>(std::exchange(heard_, {})), more_);
}

void RedisLink::on_beat() {
  missed_beats_ = 0;
  became_healthy();
}

// One beat without an answer, and the server is away until it answers; several, and it is asked on a new connection.
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
      if (missed_beats_ > 1) became_unhealthy();
      send(prefix_ + node_, {});
    }
    beat();
  });
}

}  // namespace wasl::bus
