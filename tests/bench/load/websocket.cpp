#include "load/websocket.hpp"

#include <cstdlib>

namespace wasl::bench::websocket {

std::string upgrade(std::string_view path, std::string_view headers) {
  return "GET " + std::string(path) +
         " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(headers) + "\r\n";
}

std::optional<Answer> read_answer(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return std::nullopt;
  return Answer{std::atoi(bytes.data() + 9), bytes.substr(0, end + 2), end + 4};
}

int retry_after(std::string_view headers) {
  constexpr std::string_view kName = "\r\nRetry-After: ";
  const auto at = headers.find(kName);
  return at == std::string_view::npos ? 0 : std::atoi(headers.data() + at + kName.size());
}

void append(std::string& out, Opcode opcode, std::string_view payload) {
  out += static_cast<char>(0x80 | opcode);
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    const bool wide = payload.size() >= 65536;
    out += static_cast<char>(0x80 | (wide ? 127 : 126));
    for (int shift = wide ? 56 : 8; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift);
  }
  out.append(4, '\0');
  out += payload;
}

}  // namespace wasl::bench::websocket
