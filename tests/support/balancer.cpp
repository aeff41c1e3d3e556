#include "support/balancer.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <stdexcept>

#include "support/eventually.hpp"
#include "support/http.hpp"

namespace wasl::test {

namespace {

unsigned short free_port() {
  namespace ip = boost::asio::ip;
  boost::asio::io_context io;
  return ip::tcp::acceptor(io, {ip::address_v4::loopback(), 0}).local_endpoint().port();
}

std::string address(unsigned short port) { return "127.0.0.1:" + std::to_string(port); }

// As scripts/run does it.
std::string configuration(unsigned short port, const std::vector<unsigned short>& nodes) {
  const std::string root = WASL_SOURCE_DIR;
  std::string command = "set -eu; source " + root + "/scripts/lib/common.sh; source " + root +
                        "/scripts/lib/balancer.sh; balancer_config " + address(port);
  for (const auto node : nodes) command += " " + address(node);
  const auto made = run({"bash", "-c", command});
  if (made.status != 0) throw std::runtime_error("no configuration for haproxy: " + made.output);
  return made.output;
}

}  // namespace

Balancer::Balancer(const std::vector<unsigned short>& node_ports) : port_(free_port()) {
  const auto file = fresh_path("haproxy.cfg"), log = fresh_path("haproxy.log");
  write_file(file, configuration(port_, node_ports));
  process_ = std::make_unique<Process>(std::vector<std::string>{"haproxy", "-db", "-f", file}, Environment{}, log);
  if (!eventually([&] { return http(port_, {"GET", "/readyz"}).status == 200; }))
    throw std::runtime_error("haproxy does not serve: " + read_file(log));
}

}  // namespace wasl::test
