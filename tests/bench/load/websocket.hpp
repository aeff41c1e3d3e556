// The client's side of RFC 6455, as far as a load needs it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace wasl::bench::websocket {

enum Opcode : char { kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

// `headers` are whole lines.
std::string upgrade(std::string_view path, std::string_view headers = {});

// The answer to it, once it is there.
struct Answer {
  int status;
  std::string_view headers;
  std::size_t size;
};
std::optional<Answer> read_answer(std::string_view bytes);
// In seconds; 0: there is none.
int retry_after(std::string_view headers);

// Appends one whole message, masked with zeros.
void append(std::string& out, Opcode opcode, std::string_view payload);

// Calls f(opcode, payload) for each whole frame; returns how many bytes they were. No server here fragments.
template <class F>
std::size_t each_frame(std::string_view bytes, F f) {
  std::size_t used = 0;
  while (bytes.size() >= 2) {
    std::size_t head = 2, size = static_cast<unsigned char>(bytes[1]);
    if (size >= 126) {
      const std::size_t wide = size == 126 ? 2 : 8;
      head += wide;
      if (bytes.size() < head) break;
      size = 0;
      for (std::size_t i = 0; i < wide; ++i) size = size << 8 | static_cast<unsigned char>(bytes[2 + i]);
    }
    if (bytes.size() < head + size) break;
    f(static_cast<Opcode>(bytes[0] & 0x0f), bytes.substr(head, size));
    bytes.remove_prefix(head + size);
    used += head + size;
  }
  return used;
}

}  // namespace wasl::bench::websocket
