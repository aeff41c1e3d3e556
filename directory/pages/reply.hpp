// Answers of doors that are whole texts: their validators, and the methods that they admit.
#pragma once
#include <string>

#include "gateway/exchange.hpp"

namespace wasl::directory::pages {

namespace asio = boost::asio;
namespace http = gateway::http;

// What pages may do in a browser: our own style, letters and pictures, nothing else.
inline constexpr std::string_view kPagePolicy =
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'";

struct Text {
  http::status status = http::status::ok;
  std::string type, body;
  std::string cache = "public, max-age=60, must-revalidate";
  std::string vary{};
};

// Only GET and HEAD; others are told so, and false is returned.
asio::awaitable<bool> reads_only(gateway::Exchange& exchange);

// With an ETag; 304 to who has it already.
asio::awaitable<void> answer(gateway::Exchange& exchange, Text text);

}  // namespace wasl::directory::pages
