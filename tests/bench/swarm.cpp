#include "swarm.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "machine.hpp"
#include "wasl/envelope.pb.h"

namespace wasl::bench {

namespace {

constexpr std::size_t kBuffer = 256 * 1024;

struct Reader {
  const char* at;
  const char* end;
  bool more() const { return at < end; }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; at < end; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at++);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string_view bytes() {
    const auto size = varint();
    const std::string_view out(at, size);
    at += size;
    return out;
  }
  void skip(std::uint64_t tag) {
    switch (tag & 7) {
      case 0: varint(); break;
      case 1: at += 8; break;
      case 2: bytes(); break;
      default: at += 4;
    }
  }
};

std::string upgrade(const std::string& token) {
  return "GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token + "\r\n\r\n";
}

}  // namespace

Swarm::Swarm(Events events) : events_(std::move(events)), epoll_(epoll_create1(0)), buffer_(kBuffer, '\0') {}

Swarm::~Swarm() {
  close_all();
  ::close(epoll_);
}

void Swarm::close_all() {
  for (auto& client : clients_)
    if (client.fd >= 0) ::close(std::exchange(client.fd, -1));
  clients_.clear();
}

void Swarm::start(std::uint16_t port, const std::string& token) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
    throw std::runtime_error(std::string("connect: ") + strerror(errno));
  const int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  clients_.push_back({fd, false, {}, {}});
  epoll_event event{EPOLLIN, {}};
  event.data.u64 = clients_.size() - 1;
  epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event);
  const auto request = upgrade(token);
  if (::send(fd, request.data(), request.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(request.size()))
    throw std::runtime_error("cannot send the handshake");
  ++handshakes_;
}

void Swarm::connect(std::uint16_t port, const std::vector<std::string>& tokens, std::size_t at_once) {
  for (const auto& token : tokens) {
    until([&] { return handshakes_ < at_once; }, 60, "handshakes");
    start(port, token);
  }
  until([&] { return handshakes_ == 0; }, 60, "handshakes");
}

void Swarm::send(std::size_t index, std::string_view batch) {
  auto& client = clients_[index];
  scratch_.clear();
  scratch_ += '\x82';
  if (batch.size() < 126) {
    scratch_ += static_cast<char>(0x80 | batch.size());
  } else {
    scratch_ += static_cast<char>(0x80 | (batch.size() < 65536 ? 126 : 127));
    for (int shift = batch.size() < 65536 ? 8 : 56; shift >= 0; shift -= 8) scratch_ += static_cast<char>(batch.size() >> shift);
  }
  scratch_.append(4, '\0');  // a mask of zeros
  scratch_ += batch;
  client.out += scratch_;
  flush(index);
}

void Swarm::flush(std::size_t index) {
  auto& client = clients_[index];
  while (!client.out.empty()) {
    const auto sent = ::send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN) throw std::runtime_error("the server has closed a connection");
    if (sent > 0) client.out.erase(0, static_cast<std::size_t>(sent));
    if (!client.out.empty()) usleep(100);
  }
}

void Swarm::poll(int wait_ms) {
  epoll_event ready[512];
  const int n = epoll_wait(epoll_, ready, 512, wait_ms);
  for (int i = 0; i < n; ++i) readable(ready[i].data.u64);
}

void Swarm::until(const std::function<bool()>& done, double seconds, const char* what) {
  const auto end = wall_seconds() + seconds;
  while (!done()) {
    poll(5);
    if (wall_seconds() > end) throw std::runtime_error(std::string("timed out: ") + what);
  }
}

void Swarm::readable(std::size_t index) {
  const auto n = recv(clients_[index].fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n <= 0) throw std::runtime_error("the server has closed connection " + std::to_string(index));
  consume(index, {buffer_.data(), static_cast<std::size_t>(n)});
}

void Swarm::consume(std::size_t index, std::string_view bytes) {
  auto& client = clients_[index];
  std::string joined;
  if (!client.rest.empty()) {
    joined = std::move(client.rest);
    client.rest.clear();
    joined += bytes;
    bytes = joined;
  }
  if (!client.open) {
    const auto end = bytes.find("\r\n\r\n");
    if (end == std::string_view::npos) {
      client.rest = bytes;
      return;
    }
    if (!bytes.starts_with("HTTP/1.1 101")) throw std::runtime_error("handshake refused: " + std::string(bytes.substr(0, 60)));
    client.open = true;
    --handshakes_;
    bytes.remove_prefix(end + 4);
  }
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
    if ((bytes[0] & 0x0f) == 2) on_message(index, bytes.substr(head, size));
    bytes.remove_prefix(head + size);
  }
  client.rest = bytes;
}

void Swarm::on_message(std::size_t index, std::string_view payload) {
  for (Reader batch{payload.data(), payload.data() + payload.size()}; batch.more();) {
    batch.varint();  // ServerBatch has one field: frames
    on_frame(index, batch.bytes());
  }
}

void Swarm::on_frame(std::size_t index, std::string_view frame) {
  Reader reader{frame.data(), frame.data() + frame.size()};
  const auto tag = reader.varint() >> 3;
  if (tag == v1::ServerFrame::kEventFieldNumber) {
    const auto event = reader.bytes();
    Delivery d{index, 0, 0, 0, {}};
    for (Reader r{event.data(), event.data() + event.size()}; r.more();) {
      const auto field = r.varint();
      switch (field >> 3) {
        case v1::Event::kStreamFieldNumber: {
          const auto stream = r.bytes();
          for (Reader s{stream.data(), stream.data() + stream.size()}; s.more();) {
            const auto part = s.varint() >> 3;
            const auto value = s.varint();
            if (part == v1::Stream::kKeyFieldNumber) d.stream = static_cast<std::int64_t>(value);
          }
          break;
        }
        case v1::Event::kOffsetFieldNumber: d.offset = static_cast<std::int64_t>(r.varint()); break;
        case v1::Event::kTypeFieldNumber: d.type = static_cast<std::uint32_t>(r.varint()); break;
        case v1::Event::kBodyFieldNumber: d.body = r.bytes(); break;
        default: r.skip(field);
      }
    }
    events_.on_event(d);
  } else if (tag == v1::ServerFrame::kReplyFieldNumber) {
    v1::Reply reply;
    const auto bytes = reader.bytes();
    reply.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    events_.on_reply(index, reply.id(), !reply.has_error(), reply.has_error() ? reply.error().message() : reply.body());
  } else if (tag == v1::ServerFrame::kSubscribedFieldNumber) {
    v1::Subscribed subscribed;
    const auto bytes = reader.bytes();
    subscribed.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
    events_.on_subscribed(index, subscribed.stream().key(), subscribed.recovered());
  }
}

}  // namespace wasl::bench
