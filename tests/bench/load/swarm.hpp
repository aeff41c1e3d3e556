// Many connections on one thread: epoll, no library in the way. What the bytes mean is the affair of a Dialect.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::bench {

class Dialect {
 public:
  virtual ~Dialect() = default;
  // What has come for this client and is not used up yet, valid during the call; returns how much of it is now. The
  // rest comes again with what follows.
  virtual std::size_t on_bytes(std::size_t client, std::string_view bytes) = 0;
  // The server has ended the line, or refused it. Throws unless overridden.
  virtual void on_end(std::size_t client);
};

// Connection refused, reset and the like are an end; every other failure throws std::runtime_error.
class Swarm {
 public:
  explicit Swarm(Dialect& dialect);
  ~Swarm();
  Swarm(const Swarm&) = delete;
  Swarm& operator=(const Swarm&) = delete;

  // One more client, which begins to connect; `opening` is what it says first. Clients are numbered from 0.
  std::size_t add(std::uint16_t port, std::string opening);
  // One that has ended connects anew; not to be called by a dialect.
  void reopen(std::size_t client, std::uint16_t port, std::string opening);
  // From now on each client has an address of its own, as people at home do.
  void spread_addresses() { spread_ = true; }
  std::size_t size() const { return clients_.size(); }
  bool is_open(std::size_t client) const { return clients_[client].fd >= 0; }

  void send(std::size_t client, std::string_view bytes);
  // Ends the line without a word; on_end is not called.
  void drop(std::size_t client);
  // Reads what is there; waits at most this long for something.
  void poll(int wait_ms);
  // Polls until `done` says so; throws std::runtime_error after `seconds`.
  void until(const std::function<bool()>& done, double seconds, const char* what);

 private:
  struct Client {
    int fd = -1;
    std::string in, out;  // not used up by the dialect; not taken by the socket
  };
  void connect(std::size_t index, std::uint16_t port);
  void readable(std::size_t index);
  void writable(std::size_t index);
  void watch(std::size_t index, bool writing, int operation);
  void end(std::size_t index);

  Dialect& dialect_;
  int epoll_;
  bool spread_ = false;
  std::vector<Client> clients_;
  std::string buffer_;
};

}  // namespace wasl::bench
