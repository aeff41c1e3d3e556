// The HTTP door: rpcs by the Connect protocol, the web client, health and metrics.
#pragma once
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/message_generator.hpp>
#include <boost/beast/http/string_body.hpp>

#include "gateway/services.hpp"

namespace wasl::gateway {

namespace http = boost::beast::http;
using Request = http::request<http::string_body>;
using Response = http::response<http::string_body>;

// Everything but the WebSocket upgrade.
asio::awaitable<Response> respond(Room& room, const Services& services, const Request& request, const std::string& peer);

// A refusal that is made before there is a whole request; as plain text.
Response plain(http::status status, unsigned version, std::string text);

// The headers that every answer carries; `policy` is what the page or file may do.
void protect(http::fields& response, const Services& services, std::string_view policy);

// The caller as the request's cookie or bearer token says.
asio::awaitable<router::Context> identify(const Services& services, const http::fields& headers, const std::string& peer);

}  // namespace wasl::gateway
