#include "subjects/ws_chat.hpp"

#include <stdexcept>

#include "load/websocket.hpp"

namespace wasl::bench {

void WsChat::connect(std::uint16_t port, std::size_t people) {
  for (std::size_t i = 0; i < people; ++i) {
    swarm_.until([&] { return handshakes_ < 200; }, 60, "handshakes");
    open_.push_back(false);
    ++handshakes_;
    swarm_.add(port, websocket::upgrade("/"));
  }
  swarm_.until([&] { return handshakes_ == 0; }, 60, "handshakes");
}

void WsChat::send(std::size_t client, std::string_view message) {
  scratch_.clear();
  websocket::append(scratch_, websocket::kText, message);
  swarm_.send(client, scratch_);
}

std::size_t WsChat::on_bytes(std::size_t client, std::string_view bytes) {
  std::size_t used = 0;
  if (!open_[client]) {
    const auto answer = websocket::read_answer(bytes);
    if (!answer) return 0;
    if (answer->status != 101) throw std::runtime_error("ws refuses a handshake");
    used = answer->size;
    open_[client] = true;
    --handshakes_;
  }
  return used + websocket::each_frame(bytes.substr(used), [&](websocket::Opcode, std::string_view message) {
           if (message.starts_with('+'))
             on_joined(client);
           else
             on_heard(message.substr(message.find(' ') + 1));
         });
}

}  // namespace wasl::bench
