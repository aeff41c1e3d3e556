// Many WebSocket clients on one thread: epoll, no library in the way, frames scanned in place.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::bench {

// What a subscriber has received; `body` is the module's event, valid during the call.
struct Delivery {
  std::size_t client;
  std::int64_t stream, offset;
  std::uint32_t type;
  std::string_view body;
};

class Swarm {
 public:
  struct Events {
    std::function<void(const Delivery&)> on_event = [](const Delivery&) {};
    std::function<void(std::size_t client, std::uint32_t id, bool ok, std::string_view body)> on_reply =
        [](std::size_t, std::uint32_t, bool, std::string_view) {};
    std::function<void(std::size_t client, std::int64_t stream, bool recovered)> on_subscribed = [](std::size_t, std::int64_t, bool) {};
  };

  explicit Swarm(Events events);
  ~Swarm();
  Swarm(const Swarm&) = delete;
  Swarm& operator=(const Swarm&) = delete;

  // Connects and upgrades with these bearer tokens, at most `at_once` handshakes in flight; client i has tokens[i].
  // Throws std::runtime_error when one is refused.
  void connect(std::uint16_t port, const std::vector<std::string>& tokens, std::size_t at_once = 200);
  // More clients for another port; indices go on.
  std::size_t size() const { return clients_.size(); }

  // A whole ClientBatch, sent as one masked message.
  void send(std::size_t client, std::string_view batch);
  // Reads what is there; waits at most this long for something.
  void poll(int wait_ms);
  // Polls until `done` says so; throws std::runtime_error after `seconds`.
  void until(const std::function<bool()>& done, double seconds, const char* what);
  void close_all();

 private:
  struct Client {
    int fd = -1;
    bool open = false;
    std::string rest;  // a message that is not yet whole
    std::string out;   // what the socket would not take
  };
  void start(std::uint16_t port, const std::string& token);
  void readable(std::size_t index);
  void consume(std::size_t index, std::string_view bytes);
  void on_message(std::size_t index, std::string_view payload);
  void on_frame(std::size_t index, std::string_view frame);
  void flush(std::size_t index);

  Events events_;
  int epoll_;
  std::vector<Client> clients_;
  std::size_t handshakes_ = 0;
  std::string buffer_, scratch_;
};

}  // namespace wasl::bench
