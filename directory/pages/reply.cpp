#include "directory/pages/reply.hpp"

#include "core/crypto.hpp"
#include "gateway/headers.hpp"

namespace wasl::directory::pages {

namespace {

// Of a list, in quotes, weak or not (RFC 9110 section 13.1.2).
bool has(std::string_view list, const std::string& etag) { return list.find(etag) != std::string_view::npos; }

}  // namespace

asio::awaitable<bool> reads_only(gateway::Exchange& exchange) {
  const auto method = exchange.head().method();
  if (method == http::verb::get || method == http::verb::head) co_return true;
  auto response = gateway::plain(http::status::method_not_allowed, 11, "Only GET and HEAD here.\n");
  response.set(http::field::allow, "GET, HEAD");
  co_await exchange.answer(std::move(response));
  co_return false;
}

asio::awaitable<void> answer(gateway::Exchange& exchange, Text text) {
  gateway::Response response(text.status, 11);
  const auto etag = '"' + crypto::hex(crypto::hash(text.body)).substr(0, 32) + '"';
  response.set(http::field::content_type, text.type);
  response.set(http::field::cache_control, text.cache);
  if (!text.vary.empty()) response.set(http::field::vary, text.vary);
  if (text.status == http::status::ok) response.set(http::field::etag, etag);
  if (text.status == http::status::ok && has(gateway::header(exchange.head(), http::field::if_none_match), etag))
    response.result(http::status::not_modified);
  else
    response.body() = std::move(text.body);
  co_await exchange.answer(std::move(response));
}

}  // namespace wasl::directory::pages
