// Wasl as a chat: rooms are conversations. Who is told that the server is unavailable says it again when told to; any
// other refusal throws std::runtime_error.
#pragma once
#include <unordered_map>

#include "load/chat.hpp"
#include "load/later.hpp"
#include "load/wasl_line.hpp"

namespace wasl::bench {

class WaslChat final : public Chat {
 public:
  WaslChat();
  void connect(std::uint16_t port, const std::vector<std::string>& tokens) { line_.connect(port, tokens); }
  void join(std::size_t client, std::int64_t room) override { line_.send(client, subscribe_frame(1, room, -1)); }
  void say(std::size_t client, std::int64_t room, const std::string& text) override;
  Swarm& swarm() override { return line_.swarm(); }

  // Says again what is due.
  void say_again();
  std::int64_t refused() const { return refused_; }

 private:
  struct Said {
    std::size_t client;
    std::string frame;
  };
  void on_reply(const v1::Reply& reply);

  WaslLine line_;
  std::uint64_t next_id_;
  std::unordered_map<std::uint32_t, Said> unanswered_;
  Later again_;  // ids
  std::int64_t refused_ = 0;
};

}  // namespace wasl::bench
