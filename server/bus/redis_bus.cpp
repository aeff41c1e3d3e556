#include "bus/redis_bus.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <span>

#include "core/crypto.hpp"

namespace wasl::bus {

RedisBus::RedisBus(const std::vector<std::string>& addresses, const std::string& prefix) : shards_(addresses) {
  const auto node = crypto::random_token(6);  // 8 bytes in base64
  for (const auto& address : addresses) links_.push_back(std::make_unique<RedisLink>(io_, address, prefix, node, listener_));
}

RedisBus::~RedisBus() {
  asio::post(io_, [this] {
    for (auto& link : links_) link->stop();
    work_.reset();
  });
  if (thread_.joinable()) thread_.join();
}

void RedisBus::listen(Listener listener) {
  listener_ = std::move(listener);
  asio::post(io_, [this] {
    for (auto& link : links_) link->start();
  });
  thread_ = std::thread([this] { io_.run(); });
}

bool RedisBus::healthy() const {
  return std::ranges::all_of(links_, [](const auto& link) { return link->healthy(); });
}

// One hand-over for all rings; each link writes what a turn of its thread gave it at once. Neighbours of one stream travel
// as one message.
void RedisBus::publish(std::vector<Ring> rings, bool more) {
  const auto shared = std::make_shared<const std::vector<Ring>>(std::move(rings));
  listener_.on_rings(shared, false);
  asio::post(io_, [this, shared, more] {
    std::span<const Ring> rest(*shared);
    while (!rest.empty()) {
      const auto other = std::ranges::find_if(rest, [&](const Ring& r) { return r.stream != rest.front().stream; });
      const auto run = rest.first(static_cast<std::size_t>(other - rest.begin()));
      rest = rest.subspan(run.size());
      links_[shards_.of(run.front().stream)]->publish(run, more || !rest.empty());
    }
  });
}

void RedisBus::announce(std::string text) {
  listener_.on_announcement(text);
  asio::post(io_, [this, text = std::move(text)] { link_for_announcements().announce(text); });
}

RedisLink& RedisBus::link_for_announcements() const {
  const auto first = shards_.of({});
  for (std::size_t i = 0; i < links_.size(); ++i) {
    auto& link = *links_[(first + i) % links_.size()];
    if (link.healthy()) return link;
  }
  return *links_[first];
}

std::vector<std::vector<StreamId>> RedisBus::by_link(const std::vector<StreamId>& streams) const {
  std::vector<std::vector<StreamId>> out(links_.size());
  for (const auto stream : streams) out[shards_.of(stream)].push_back(stream);
  return out;
}

void RedisBus::watch(const std::vector<StreamId>& streams, std::function<void()> watched) {
  asio::post(io_, [this, streams, watched = std::move(watched)] {
    // Each link that cannot hear yet holds a share per stream; the last one to go calls back.
    const std::shared_ptr<void> share(nullptr, [watched](void*) { watched(); });
    const auto parts = by_link(streams);
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (!parts[i].empty()) links_[i]->watch(parts[i], share);
  });
}

void RedisBus::unwatch(const std::vector<StreamId>& streams) {
  asio::post(io_, [this, streams] {
    const auto parts = by_link(streams);
    for (std::size_t i = 0; i < parts.size(); ++i)
      if (!parts[i].empty()) links_[i]->unwatch(parts[i]);
  });
}

}  // namespace wasl::bus
