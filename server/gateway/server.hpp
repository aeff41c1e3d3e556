// Accepts connections, places them on loops, and lets them go in peace.
#pragma once
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "gateway/services.hpp"

namespace wasl::gateway {

class Server {
 public:
  // hubs: one per loop, in order. All must outlive the server.
  Server(Loops& loops, const std::vector<sessions::Hub*>& hubs, const Services& services);
  ~Server();

  // Throws std::runtime_error with one sentence when the address cannot be listened on. Call before the loops start.
  void listen(const std::string& address_and_port);
  unsigned short port() const;

  // Stops accepting, tells every connection to come back, and waits for them to leave, at most `patience`. Blocks.
  void leave(std::chrono::milliseconds patience);

 private:
  struct Listener;
  Loops& loops_;
  const Services& services_;
  std::vector<std::unique_ptr<Room>> rooms_;
  std::unique_ptr<Listener> listener_;
};

}  // namespace wasl::gateway
