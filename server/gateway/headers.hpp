// What the head of a request says. Pure; whatever strangers write there, these read it.
#pragma once
#include <boost/beast/http/message.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "router/registry.hpp"

namespace wasl::gateway {

namespace http = boost::beast::http;

// The first of that name; empty when there is none.
std::string_view header(const http::fields& headers, http::field name);

// The target without its query.
std::string_view path_of(const http::request_header<>& request);

// Empty when there is none.
std::string cookie(const http::fields& headers, std::string_view name);
std::string bearer(const http::fields& headers);

// The last address that a trusted proxy did not add itself, at most 45 characters; `peer` when that is no proxy of ours.
std::string client_address(const std::vector<std::string>& trusted_proxies, const http::fields& headers, const std::string& peer);

// Whether the page that makes a browser send this is ours; programs send no Origin. `public_url` has no path.
bool origin_allowed(std::string_view public_url, const http::fields& headers);

// Of the body, by its Content-Type; nothing when it is neither.
std::optional<router::Format> format_of(const http::fields& headers);

// Connect-Timeout-Ms within our bounds.
std::chrono::milliseconds timeout_of(const http::fields& headers);

// Whether the answer may have this content coding.
bool accepts(const http::fields& headers, std::string_view coding);

// Whether the key of a WebSocket handshake is one: 16 bytes in base64, once (RFC 6455 section 4.2.1).
bool has_websocket_key(const http::fields& headers);

}  // namespace wasl::gateway
