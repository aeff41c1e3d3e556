// Doors of modules for what does not fit in a message: bodies of any size, in pieces, either way.
#pragma once
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "gateway/http_door.hpp"

namespace wasl::gateway {

// The next bytes; 0: there are no more.
using Source = std::function<asio::awaitable<std::size_t>(std::span<char>)>;

// One request of a signed-in person, or of a stranger whom the door admits, and its answer. Lives as long as the door's
// coroutine.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual const http::request_header<>& head() const = 0;
  virtual const router::Context& context() const = 0;
  virtual std::optional<std::uint64_t> body_length() const = 0;  // nothing: not said beforehand

  // The next bytes of the request's body, as they come; 0: there are no more. Throws when the line is lost or silent.
  virtual asio::awaitable<std::size_t> read(std::span<char> into) = 0;

  // Exactly one of these, once.
  virtual asio::awaitable<void> answer(Response response) = 0;
  // `length` bytes of `source`; to HEAD none of them.
  virtual asio::awaitable<void> answer(http::response<http::empty_body> head, std::uint64_t length, Source source) = 0;
  // All of `source`, in chunks. When it throws, the peer sees that the answer is not whole.
  virtual asio::awaitable<void> answer(http::response<http::empty_body> head, Source source) = 0;
};

// What it throws is answered as on the Connect door, unless it has answered already.
struct Door {
  std::string prefix;  // of the path: "/media/"
  std::function<asio::awaitable<void>(Exchange&)> serve;
  // Whether strangers may come by this path, too: then `serve` looks at who asks. Null: nobody.
  std::function<bool(std::string_view path)> admits_strangers{};
  // What its answers may do in a browser (Content-Security-Policy); empty: nothing, each is a file.
  std::string policy{};
};

// The door of this path; null: none.
const Door* door_of(const Services& services, std::string_view path);

// The request whose head has been read, to its end. Whether the connection may go on.
asio::awaitable<bool> serve_exchange(const Room& room, const Services& services, const Door& door, boost::beast::tcp_stream& stream,
                                     boost::beast::flat_buffer& buffer, http::request_parser<http::empty_body>& head,
                                     const std::string& peer);

}  // namespace wasl::gateway
