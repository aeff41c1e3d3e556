#include "fault/line.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/buffers_to_string.hpp>

namespace wasl::fault {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using boost::system::error_code;

namespace {
constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr int kReceiveBuffer = 64 << 10;  // one that grows would hold what the server must
}  // namespace

Line::Line(asio::io_context& io) : stream_(io), gate_(io, asio::steady_timer::time_point::max()) {}

asio::awaitable<int> Line::open(unsigned short port, std::string token, std::chrono::milliseconds patience) {
  auto& socket = stream_.next_layer();
  error_code ignored;
  socket.open(asio::ip::tcp::v4(), ignored);
  socket.set_option(asio::socket_base::receive_buffer_size(kReceiveBuffer), ignored);
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  if (const auto [error] = co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, kTuple); error)
    co_return 0;
  stream_.read_message_max(64 << 20);
  stream_.binary(true);
  stream_.set_option(websocket::stream_base::timeout{patience, websocket::stream_base::none(), false});
  stream_.set_option(websocket::stream_base::decorator(
      [token](websocket::request_type& request) { request.set("Authorization", "Bearer " + token); }));
  websocket::response_type response;
  const auto [error] = co_await stream_.async_handshake(response, "127.0.0.1", "/ws", kTuple);
  if (error == websocket::error::upgrade_declined) co_return static_cast<int>(response.result_int());
  co_return error ? 0 : 101;
}

asio::awaitable<std::optional<std::string>> Line::read() {
  while (!reading_ && !over_) co_await gate_.async_wait(kTuple);
  const auto [error, n] = co_await stream_.async_read(buffer_, kTuple);
  if (error) co_return std::nullopt;
  auto bytes = beast::buffers_to_string(buffer_.data());
  buffer_.clear();
  co_return bytes;
}

void Line::go_on_reading() {
  reading_ = true;
  gate_.cancel();
}

void Line::send(std::string bytes) {
  if (!writing_) return;
  queue_.push_back(std::move(bytes));
  if (queue_.size() == 1) write();
}

void Line::write() {
  stream_.async_write(asio::buffer(queue_.front()), [me = shared_from_this()](error_code error, std::size_t) {
    if (error) return me->queue_.clear();
    me->queue_.pop_front();
    if (!me->queue_.empty()) me->write();
  });
}

void Line::break_off(const std::string& frame, std::size_t at, bool reset) {
  if (queue_.empty()) {  // else the line breaks in the middle of another frame, or before it
    const auto n = ::send(stream_.next_layer().native_handle(), frame.data(), at, MSG_NOSIGNAL | MSG_DONTWAIT);
    static_cast<void>(n);
  }
  writing_ = false;
  if (reset) return end();
  ::shutdown(stream_.next_layer().native_handle(), SHUT_WR);
}

void Line::end() {
  if (std::exchange(over_, true)) return;
  writing_ = false;
  error_code ignored;
  stream_.next_layer().set_option(asio::socket_base::linger(true, 0), ignored);
  stream_.next_layer().close(ignored);
  gate_.cancel();
}

}  // namespace wasl::fault
