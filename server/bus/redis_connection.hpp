// One hiredis connection driven by Asio. Everything happens on one single-threaded executor.
#pragma once
#include <hiredis/async.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::bus {

namespace asio = boost::asio;

// "unix:/path" or "host:port" with a numeric host (hiredis resolves names blockingly).
struct RedisAddress {
  std::string path_or_host;
  int port = 0;  // 0: a unix socket
};
// Throws std::runtime_error with one sentence when it is neither.
RedisAddress parse_redis_address(const std::string& text);

// Connects once. The owner makes a new one after `on_down`.
class RedisConnection : public std::enable_shared_from_this<RedisConnection> {
 public:
  struct Events {
    std::function<void()> on_up;
    std::function<void()> on_down;  // once; the connection is dead
    // A reply in subscribe mode: "subscribe", channel, "" or "message", channel, payload.
    std::function<void(std::string_view kind, std::string_view channel, std::string_view payload)> on_push;
  };

  RedisConnection(asio::io_context& io, Events events) : io_(io), deadline_(io), events_(std::move(events)) {}

  void connect(const RedisAddress& address);
  // Silently nothing when down. Replies outside subscribe mode are counted, not read.
  void command(const std::vector<std::string_view>& words);
  void subscribe_command(const std::vector<std::string_view>& words);
  std::size_t unanswered() const { return unanswered_bytes_; }  // bytes of commands
  // Ends it; on_down follows unless it was already down.
  void close();

 private:
  class Socket;
  void down();
  void answered();
  void send(redisCallbackFn* callback, void* data, const std::vector<std::string_view>& words);
  static void on_connect(const redisAsyncContext* context, int status);
  static void on_disconnect(const redisAsyncContext* context, int status);
  static RedisConnection& self(const redisAsyncContext* context) { return *static_cast<RedisConnection*>(context->data); }

  asio::io_context& io_;
  asio::steady_timer deadline_;
  Events events_;
  redisAsyncContext* context_ = nullptr;
  std::deque<std::size_t> unanswered_;  // the size of each, oldest first
  std::size_t unanswered_bytes_ = 0;
  bool up_ = false;
};

}  // namespace wasl::bus
