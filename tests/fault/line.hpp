// One WebSocket of a client that may be broken in every way. All on one thread, that of its io_context.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <memory>
#include <optional>
#include <string>

namespace wasl::fault {

namespace asio = boost::asio;

class Line : public std::enable_shared_from_this<Line> {
 public:
  explicit Line(asio::io_context& io);

  // The HTTP status; 0: nobody answered.
  asio::awaitable<int> open(unsigned short port, std::string token, std::chrono::milliseconds patience);
  // The next message; nothing when the line has ended. Waits while reading has stopped, whatever comes.
  asio::awaitable<std::optional<std::string>> read();
  void stop_reading() { reading_ = false; }
  void go_on_reading();
  bool reads() const { return reading_; }

  void send(std::string bytes);
  // Sends the beginning of a frame and ends the line, with or without a reset.
  void break_off(const std::string& frame, std::size_t at, bool reset);
  void end();
  int close_code() const { return stream_.reason().code; }

 private:
  void write();

  boost::beast::websocket::stream<asio::ip::tcp::socket> stream_;
  asio::steady_timer gate_;
  boost::beast::flat_buffer buffer_;
  std::deque<std::string> queue_;
  bool reading_ = true, writing_ = true, over_ = false;
};

}  // namespace wasl::fault
