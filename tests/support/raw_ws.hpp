// WebSocket frames by hand (RFC 6455), for what no library would send.
#pragma once
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/http.hpp"

namespace wasl::test {

enum Opcode : unsigned { kContinuation = 0, kText = 1, kBinary = 2, kClose = 8, kPing = 9, kPong = 10 };

struct WsFrame {
  unsigned opcode = kBinary;
  std::string payload{};
  bool final = true;
  unsigned reserved = 0;  // the three bits
  bool masked = true;
};
// `length_bytes` 0: the shortest form; 2 or 8: that one, even where a shorter would do.
std::string encode(const WsFrame& frame, unsigned length_bytes = 0);
// Only the header, for a payload of `length` bytes that does not follow.
std::string header_of(const WsFrame& frame, std::uint64_t length, unsigned length_bytes = 0);
// Takes the first whole frame away from the bytes; nothing when there is none yet.
std::optional<WsFrame> take_frame(std::string& bytes);
// The frames of one message: the payload in pieces of `size` bytes.
std::vector<WsFrame> fragments(const std::string& payload, std::size_t size, unsigned opcode = kBinary);

std::string close_payload(unsigned code, const std::string& reason = {});
// A batch that asks for pong `id`, of exactly that many bytes (at least 16) by a field that nobody knows.
std::string ping_batch(std::uint32_t id, std::size_t bytes = 16);

// The request that opens a WebSocket; every header may be replaced, an empty value leaves it out.
std::string handshake(const std::string& token, const std::map<std::string, std::string>& headers = {},
                      const std::string& start_line = "GET /ws HTTP/1.1");

// One connection after its handshake, in frames.
class RawWs {
 public:
  RawWs(unsigned short port, const std::string& token);

  bool send(const WsFrame& frame) { return send(encode(frame)); }
  bool send(const std::string& bytes) { return socket_.send(bytes); }
  bool send(const std::vector<WsFrame>& frames);

  // The next frame; waits for it. Nothing when the line has ended.
  std::optional<WsFrame> next();
  // Whether pong `id` comes; what comes before it is recorded.
  bool hears_pong(std::uint32_t id);
  // Whether the connection still serves: it answers a batch that is sent now.
  bool serves();
  // Waits for the end of the line. The code of the server's last close frame; 0 when it sent none, -1 when a frame
  // followed it, the line was reset or it did not end.
  int close_code();

  // What has come so far.
  const std::vector<WsFrame>& control_frames() const { return control_; }
  bool over() const { return over_; }

 private:
  void record(const WsFrame& frame);

  RawSocket socket_;
  std::string bytes_;
  std::vector<WsFrame> control_;
  std::set<std::uint32_t> pongs_;
  int close_code_ = 0;
  bool after_close_ = false;
  std::uint32_t last_id_ = 1'000'000;
  bool over_ = false;
};

}  // namespace wasl::test
