// What every door of the gateway works with.
#pragma once
#include <atomic>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/loop.hpp"
#include "gateway/deadlines.hpp"
#include "gateway/outbox.hpp"
#include "gateway/static_files.hpp"
#include "gateway/timeouts.hpp"
#include "router/router.hpp"
#include "sessions/hub.hpp"
#include "sessions/sign_outs.hpp"

namespace wasl::gateway {

struct Door;

struct Services {
  const router::Router& router;
  router::Limiter& limiter;
  router::Authenticate authenticate;
  sessions::SignOuts& sign_outs;
  bus::Bus& bus;
  const StaticFiles& files;
  std::string public_url;                    // without a path
  std::vector<std::string> trusted_proxies;  // addresses
  std::function<asio::awaitable<bool>()> ready;
  std::chrono::seconds idle_timeout{50};  // a WebSocket peer that does not answer pings for so long is gone
  std::chrono::seconds request_timeout{20};  // to send a whole HTTP request
  std::size_t max_connections = 20'000;      // more are not served
  std::span<const Door> doors{};             // of modules
  // Whether somebody who follows a stream may be heard on it; unset: yes.
  std::function<asio::awaitable<bool>(PersonId, StreamId)> may_signal{};

  bool secure() const { return public_url.starts_with("https://"); }
  // __Host-: only a secure origin can set it, for itself alone.
  const char* cookie_name() const { return secure() ? "__Host-wasl" : "wasl_session"; }
};

class Connection;

// One loop and what lives on it.
struct Room {
  Room(Loop& l, sessions::Hub& h) : loop(l), hub(h), patience(l.io()) {}

  // At the end of a turn: writes what the turn produced, or holds it for a moment (at most a quarter of what the last
  // writing cost, between 200 us and 3 ms) when a large fan-out will soon have more to write. A lone message never waits.
  void flush();

  Loop& loop;
  sessions::Hub& hub;
  Flusher flusher;
  Deadlines deadlines;
  std::unordered_set<Connection*> connections;
  bool closing = false;
  std::atomic<std::size_t> sockets{0};

 private:
  bool hold();
  asio::steady_timer patience;
  std::chrono::nanoseconds last_cost{0};
  enum class Hold { kNone, kHolding, kOver } held = Hold::kNone;
};

// Counts one accepted socket for as long as it lives.
class SocketCount {
 public:
  explicit SocketCount(Room& room) : room_(&room) { ++room.sockets; }
  SocketCount(SocketCount&& other) noexcept : room_(std::exchange(other.room_, nullptr)) {}
  SocketCount& operator=(SocketCount&&) = delete;
  ~SocketCount() {
    if (room_) --room_->sockets;
  }

 private:
  Room* room_;
};

}  // namespace wasl::gateway
