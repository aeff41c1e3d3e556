// Wasl's own clients: protobuf batches over WebSocket.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "load/swarm.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::bench {

// What a subscriber has received; `body` is the module's event, valid during the call.
struct Delivery {
  std::size_t client;
  std::int64_t stream, offset;
  std::uint32_t type;
  std::string_view body;
};

// Frames, each as a batch of its own; put end to end they are one batch.
std::string call_frame(std::uint32_t id, std::string_view method, const std::string& body);
std::string subscribe_frame(std::uint32_t id, std::int64_t conversation, std::int64_t since);  // below 0: from now on
std::string send_frame(std::uint32_t id, std::int64_t conversation, std::uint64_t client_id, const std::string& text);

class WaslLine final : private Dialect {
 public:
  // Those that are empty throw when they would be called, except for on_open.
  struct Events {
    std::function<void(const Delivery&)> on_event;
    std::function<void(std::size_t client, const v1::Reply&)> on_reply;
    std::function<void(std::size_t client, const v1::Subscribed&)> on_subscribed;
    std::function<void(std::size_t client)> on_open;
    // The handshake was refused; retry_after is in seconds, 0 when nothing is said of it.
    std::function<void(std::size_t client, int status, int retry_after)> on_refused;
    std::function<void(std::size_t client)> on_lost;
  };
  explicit WaslLine(Events events) : swarm_(*this), events_(std::move(events)) {}

  // Clients for these bearer tokens, at most `at_once` handshakes in flight; returns when all are in.
  void connect(std::uint16_t port, const std::vector<std::string>& tokens, std::size_t at_once = 200);
  // One client, which begins; on_open or on_refused tells.
  std::size_t begin(std::uint16_t port, const std::string& token);
  void begin_again(std::size_t client, std::uint16_t port, const std::string& token);
  void drop(std::size_t client) { swarm_.drop(client); }

  // A whole ClientBatch, as one message.
  void send(std::size_t client, std::string_view batch);
  Swarm& swarm() { return swarm_; }

 private:
  std::size_t on_bytes(std::size_t client, std::string_view bytes) override;
  void on_end(std::size_t client) override;
  std::size_t on_answer(std::size_t client, std::string_view bytes);
  void on_frame(std::size_t client, std::string_view frame);

  Swarm swarm_;
  Events events_;
  std::vector<bool> open_;
  std::size_t handshakes_ = 0;
  std::string scratch_;
};

}  // namespace wasl::bench
