// Wasl as a chat: rooms are conversations. A refusal of any kind throws std::runtime_error.
#pragma once
#include "load/chat.hpp"
#include "load/wasl_line.hpp"

namespace wasl::bench {

class WaslChat final : public Chat {
 public:
  WaslChat();
  void connect(std::uint16_t port, const std::vector<std::string>& tokens) { line_.connect(port, tokens); }
  void join(std::size_t client, std::int64_t room) override { line_.send(client, subscribe_frame(1, room, -1)); }
  void say(std::size_t client, std::int64_t room, const std::string& text) override;
  Swarm& swarm() override { return line_.swarm(); }

 private:
  WaslLine line_;
  std::uint64_t next_id_;
};

}  // namespace wasl::bench
