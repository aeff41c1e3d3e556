#include "gateway/http_session.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

#include "core/error.hpp"
#include "gateway/connection.hpp"
#include "gateway/exchange.hpp"
#include "gateway/headers.hpp"
#include "gateway/http_door.hpp"

namespace wasl::gateway {

namespace beast = boost::beast;
using boost::system::error_code;

namespace {

constexpr auto kToTakeAnAnswer = std::chrono::seconds(120);  // the largest file on a throttled line
constexpr std::uint32_t kLongestHeader = 16 * 1024;
constexpr std::uint64_t kLongestBody = std::uint64_t{256} * 1024;

asio::awaitable<bool> send(beast::tcp_stream& stream, Response response, bool keep_alive) {
  response.set(http::field::server, "wasl");
  response.keep_alive(keep_alive);
  if (response.result() != http::status::not_modified) response.prepare_payload();
  const auto [error, n] = co_await http::async_write(stream, response, asio::as_tuple(asio::use_awaitable));
  co_return !error && keep_alive;
}

asio::awaitable<bool> send_headers_only(beast::tcp_stream& stream, Response response, bool keep_alive) {
  response.set(http::field::server, "wasl");
  response.keep_alive(keep_alive);
  response.content_length(response.body().size());
  http::response_serializer<http::string_body> serializer(response);
  const auto [error, n] = co_await http::async_write_header(stream, serializer, asio::as_tuple(asio::use_awaitable));
  co_return !error && keep_alive;
}

// What to say to a request that could not be read; ok: nothing, the peer has left.
http::status complaint(const error_code& error) {
  if (error == http::error::header_limit) return http::status::request_header_fields_too_large;
  if (error == http::error::body_limit) return http::status::payload_too_large;
  if (error == http::error::end_of_stream || error == http::error::partial_message) return http::status::ok;
  if (error.category() == make_error_code(http::error::bad_method).category()) return http::status::bad_request;
  return http::status::ok;
}

asio::awaitable<void> complain(beast::tcp_stream& stream, const error_code& error) {
  const auto status = complaint(error);
  if (status == http::status::ok) co_return;
  co_await send(stream, plain(status, 11, std::string(http::obsolete_reason(status)) + ".\n"), false);
  // Let the peer read the answer before the rest of what it sends is thrown away.
  error_code ignored;
  stream.socket().shutdown(tcp::socket::shutdown_send, ignored);
  stream.expires_after(std::chrono::seconds(2));
  char rest[4096];
  for (;;) {
    const auto [failed, n] = co_await stream.async_read_some(asio::buffer(rest), asio::as_tuple(asio::use_awaitable));
    if (failed) co_return;
  }
}

asio::awaitable<error_code> read_head(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                      http::request_parser<http::empty_body>& parser) {
  const auto [failed, n] = co_await http::async_read_header(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
  if (failed) co_return failed;
  // Beast takes a coding that it does not know for no body at all: a proxy may see the next request elsewhere.
  const bool coded = parser.get().find(http::field::transfer_encoding) != parser.get().end();
  if (coded && !parser.chunked()) co_return http::error::bad_transfer_encoding;
  co_return error_code{};
}

asio::awaitable<error_code> read_body(beast::tcp_stream& stream, beast::flat_buffer& buffer,
                                      http::request_parser<http::string_body>& parser) {
  parser.body_limit(kLongestBody);
  if (const auto length = parser.content_length(); length && *length > kLongestBody) co_return http::error::body_limit;
  const auto [failed, n] = co_await http::async_read(stream, buffer, parser, asio::as_tuple(asio::use_awaitable));
  co_return failed;
}

Upgrade head_of(const Request& request) {
  Upgrade head;
  static_cast<http::fields&>(head) = static_cast<const http::fields&>(request);
  head.method(request.method());
  head.target(request.target());
  head.version(request.version());
  return head;
}

// A socket that takes both families names IPv4 peers as ::ffff:192.0.2.1; people and proxy lists do not.
std::string address_of(const tcp::endpoint& endpoint) {
  const auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped())
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  return address.to_string();
}

bool wants_websocket(const Request& request) { return path_of(request) == "/ws" && request.method() == http::verb::get; }

// What Beast would let pass: it reads any key, and knows no answer to those who ask for no upgrade.
std::optional<Response> refuse_handshake(const Request& request) {
  if (!beast::websocket::is_upgrade(request)) {
    auto response = plain(http::status::upgrade_required, request.version(), "Here a WebSocket is opened.\n");
    response.set(http::field::upgrade, "websocket");
    response.set(http::field::connection, "Upgrade");
    return response;
  }
  if (has_websocket_key(request)) return std::nullopt;
  return plain(http::status::bad_request, request.version(), "Sec-WebSocket-Key must be 16 bytes in base64.\n");
}

// Says when to come back (RFC 9110 section 10.2.3).
Response refuse_for_now(const Request& request, const Refused& why) {
  const auto status = why.code() == Code::kResourceExhausted ? http::status::too_many_requests : http::status::service_unavailable;
  auto response = plain(status, request.version(), why.message() + "\n");
  response.set(http::field::retry_after, std::to_string(std::max<std::int64_t>(1, (why.retry_after().count() + 999) / 1000)));
  return response;
}

// A refusal, or nothing: then `context` is the caller's.
asio::awaitable<std::optional<Response>> refuse_websocket(const Room& room, const Services& services, const Request& request,
                                                          const std::string& peer, router::Context& context) {
  const auto refuse = [&](http::status status, std::string text) {
    return std::optional(plain(status, request.version(), std::move(text)));
  };
  if (auto refusal = refuse_handshake(request)) co_return refusal;
  if (room.closing) co_return refuse(http::status::service_unavailable, "This server is leaving.\n");
  if (!origin_allowed(services.public_url, request)) co_return refuse(http::status::forbidden, "This page may not connect here.\n");
  std::optional<Refused> failed;
  try {
    context = co_await identify(services, request, peer);
  } catch (const Refused& why) {
    failed = why;
  } catch (const std::exception&) {
    failed = unavailable("storage_unavailable", "Storage is away. Come back in a moment.");
  }
  if (failed) co_return refuse_for_now(request, *failed);
  if (!context.viewer.signed_in()) co_return refuse(http::status::unauthorized, "Sign in first.\n");
  co_return std::nullopt;
}

}  // namespace

asio::awaitable<void> serve_http(Room& room, const Services& services, tcp::socket socket, SocketCount count) {
  error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) co_return;
  const auto peer = address_of(endpoint);
  beast::tcp_stream stream(std::move(socket));
  beast::flat_buffer buffer;
  for (bool go_on = true; go_on;) {
    http::request_parser<http::empty_body> head;
    head.header_limit(kLongestHeader);
    head.body_limit(boost::none);
    stream.expires_after(services.request_timeout);
    if (const auto failed = co_await read_head(stream, buffer, head)) co_return co_await complain(stream, failed);
    if (const auto* door = door_of(services, path_of(head.get()))) {
      stream.expires_never();
      go_on = co_await serve_exchange(room, services, *door, stream, buffer, head, peer);
      continue;
    }
    http::request_parser<http::string_body> parser(std::move(head));
    if (const auto failed = co_await read_body(stream, buffer, parser)) co_return co_await complain(stream, failed);
    stream.expires_never();
    const auto request = parser.release();
    if (wants_websocket(request)) {
      router::Context context;
      auto refusal = co_await refuse_websocket(room, services, request, peer, context);
      if (!refusal) {
        serve_websocket(room, services, stream.release_socket(), head_of(request), std::move(context), std::move(count));
        co_return;
      }
      stream.expires_after(services.request_timeout);
      go_on = co_await send(stream, std::move(*refusal), false);
      continue;
    }
    auto response = co_await respond(room, services, request, peer);
    stream.expires_after(kToTakeAnAnswer);
    const bool keep = request.keep_alive() && !room.closing;
    go_on = request.method() == http::verb::head ? co_await send_headers_only(stream, std::move(response), keep)
                                                 : co_await send(stream, std::move(response), keep);
  }
}

}  // namespace wasl::gateway
