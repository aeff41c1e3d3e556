// One TCP connection that speaks HTTP/1.1, until it ends or becomes a WebSocket.
#pragma once
#include "gateway/services.hpp"

namespace wasl::gateway {

asio::awaitable<void> serve_http(Room& room, const Services& services, tcp::socket socket, SocketCount count);

}  // namespace wasl::gateway
