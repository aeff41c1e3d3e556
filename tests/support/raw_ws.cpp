#include "support/raw_ws.hpp"

#include <stdexcept>

namespace wasl::test {

namespace {

constexpr char kMask[4] = {0x11, 0x2a, 0x00, 0x7f};

std::string big_endian(std::uint64_t number, unsigned bytes) {
  std::string out;
  for (unsigned i = bytes; i-- > 0;) out += static_cast<char>(number >> (8 * i));
  return out;
}

std::uint64_t from_big_endian(const std::string& bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

}  // namespace

std::string header_of(const WsFrame& frame, std::uint64_t length, unsigned length_bytes) {
  if (length_bytes == 0) length_bytes = length < 126 ? 1 : length < 65536 ? 2 : 8;
  const unsigned form = length_bytes == 1 ? static_cast<unsigned>(length) : length_bytes == 2 ? 126 : 127;
  std::string out;
  out += static_cast<char>((frame.final ? 0x80U : 0U) | frame.reserved << 4 | frame.opcode);
  out += static_cast<char>((frame.masked ? 0x80U : 0U) | form);
  if (length_bytes > 1) out += big_endian(length, length_bytes);
  return frame.masked ? out.append(kMask, sizeof kMask) : out;
}

std::string encode(const WsFrame& frame, unsigned length_bytes) {
  auto out = header_of(frame, frame.payload.size(), length_bytes);
  for (std::size_t i = 0; i < frame.payload.size(); ++i)
    out += frame.masked ? static_cast<char>(frame.payload[i] ^ kMask[i % 4]) : frame.payload[i];
  return out;
}

std::optional<WsFrame> take_frame(std::string& bytes) {
  if (bytes.size() < 2) return std::nullopt;
  const auto first = static_cast<unsigned char>(bytes[0]), second = static_cast<unsigned char>(bytes[1]);
  const std::size_t extra = (second & 127) == 126 ? 2 : (second & 127) == 127 ? 8 : 0;
  if (bytes.size() < 2 + extra) return std::nullopt;
  const auto length = extra ? from_big_endian(bytes.substr(2, extra)) : second & 127U;
  if (bytes.size() < 2 + extra + length) return std::nullopt;
  WsFrame frame{first & 15U, bytes.substr(2 + extra, length), (first & 0x80) != 0, first >> 4 & 7U, (second & 0x80) != 0};
  bytes.erase(0, 2 + extra + length);
  return frame;
}

std::vector<WsFrame> fragments(const std::string& payload, std::size_t size, unsigned opcode) {
  std::vector<WsFrame> out;
  for (std::size_t at = 0; at < payload.size(); at += size)
    out.push_back({at == 0 ? opcode : kContinuation, payload.substr(at, size), at + size >= payload.size()});
  return out;
}

std::string close_payload(unsigned code, const std::string& reason) { return big_endian(code, 2) + reason; }

std::string ping_batch(std::uint32_t id, std::size_t bytes) {
  v1::ClientBatch batch;
  batch.add_frames()->mutable_ping()->set_id(id);
  auto out = batch.SerializeAsString();
  const auto filling = bytes - out.size() - 4;  // a tag and a length of always three bytes
  out += {0x7a, static_cast<char>(filling | 0x80), static_cast<char>(filling >> 7 | 0x80), static_cast<char>(filling >> 14)};
  return out.append(filling, 'x');
}

std::string handshake(const std::string& token, const std::map<std::string, std::string>& headers,
                      const std::string& start_line) {
  std::map<std::string, std::string> all{{"Host", "127.0.0.1"},
                                         {"Upgrade", "websocket"},
                                         {"Connection", "Upgrade"},
                                         {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                         {"Sec-WebSocket-Version", "13"},
                                         {"Authorization", token.empty() ? "" : "Bearer " + token}};
  for (const auto& [name, value] : headers) all[name] = value;
  auto out = start_line + "\r\n";
  for (const auto& [name, value] : all)
    if (!value.empty()) out += name + ": " + value + "\r\n";
  return out + "\r\n";
}

RawWs::RawWs(unsigned short port, const std::string& token) : socket_(port) {
  socket_.send(handshake(token));
  const auto answer = socket_.receive("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 101 ")) throw std::runtime_error("no WebSocket: " + answer);
  bytes_ = answer.substr(answer.find("\r\n\r\n") + 4);
}

bool RawWs::send(const std::vector<WsFrame>& frames) {
  std::string bytes;
  for (const auto& frame : frames) bytes += encode(frame);
  return send(bytes);
}

std::optional<WsFrame> RawWs::next() {
  for (;;) {
    if (auto frame = take_frame(bytes_)) {
      record(*frame);
      return frame;
    }
    const auto more = over_ ? std::string() : socket_.receive_some();
    if (more.empty()) return over_ = true, std::nullopt;
    bytes_ += more;
  }
}

void RawWs::record(const WsFrame& frame) {
  after_close_ |= close_code_ != 0;
  if (frame.opcode >= kClose) control_.push_back(frame);
  if (frame.opcode == kClose) send(WsFrame{kClose, frame.payload});  // the server waits for it, for a while
  if (frame.opcode == kClose && frame.payload.size() >= 2) close_code_ = static_cast<int>(from_big_endian(frame.payload.substr(0, 2)));
  v1::ServerBatch batch;
  if (frame.opcode != kBinary || !batch.ParseFromString(frame.payload)) return;
  for (const auto& one : batch.frames())
    if (one.has_pong()) pongs_.insert(one.pong().id());
}

bool RawWs::hears_pong(std::uint32_t id) {
  while (!pongs_.contains(id) && next()) {
  }
  return pongs_.contains(id);
}

bool RawWs::serves() {
  const auto id = ++last_id_;
  return send(WsFrame{kBinary, ping_batch(id)}) && hears_pong(id);
}

int RawWs::close_code() {
  while (next()) {
  }
  return after_close_ || !socket_.closed() || socket_.reset() || !bytes_.empty() ? -1 : close_code_;
}

}  // namespace wasl::test
