// Rpcs over HTTP by the Connect protocol, unary (connectrpc.com/docs/protocol): application/json and application/proto.
#pragma once
#include <string_view>

#include "gateway/http_door.hpp"

namespace wasl::gateway {

asio::awaitable<Response> call_by_connect(Room& room, const Services& services, const Request& request,
                                          std::string_view method, const std::string& peer);

// A refusal as Connect says it.
Response refusal(const Refused& why, unsigned version);

}  // namespace wasl::gateway
