// All of Beast that the tests need, in one translation unit.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <future>
#include <thread>

#include "support/eventually.hpp"
#include "support/ws_state.hpp"

namespace wasl::test {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace websocket = beast::websocket;
using tcp = asio::ip::tcp;
using boost::system::error_code;

namespace {

tcp::endpoint here(unsigned short port) { return {asio::ip::make_address("127.0.0.1"), port}; }

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// The thread of all WebSocket clients.
struct Network {
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::thread thread{[this] { io.run(); }};
  ~Network() {
    io.stop();
    thread.join();
  }
};

asio::io_context& network() {
  static Network instance;
  return instance.io;
}

class BeastLine final : public Line, public std::enable_shared_from_this<BeastLine> {
 public:
  BeastLine(Heard heard, bool reads) : stream_(network()), heard_(std::move(heard)), reads_(reads) {}

  int shake_hands(unsigned short port, const std::map<std::string, std::string>& headers) {
    std::promise<int> status;
    auto response = std::make_shared<websocket::response_type>();
    const auto me = shared_from_this();
    asio::post(network(), [&, me] {
      error_code error;
      auto& lowest = beast::get_lowest_layer(stream_);
      lowest.open(tcp::v4(), error);
      if (!reads_) lowest.set_option(asio::socket_base::receive_buffer_size(32 << 10), error);
      lowest.connect(here(port), error);
      if (error) return status.set_value(0);
      stream_.set_option(websocket::stream_base::timeout{20s, websocket::stream_base::none(), false});
      stream_.set_option(websocket::stream_base::decorator([headers](websocket::request_type& request) {
        for (const auto& [name, value] : headers) request.set(name, value);
      }));
      stream_.async_handshake(*response, "127.0.0.1:" + std::to_string(port), "/ws",
                              [&, me, response](error_code failed) {
                                if (!failed && reads_) read();
                                status.set_value(static_cast<int>(response->result_int()) *
                                                 (failed && response->result_int() == 101 ? 0 : 1));
                              });
    });
    return status.get_future().get();
  }

  void send(std::string bytes, bool binary) override {
    asio::post(network(), [me = shared_from_this(), bytes = std::move(bytes), binary] {
      me->queue_.emplace_back(bytes, binary);
      if (me->queue_.size() == 1) me->write();
    });
  }

  void reset() override {
    asio::post(network(), [me = shared_from_this()] {
      error_code ignored;
      auto& socket = beast::get_lowest_layer(me->stream_);
      socket.set_option(asio::socket_base::linger(true, 0), ignored);
      socket.close(ignored);
    });
  }

 private:
  void write() {
    stream_.binary(queue_.front().second);
    stream_.async_write(asio::buffer(queue_.front().first), [me = shared_from_this()](error_code error, std::size_t) {
      if (error) return me->queue_.clear();
      me->queue_.pop_front();
      if (!me->queue_.empty()) me->write();
    });
  }

  void read() {
    stream_.async_read(buffer_, [me = shared_from_this()](error_code error, std::size_t) {
      if (error) return me->heard_.on_end(me->stream_.reason().code);
      me->heard_.on_message(beast::buffers_to_string(me->buffer_.data()));
      me->buffer_.clear();
      me->read();
    });
  }

  websocket::stream<tcp::socket> stream_;
  Heard heard_;
  bool reads_;
  beast::flat_buffer buffer_;
  std::deque<std::pair<std::string, bool>> queue_;
};

}  // namespace

std::pair<std::shared_ptr<Line>, int> open_line(unsigned short port, const std::map<std::string, std::string>& headers,
                                                Heard heard, bool reads) {
  auto line = std::make_shared<BeastLine>(std::move(heard), reads);
  const int status = line->shake_hands(port, headers);
  return {line, status};
}

HttpResponse http(unsigned short port, const HttpRequest& request) {
  namespace bh = beast::http;
  asio::io_context io;
  beast::tcp_stream stream(io);
  bh::request<bh::string_body> out(bh::string_to_verb(request.method), request.target, 11);
  out.set(bh::field::host, "127.0.0.1:" + std::to_string(port));
  out.set(bh::field::connection, "close");
  for (const auto& [name, value] : request.headers) out.set(name, value);
  out.body() = request.body;
  out.prepare_payload();
  bh::response_parser<bh::string_body> in;
  in.body_limit(64 << 20);
  in.skip(request.method == "HEAD");
  beast::flat_buffer buffer;
  bool whole = false;
  stream.expires_after(60s);
  stream.async_connect(here(port), [&](error_code failed) {
    if (failed) return;
    bh::async_write(stream, out, [&](error_code, std::size_t) {  // an answer may come before all was taken
      bh::async_read(stream, buffer, in, [&](error_code error, std::size_t) { whole = !error; });
    });
  });
  io.run();
  HttpResponse response;
  if (!whole) return response;
  response.status = static_cast<int>(in.get().result_int());
  for (const auto& field : in.get())
    response.headers[lower(std::string(field.name_string()))] = std::string(field.value());
  response.body = in.get().body();
  return response;
}

RawSocket::RawSocket(unsigned short port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) closed_ = true;
}

RawSocket::~RawSocket() { ::close(fd_); }

bool RawSocket::send(const std::string& bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto n = ::send(fd_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
    if (n <= 0) return false;
    at += static_cast<std::size_t>(n);
  }
  return true;
}

std::string RawSocket::receive(const std::string& until) {
  std::string out;
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline && (until.empty() || out.find(until) == std::string::npos)) {
    const auto more = receive_some();
    if (more.empty()) break;
    out += more;
  }
  return out;
}

std::string RawSocket::receive_some() {
  pollfd waiting{fd_, POLLIN, 0};
  if (closed_ || ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) <= 0) return {};
  char bytes[65536];
  const auto n = ::recv(fd_, bytes, sizeof bytes, 0);
  closed_ = n <= 0;
  reset_ = n < 0;
  return n > 0 ? std::string(bytes, static_cast<std::size_t>(n)) : std::string();
}

}  // namespace wasl::test
