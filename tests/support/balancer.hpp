// HAProxy before several servers, as deploy/haproxy.cfg sets it up.
#pragma once
#include <memory>
#include <vector>

#include "support/process.hpp"

namespace wasl::test {

class Balancer {
 public:
  // Waits until it serves.
  explicit Balancer(const std::vector<unsigned short>& node_ports);
  unsigned short port() const { return port_; }

 private:
  unsigned short port_;
  std::unique_ptr<Process> process_;
};

}  // namespace wasl::test
