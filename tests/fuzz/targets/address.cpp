// Addresses of services: where Redis is, where to listen.
#include <stdexcept>

#include "bus/redis_connection.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

FUZZ_TARGET(address, bytes) {
  bus::RedisAddress address;
  try {
    address = bus::parse_redis_address(std::string(bytes));
  } catch (const std::runtime_error& e) {
    check(std::string_view(e.what()).starts_with("redis must be "), "a refusal says what is wanted");
    return;
  }
  check(address.port >= 0 && address.port < 65536 && !address.path_or_host.empty(), "an address is whole");
  if (address.port == 0)
    check(bytes == "unix:" + address.path_or_host && address.path_or_host.front() == '/', "a path is what was given");
  else
    check(bytes.starts_with(address.path_or_host + ":"), "a host is what was given");
  if (address.port) {
    const auto again = bus::parse_redis_address(address.path_or_host + ":" + std::to_string(address.port));
    check(again.port == address.port && again.path_or_host == address.path_or_host, "an address can be written and read");
  }
}

}  // namespace
}  // namespace wasl::fuzz
