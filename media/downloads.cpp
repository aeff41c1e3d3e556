#include "media/downloads.hpp"

#include <algorithm>

#include "core/crypto.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "gateway/headers.hpp"

namespace wasl::media {

namespace http = gateway::http;
using gateway::Exchange;
using storage::Tx;

namespace {

constexpr std::string_view kSmall = "/small";

// One stored thing, as it is sent.
struct Body {
  std::string hash, type, etag;
  std::uint64_t size = 0;
};

Body body_of(const store::File& file, bool small, std::uint64_t size) {
  const auto& hash = small ? file.small : file.blob;
  return {hash, small ? "image/webp" : file.shown.type(), '"' + crypto::hex(hash).substr(0, 32) + '"', size};
}

void dress(http::fields& response, const Body& body, const std::string& name) {
  response.set(http::field::content_type, body.type);
  response.set(http::field::content_disposition, policy::disposition(body.type, name));
  response.set(http::field::etag, body.etag);
  response.set(http::field::accept_ranges, "bytes");
  response.set(http::field::cache_control, "private, max-age=3600");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
}

policy::Asked asked_range(const http::request_header<>& request, const Body& body) {
  const auto condition = gateway::header(request, http::field::if_range);
  if (!condition.empty() && condition != body.etag) return {};
  return policy::range(gateway::header(request, http::field::range), body.size);
}

// What stands for organisations is as open as they are themselves, whatever becomes of them.
store::Openness openness_to(Tx& tx, const router::Viewer& viewer, std::int64_t id) {
  const auto organisations = store::organisations_of_picture(tx, id);
  if (organisations.empty()) return store::openness(tx, id);
  const bool verifies = viewer.is(router::kVerifier) || viewer.is(router::kAdministrator);
  const bool seen = verifies || std::ranges::any_of(organisations, [&](auto one) {
                      const auto standing = directory::access::standing(tx, viewer.person, one);
                      return standing.published || standing.holds_seat;
                    });
  return seen ? store::Openness::kAnyone : store::Openness::kClosed;
}

}  // namespace

asio::awaitable<store::File> Downloads::open(router::Viewer viewer, std::int64_t id) {
  co_return co_await db_.transact(
      [this, viewer, id](Tx& tx) {
        const Refused signed_out(Code::kUnauthenticated, "signed_out", "Sign in first.");
        auto file = store::find(tx, id);
        require(viewer.signed_in() || (file && file->ready), signed_out);
        require(file && file->ready, not_found("file"));
        const auto openness = openness_to(tx, viewer, id);
        if (!viewer.signed_in()) require(openness == store::Openness::kAnyone, signed_out);
        require(file->owner == viewer.person || openness != store::Openness::kClosed ||
                    streams_.may_follow_any(tx, viewer.person, store::places(tx, id)),
                not_found("file"));
        return std::move(*file);
      },
      storage::InDoubt::kRunAgain);
}

asio::awaitable<void> Downloads::serve(Exchange& exchange, std::string_view rest) {
  const auto& request = exchange.head();
  require(request.method() == http::verb::get || request.method() == http::verb::head,
          {Code::kUnimplemented, "media.method", "GET or HEAD."});
  const bool small = rest.ends_with(kSmall);
  if (small) rest.remove_suffix(kSmall.size());
  const auto id = rest.starts_with('/') ? policy::number(rest.substr(1)) : std::nullopt;
  require(id.has_value() && *id < std::uint64_t{1} << 62, not_found("file"));
  const auto file = co_await open(exchange.context().viewer, static_cast<std::int64_t>(*id));
  require(!small || !file.small.empty(), not_found("file"));
  const auto hash = small ? file.small : file.blob;
  const auto reader = co_await disk_.run([this, hash] { return std::shared_ptr<Blobs::Reader>(blobs_.open(hash)); });
  const auto body = body_of(file, small, reader->size());
  if (gateway::header(request, http::field::if_none_match) == body.etag) {
    gateway::Response unchanged(http::status::not_modified, 11);
    dress(unchanged, body, file.shown.name());
    co_return co_await exchange.answer(std::move(unchanged));
  }
  const auto asked = asked_range(request, body);
  if (!asked.whole && !asked.range) {
    gateway::Response nothing(http::status::range_not_satisfiable, 11);
    nothing.set(http::field::content_range, "bytes */" + std::to_string(body.size));
    co_return co_await exchange.answer(std::move(nothing));
  }
  http::response<http::empty_body> head(asked.whole ? http::status::ok : http::status::partial_content, 11);
  dress(head, body, file.shown.name());
  const auto range = asked.range.value_or(policy::Range{0, body.size - 1});
  if (!asked.whole)
    head.set(http::field::content_range, "bytes " + std::to_string(range.first) + "-" + std::to_string(range.last) +
                                             "/" + std::to_string(body.size));
  gateway::Source source = [this, reader,
                            at = range.first](std::span<char> into) mutable -> asio::awaitable<std::size_t> {
    const auto n = co_await disk_.run([&] { return reader->read(at, into); });
    at += n;
    co_return n;
  };
  co_await exchange.answer(std::move(head), range.last - range.first + 1, std::move(source));
}

}  // namespace wasl::media
