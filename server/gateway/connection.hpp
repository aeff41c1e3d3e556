// One WebSocket. Beast does the handshake, reading and control frames; the outbox writes.
#pragma once
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>

#include "gateway/services.hpp"

namespace wasl::gateway {

namespace http = boost::beast::http;

// Numbers of Bye.code and of the WebSocket close code: below 4100 come back, from 4100 on do not.
enum class ByeCode : std::uint16_t {
  kRestarting = 4000,
  kTooSlow = 4001,
  kRightsChanged = 4002,
  kSessionEnded = 4100,
  kMalformed = 4101,
};

using Upgrade = http::request<http::empty_body>;

// Accepts the handshake and serves until the connection ends. `context` carries the signed-in viewer.
void serve_websocket(Room& room, const Services& services, tcp::socket socket, Upgrade request, router::Context context,
                     SocketCount count);

// Tells every connection of the room to come back somewhere else, spread over `within`.
void say_goodbye(Room& room, std::chrono::milliseconds within);

}  // namespace wasl::gateway
