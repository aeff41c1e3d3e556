#include "gateway/server.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
#include <future>

#include "gateway/http_session.hpp"
#include "gateway/connection.hpp"

namespace wasl::gateway {

namespace {

using namespace std::chrono_literals;
using boost::system::error_code;

constexpr auto kTick = 100ms;

tcp::endpoint parse_endpoint(const std::string& text) {
  const auto colon = text.rfind(':');
  auto host = text.substr(0, colon);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  unsigned short port = 0;
  std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
  error_code error;
  const auto address = asio::ip::make_address(host, error);
  if (error) throw std::runtime_error("listen: '" + host + "' is not an address");
  return {address, port};
}

asio::awaitable<void> keep_deadlines(Room& room) {
  asio::steady_timer timer(room.loop.io());
  for (;;) {
    timer.expires_after(kTick);
    error_code error;
    co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    room.deadlines.tick(Deadlines::Clock::now());
  }
}

}  // namespace

struct Server::Listener {
  explicit Listener(asio::io_context& io) : acceptor(io) {}
  tcp::acceptor acceptor;
};

Server::Server(Loops& loops, const std::vector<sessions::Hub*>& hubs, const Services& services)
    : loops_(loops), services_(services), listener_(std::make_unique<Listener>(loops.first().io())) {
  for (std::size_t i = 0; i < loops.size(); ++i) {
    auto& room = *rooms_.emplace_back(std::make_unique<Room>(loops.at(i), *hubs[i]));
    room.loop.at_turn_end(Loop::Phase::kFlush, [&room] { room.flush(); });
    asio::co_spawn(room.loop.io(), keep_deadlines(room), asio::detached);
  }
}

Server::~Server() = default;

namespace {

asio::awaitable<void> accept_all(tcp::acceptor& acceptor, Loops& loops, std::vector<std::unique_ptr<Room>>& rooms,
                                 const Services& services) {
  for (;;) {
    auto& room = *rooms[loops.next().index()];
    auto [error, socket] = co_await acceptor.async_accept(room.loop.io(), asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::operation_aborted || !acceptor.is_open()) co_return;
    if (error) {  // out of descriptors, say: others may leave
      spdlog::warn("accept: {}", error.message());
      asio::steady_timer pause(acceptor.get_executor(), 50ms);
      co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    if (room.sockets >= services.max_connections / rooms.size() + 1) continue;  // closes it
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.non_blocking(true, ignored);
    asio::co_spawn(room.loop.io(), serve_http(room, services, std::move(socket), SocketCount(room)), asio::detached);
  }
}

}  // namespace

void Server::listen(const std::string& address_and_port) {
  const auto endpoint = parse_endpoint(address_and_port);
  auto& acceptor = listener_->acceptor;
  error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(4096, error);
  if (error) throw std::runtime_error("cannot listen on " + address_and_port + ": " + error.message());
  asio::co_spawn(loops_.first().io(), accept_all(acceptor, loops_, rooms_, services_), asio::detached);
}

unsigned short Server::port() const { return listener_->acceptor.local_endpoint().port(); }

void Server::leave(std::chrono::milliseconds patience) {
  asio::post(loops_.first().io(), [this] {
    error_code ignored;
    listener_->acceptor.close(ignored);
  });
  const auto until = std::chrono::steady_clock::now() + patience;
  for (auto& room : rooms_) {
    std::promise<void> told;
    asio::post(room->loop.io(), [&] {
      room->closing = true;
      say_goodbye(*room, 2s);
      told.set_value();
    });
    told.get_future().wait();
  }
  for (auto& room : rooms_)
    for (bool empty = false; !empty && std::chrono::steady_clock::now() < until;) {
      std::promise<bool> looked;
      asio::post(room->loop.io(), [&] { looked.set_value(room->connections.empty()); });
      empty = looked.get_future().get();
      if (!empty) std::this_thread::sleep_for(20ms);
    }
}

}  // namespace wasl::gateway
