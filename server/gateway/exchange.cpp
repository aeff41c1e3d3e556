#include "gateway/exchange.hpp"

#include <spdlog/spdlog.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/chunk_encode.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "gateway/connect_door.hpp"
#include "gateway/headers.hpp"

namespace wasl::gateway {

namespace beast = boost::beast;
using boost::system::error_code;
using boost::system::system_error;

namespace {

constexpr auto kToTakeAPiece = std::chrono::seconds(120);
constexpr std::size_t kPiece = std::size_t{128} * 1024;
// Whatever a file is: alone in a window it may do nothing.
constexpr std::string_view kFilePolicy = "default-src 'none'; sandbox; frame-ancestors 'none'";

class Line final : public Exchange {
 public:
  Line(const Room& room, const Services& services, const Door& door, beast::tcp_stream& stream, beast::flat_buffer& buffer,
       http::request_parser<http::empty_body>&& head)
      : room_(room), services_(services), door_(door), stream_(stream), buffer_(buffer), parser_(std::move(head)) {}

  const http::request_header<>& head() const override { return parser_.get().base(); }
  const router::Context& context() const override { return context_; }
  std::optional<std::uint64_t> body_length() const override {
    if (parser_.chunked()) return std::nullopt;
    const auto length = parser_.content_length();
    return length ? std::optional<std::uint64_t>(*length) : std::optional<std::uint64_t>(0);
  }

  asio::awaitable<std::size_t> read(std::span<char> into) override {
    co_await invite();
    auto& body = parser_.get().body();
    while (!parser_.is_done()) {
      body.data = into.data();
      body.size = into.size();
      stream_.expires_after(services_.request_timeout);
      auto [error, n] = co_await http::async_read_some(stream_, buffer_, parser_, asio::as_tuple(asio::use_awaitable));
      stream_.expires_never();
      if (error == http::error::need_buffer) error = {};
      if (error) throw system_error(error);
      if (const auto got = into.size() - body.size; got > 0) co_return got;
    }
    co_return 0;
  }

  asio::awaitable<void> answer(Response response) override {
    finish(response);
    if (response.result() != http::status::not_modified) response.prepare_payload();
    answered_ = true;
    stream_.expires_after(kToTakeAPiece);
    if (!is_head()) co_return check(co_await http::async_write(stream_, response, asio::as_tuple(asio::use_awaitable)));
    http::response_serializer<http::string_body> serializer(response);
    check(co_await http::async_write_header(stream_, serializer, asio::as_tuple(asio::use_awaitable)));
  }

  asio::awaitable<void> answer(http::response<http::empty_body> response, std::uint64_t length, Source source) override {
    finish(response);
    response.content_length(length);
    answered_ = true;
    stream_.expires_after(kToTakeAPiece);
    http::response_serializer<http::empty_body> serializer(response);
    check(co_await http::async_write_header(stream_, serializer, asio::as_tuple(asio::use_awaitable)));
    if (is_head()) co_return;
    std::vector<char> piece(std::min<std::uint64_t>(length, kPiece));
    while (length > 0) {
      const auto n = co_await source({piece.data(), std::min<std::uint64_t>(length, piece.size())});
      if (n == 0) throw std::runtime_error("a file is shorter than it was");
      stream_.expires_after(kToTakeAPiece);
      check(co_await asio::async_write(stream_, asio::buffer(piece.data(), n), asio::as_tuple(asio::use_awaitable)));
      length -= n;
    }
  }

  asio::awaitable<void> answer(http::response<http::empty_body> response, Source source) override {
    finish(response);
    const bool parted = version() >= 11;
    if (!parted) response.keep_alive(false);
    response.chunked(parted);
    ends_with_the_line_ = !parted;
    answered_ = true;
    stream_.expires_after(kToTakeAPiece);
    http::response_serializer<http::empty_body> serializer(response);
    check(co_await http::async_write_header(stream_, serializer, asio::as_tuple(asio::use_awaitable)));
    if (is_head()) co_return;
    for (std::vector<char> piece(kPiece);;) {
      const auto n = co_await source(piece);
      if (n > 0) co_await send(asio::buffer(piece.data(), n), parted);
      if (n == 0) break;
    }
    if (parted) co_await write(http::make_chunk_last());
  }

