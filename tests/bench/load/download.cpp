#include "load/download.hpp"

#include <algorithm>
#include <stdexcept>

#include "load/swarm.hpp"

namespace wasl::bench {

namespace {

class Reader final : public Dialect {
 public:
  std::size_t on_bytes(std::size_t, std::string_view bytes) override {
    constexpr std::string_view kGood = "HTTP/1.1 200", kLastChunk = "\r\n0\r\n\r\n";
    if (read.bytes == 0 && !bytes.starts_with(kGood))
      throw std::runtime_error("no file: " + std::string(bytes.substr(0, 100)));
    read.bytes += bytes.size();
    read.lines += static_cast<std::size_t>(std::ranges::count(bytes, '\n'));
    tail = (tail + std::string(bytes.substr(bytes.size() - std::min(bytes.size(), kLastChunk.size()))));
    tail.erase(0, tail.size() - std::min(tail.size(), kLastChunk.size()));
    done = tail == kLastChunk;
    return bytes.size();
  }

  Downloaded read;
  std::string tail;
  bool done = false;
};

}  // namespace

Downloaded download(std::uint16_t port, const std::string& token, const std::string& target, double seconds,
                    const std::function<void()>& meanwhile) {
  Reader reader;
  Swarm swarm(reader);
  swarm.add(port, "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n\r\n");
  swarm.until([&] { return meanwhile(), reader.done; }, seconds, "a file");
  return reader.read;
}

}  // namespace wasl::bench
