#include "load/swarm.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <utility>

#include "machine.hpp"

namespace wasl::bench {

namespace {

constexpr std::size_t kBuffer = 256 * 1024;

std::runtime_error failure(const char* what) { return std::runtime_error(std::string(what) + ": " + strerror(errno)); }

sockaddr_in address_of(std::uint32_t host, std::uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(host);
  return address;
}

bool is_end(int error) {
  return error == ECONNREFUSED || error == ECONNRESET || error == EPIPE || error == ETIMEDOUT || error == ENOTCONN;
}

}  // namespace

void Dialect::on_end(std::size_t client) {
  throw std::runtime_error("the server has ended connection " + std::to_string(client));
}

Swarm::Swarm(Dialect& dialect) : dialect_(dialect), epoll_(epoll_create1(0)), buffer_(kBuffer, '\0') {}

Swarm::~Swarm() {
  for (const auto& client : clients_)
    if (client.fd >= 0) ::close(client.fd);
  ::close(epoll_);
}

std::size_t Swarm::add(std::uint16_t port, std::string opening) {
  clients_.emplace_back();
  reopen(clients_.size() - 1, port, std::move(opening));
  return clients_.size() - 1;
}

void Swarm::reopen(std::size_t index, std::uint16_t port, std::string opening) {
  clients_[index].out = std::move(opening);
  connect(index, port);
}

void Swarm::connect(std::size_t index, std::uint16_t port) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  if (fd < 0) throw failure("socket");
  clients_[index].fd = fd;
  const int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (spread_) {
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    const auto from = address_of(INADDR_LOOPBACK + 0x10000 + static_cast<std::uint32_t>(index), 0);  // 127.1.0.1 and on
    if (bind(fd, reinterpret_cast<const sockaddr*>(&from), sizeof from) != 0) throw failure("bind");
  }
  const auto to = address_of(INADDR_LOOPBACK, port);
  const bool failed = ::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0 && errno != EINPROGRESS;
  if (failed && !is_end(errno)) throw failure("connect");
  watch(index, true, EPOLL_CTL_ADD);
}

void Swarm::watch(std::size_t index, bool writing, int operation) {
  epoll_event event{EPOLLIN | (writing ? EPOLLOUT : 0U), {}};
  event.data.u64 = index;
  epoll_ctl(epoll_, operation, clients_[index].fd, &event);
}

void Swarm::send(std::size_t index, std::string_view bytes) {
  auto& client = clients_[index];
  if (client.fd < 0) return;
  const bool waiting = !client.out.empty();
  client.out += bytes;
  if (waiting) return;
  writable(index);
  if (!client.out.empty()) watch(index, true, EPOLL_CTL_MOD);
}

void Swarm::writable(std::size_t index) {
  auto& client = clients_[index];
  const auto sent = ::send(client.fd, client.out.data(), client.out.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) client.out.erase(0, static_cast<std::size_t>(sent));
  if (sent < 0 && errno != EAGAIN && !is_end(errno)) throw failure("send");  // an end is read, too
}

void Swarm::drop(std::size_t index) {
  auto& client = clients_[index];
  if (client.fd >= 0) ::close(client.fd);
  client = {};
}

void Swarm::end(std::size_t index) {
  drop(index);
  dialect_.on_end(index);
}

void Swarm::poll(int wait_ms) {
  epoll_event ready[512];
  const int n = epoll_wait(epoll_, ready, 512, wait_ms);
  for (int i = 0; i < n; ++i) {
    const auto index = ready[i].data.u64;
    if ((ready[i].events & EPOLLOUT) != 0 && is_open(index)) {
      writable(index);
      if (clients_[index].out.empty()) watch(index, false, EPOLL_CTL_MOD);
    }
    if ((ready[i].events & ~static_cast<std::uint32_t>(EPOLLOUT)) != 0 && is_open(index)) readable(index);
  }
}

void Swarm::until(const std::function<bool()>& done, double seconds, const char* what) {
  const auto deadline = wall_seconds() + seconds;
  while (!done()) {
    poll(5);
    if (wall_seconds() > deadline) throw std::runtime_error(std::string("timed out: ") + what);
  }
}

void Swarm::readable(std::size_t index) {
  const auto n = recv(clients_[index].fd, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
  if (n < 0 && errno == EAGAIN) return;
  if (n < 0 && !is_end(errno)) throw failure("recv");
  if (n <= 0) return end(index);
  std::string_view bytes(buffer_.data(), static_cast<std::size_t>(n));
  auto joined = std::exchange(clients_[index].in, {});
  if (!joined.empty()) bytes = joined += bytes;
  const auto used = dialect_.on_bytes(index, bytes);
  if (is_open(index) && used < bytes.size()) clients_[index].in = bytes.substr(used);
}

}  // namespace wasl::bench