  asio::awaitable<void> identify_caller(const std::string& peer) {
    if (!origin_allowed(services_.public_url, head()))
      throw Refused(Code::kPermissionDenied, "foreign_origin", "This page may not call this server.");
    context_ = co_await identify(services_, head(), peer);
    const bool welcome = door_.admits_strangers && door_.admits_strangers(path_of(head()));
    if (!welcome && !context_.viewer.signed_in()) throw Refused(Code::kUnauthenticated, "signed_out", "Sign in first.");
    const bool reads = head().method() == http::verb::get || is_head();
    if (const auto wait = services_.limiter.take(context_, reads ? v1::RATE_READ : v1::RATE_WRITE))
      throw Refused(Code::kResourceExhausted, "rate_limited", "Too many requests. Wait a moment.").retry_after(*wait);
  }

  bool answered() const { return answered_; }
  // Whether the next request may follow; what is left of this one's body is then nothing.
  bool may_go_on() const { return answered_ && !ends_with_the_line_ && parser_.is_done() && parser_.get().keep_alive() && !room_.closing; }
  bool has_unread_body() const { return !parser_.is_done(); }
  unsigned version() const { return parser_.get().version(); }

 private:
  asio::awaitable<void> send(asio::const_buffer piece, bool parted) {
    if (parted) co_return co_await write(http::make_chunk(piece));
    co_await write(piece);
  }

  template <class Buffers>
  asio::awaitable<void> write(const Buffers& buffers) {
    stream_.expires_after(kToTakeAPiece);
    check(co_await asio::async_write(stream_, buffers, asio::as_tuple(asio::use_awaitable)));
  }

  bool is_head() const { return head().method() == http::verb::head; }

  template <class Message>
  void finish(Message& response) const {
    response.set(http::field::server, "wasl");
    response.version(version());
    response.keep_alive(parser_.get().keep_alive() && !room_.closing && parser_.is_done());
    protect(response, services_, door_.policy.empty() ? kFilePolicy : std::string_view(door_.policy));
  }

  // A client that asks before it sends (RFC 9110 section 10.1.1).
  asio::awaitable<void> invite() {
    if (invited_) co_return;
    invited_ = true;
    if (!beast::iequals(head()[http::field::expect], "100-continue")) co_return;
    static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    stream_.expires_after(services_.request_timeout);
    check(co_await asio::async_write(stream_, asio::buffer(kContinue), asio::as_tuple(asio::use_awaitable)));
  }

  template <class Result>
  static void check(const Result& result) {
    if (const auto& error = std::get<0>(result)) throw system_error(error);
  }

  const Room& room_;
  const Services& services_;
  const Door& door_;
  beast::tcp_stream& stream_;
  beast::flat_buffer& buffer_;
  http::request_parser<http::buffer_body> parser_;
  router::Context context_;
  bool answered_ = false, invited_ = false, ends_with_the_line_ = false;
};

// Lets the peer read the answer before the rest of what it sends is thrown away.
asio::awaitable<void> say_goodbye(beast::tcp_stream& stream) {
  error_code ignored;
  stream.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  stream.expires_after(std::chrono::seconds(2));
  char rest[4096];
  for (;;) {
    const auto [failed, n] = co_await stream.async_read_some(asio::buffer(rest), asio::as_tuple(asio::use_awaitable));
    if (failed) co_return;
  }
}

}  // namespace

const Door* door_of(const Services& services, std::string_view path) {
  const auto it = std::ranges::find_if(services.doors, [&](const Door& door) { return path.starts_with(door.prefix); });
  return it == services.doors.end() ? nullptr : &*it;
}

asio::awaitable<bool> serve_exchange(const Room& room, const Services& services, const Door& door, beast::tcp_stream& stream,
                                     beast::flat_buffer& buffer, http::request_parser<http::empty_body>& head, const std::string& peer) {
  Line line(room, services, door, stream, buffer, std::move(head));
  std::optional<Refused> refused;
  try {
    co_await line.identify_caller(peer);
    co_await door.serve(line);
  } catch (const Refused& why) {
    refused = why;
  } catch (const system_error&) {
    co_return false;
  } catch (const std::exception& e) {
    spdlog::error("{}: {}", door.prefix, e.what());
    refused = Refused(Code::kInternal, "internal", "Something went wrong here.");
  }
  stream.expires_never();
  if (refused && line.answered()) co_return false;
  try {
    if (refused) co_await line.answer(refusal(*refused, line.version()));
  } catch (const system_error&) {
    co_return false;
  }
  if (line.has_unread_body()) co_await say_goodbye(stream);
  co_return line.may_go_on();
}

}  // namespace wasl::gateway
