// Between the WebSocket client and the library beneath it.
#pragma once
#include <condition_variable>
#include <mutex>

#include "support/ws.hpp"

namespace wasl::test {

struct Heard {
  std::function<void(const std::string&)> on_message;
  std::function<void(int close_code)> on_end;
};

class Line {
 public:
  virtual ~Line() = default;
  virtual void send(std::string bytes, bool binary) = 0;
  virtual void reset() = 0;
};

std::pair<std::shared_ptr<Line>, int> open_line(unsigned short port, const std::map<std::string, std::string>& headers,
                                                Heard heard, bool reads);

struct WsClient::State {
  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::vector<v1::ServerFrame> frames;
  bool closed = false, malformed = false;
  int close_code = 0, handshake = 0;
  std::shared_ptr<Line> line;
};

}  // namespace wasl::test
