// Clients of peers/ws_rooms.mjs.
#pragma once
#include <vector>

#include "load/chat.hpp"

namespace wasl::bench {

class WsChat final : public Chat, private Dialect {
 public:
  WsChat() : swarm_(*this) {}
  void connect(std::uint16_t port, std::size_t people);
  void join(std::size_t client, std::int64_t room) override { send(client, "+" + std::to_string(room)); }
  void say(std::size_t client, std::int64_t room, const std::string& text) override {
    send(client, std::to_string(room) + ' ' + text);
  }
  Swarm& swarm() override { return swarm_; }

 private:
  std::size_t on_bytes(std::size_t client, std::string_view bytes) override;
  void send(std::size_t client, std::string_view message);

  Swarm swarm_;
  std::vector<bool> open_;
  std::size_t handshakes_ = 0;
  std::string scratch_;
};

}  // namespace wasl::bench
