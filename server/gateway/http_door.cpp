#include "gateway/http_door.hpp"

#include "gateway/connect_door.hpp"
#include "gateway/headers.hpp"

namespace wasl::gateway {

namespace {

constexpr std::string_view kStrictPolicy = "default-src 'none'; frame-ancestors 'none'";
// A worker obeys the policy of its own script.
constexpr std::string_view kScriptPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

std::string policy_of(const Services& services, const StaticFile& file) {
  if (file.content_type.starts_with("text/javascript")) return std::string(kScriptPolicy);
  const auto& page = services.files.page_policy();
  return file.content_type.starts_with("text/html") && !page.empty() ? page + "; frame-ancestors 'none'" : std::string(kStrictPolicy);
}

Response serve_file(const Services& services, const Request& request, const StaticFile& file) {
  Response response(http::status::ok, request.version());
  const std::string* body = &file.plain;
  std::string etag = file.etag;
  if (!file.brotli.empty() && accepts(request, "br")) {
    body = &file.brotli;
    response.set(http::field::content_encoding, "br");
    etag.insert(etag.size() - 1, "-br");
  } else if (!file.gzip.empty() && accepts(request, "gzip")) {
    body = &file.gzip;
    response.set(http::field::content_encoding, "gzip");
    etag.insert(etag.size() - 1, "-gz");
  }
  response.set(http::field::content_type, file.content_type);
  response.set(http::field::vary, "Accept-Encoding");
  response.set(http::field::etag, etag);
  response.set(http::field::cache_control, file.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  if (file.immutable)
    response.set("X-Content-Type-Options", "nosniff");  // parts of a page: its own policy rules
  else
    protect(response, services, policy_of(services, file));
  if (header(request, http::field::if_none_match) == etag) {
    response.result(http::status::not_modified);
    response.erase(http::field::content_encoding);
  } else {
    response.body() = *body;
  }
  return response;
}

bool from_here(const Request& request, const std::string& peer) {
  return (peer == "127.0.0.1" || peer == "::1") && request.find("X-Forwarded-For") == request.end();
}

asio::awaitable<Response> get(const Services& services, const Request& request, std::string_view path, const std::string& peer) {
  if (path == "/healthz") co_return plain(http::status::ok, request.version(), "ok\n");
  if (path == "/readyz") {
    const bool ready = co_await services.ready();
    co_return plain(ready ? http::status::ok : http::status::service_unavailable, request.version(), ready ? "ready\n" : "not ready\n");
  }
  if (path == "/metrics" && from_here(request, peer)) {
    auto response = plain(http::status::ok, request.version(), metrics::expose());
    response.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
    co_return response;
  }
  if (const auto* file = path == "/metrics" ? nullptr : services.files.find(path)) co_return serve_file(services, request, *file);
  co_return plain(http::status::not_found, request.version(), "There is nothing here.\n");
}

}  // namespace

void protect(http::fields& response, const Services& services, std::string_view policy) {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Frame-Options", "DENY");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(self), payment=()");
  response.set("Content-Security-Policy", policy);
  if (services.secure()) response.set("Strict-Transport-Security", "max-age=31536000");
}

Response plain(http::status status, unsigned version, std::string text) {
  Response response(status, version);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.set(http::field::cache_control, "no-store");
  response.body() = std::move(text);
  return response;
}

asio::awaitable<router::Context> identify(const Services& services, const http::fields& headers, const std::string& peer) {
  router::Context context;
  context.address = client_address(services.trusted_proxies, headers, peer);
  context.user_agent = std::string(header(headers, http::field::user_agent).substr(0, 200));
  auto token = bearer(headers);
  if (token.empty()) token = cookie(headers, services.cookie_name());
  if (token.empty() || token.size() > 100) co_return context;
  if (const auto wait = services.limiter.take_identity(context.address))
    throw Refused(Code::kResourceExhausted, "rate_limited", "Too many requests. Wait a moment.").retry_after(*wait);
  if (const auto viewer = co_await services.authenticate(std::move(token))) context.viewer = *viewer;
  co_return context;
}

asio::awaitable<Response> respond(Room& room, const Services& services, const Request& request, const std::string& peer) {
  const auto path = path_of(request);
  if (path.starts_with("/wasl.")) {
    auto response = co_await call_by_connect(room, services, request, path.substr(1), peer);
    protect(response, services, kStrictPolicy);
    co_return response;
  }
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    auto response = plain(http::status::method_not_allowed, request.version(), "Only GET and HEAD here.\n");
    response.set(http::field::allow, "GET, HEAD");
    co_return response;
  }
  auto response = co_await get(services, request, path, peer);
  if (response.find("X-Content-Type-Options") == response.end()) protect(response, services, kStrictPolicy);
  co_return response;
}

}  // namespace wasl::gateway
