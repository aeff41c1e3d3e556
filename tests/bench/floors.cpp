#include "floors.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>
#include <vector>

#include "machine.hpp"

namespace wasl::bench {

namespace {

// Both ends of n loopback connections.
struct Pairs {
  explicit Pairs(std::size_t n) {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    bind(listener, reinterpret_cast<sockaddr*>(&address), size);
    listen(listener, 4096);
    getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
    const int one = 1;
    for (std::size_t i = 0; i < n; ++i) {
      to.push_back(socket(AF_INET, SOCK_STREAM, 0));
      connect(to.back(), reinterpret_cast<sockaddr*>(&address), size);
      from.push_back(accept(listener, nullptr, nullptr));
      setsockopt(from.back(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    close(listener);
  }
  ~Pairs() {
    for (const int fd : from) close(fd);
    for (const int fd : to) close(fd);
  }
  std::vector<int> from, to;
};

void read_all(const std::vector<int>& sockets, std::atomic<std::int64_t>& got, const std::atomic<bool>& stop) {
  pin_to(1 % cores());
  const int epoll = epoll_create1(0);
  for (const int fd : sockets) {
    epoll_event event{EPOLLIN, {}};
    event.data.fd = fd;
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
  }
  std::vector<char> buffer(1 << 18);
  epoll_event ready[512];
  while (!stop) {
    const int n = epoll_wait(epoll, ready, 512, 10);
    for (int i = 0; i < n; ++i) {
      const auto size = recv(ready[i].data.fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
      if (size > 0) got += size;
    }
  }
  close(epoll);
}

}  // namespace

double send_floor(std::size_t sockets, std::size_t bytes, double seconds) {
  Pairs pairs(sockets);
  std::atomic<std::int64_t> got{0};
  std::atomic<bool> stop{false};
  std::thread reader([&] { read_all(pairs.to, got, stop); });
  double cost = 0;
  std::thread sender([&] {
    pin_to(0);
    const std::vector<char> payload(bytes, 'x');
    std::int64_t sent = 0, sends = 0;
    const auto cpu = own_thread_seconds(), end = wall_seconds() + seconds;
    while (wall_seconds() < end) {
      for (const int fd : pairs.from) {
        send(fd, payload.data(), payload.size(), MSG_NOSIGNAL);
        sent += static_cast<std::int64_t>(bytes);
        ++sends;
      }
      while (got < sent) usleep(50);
    }
    cost = (own_thread_seconds() - cpu) * 1e6 / static_cast<double>(sends);
  });
  sender.join();
  stop = true;
  reader.join();
  return cost;
}

}  // namespace wasl::bench
