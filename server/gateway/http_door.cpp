#include "gateway/http_door.hpp"

#include <algorithm>
#include <boost/beast/http/rfc7230.hpp>

#include "gateway/connect_door.hpp"

namespace wasl::gateway {

namespace {

constexpr std::string_view kStrictPolicy = "default-src 'none'; frame-ancestors 'none'";
// A worker obeys the policy of its own script.
constexpr std::string_view kScriptPolicy = "default-src 'none'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";

std::string_view header(const http::fields& headers, http::field name) {
  const auto it = headers.find(name);
  return it == headers.end() ? std::string_view{} : std::string_view(it->value().data(), it->value().size());
}

std::string cookie(const http::fields& headers, std::string_view name) {
  for (auto rest = header(headers, http::field::cookie); !rest.empty();) {
    auto one = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    while (one.starts_with(' ')) one.remove_prefix(1);
    if (one.starts_with(name) && one.substr(name.size()).starts_with('=')) return std::string(one.substr(name.size() + 1));
  }
  return {};
}

std::string bearer(const http::fields& headers) {
  const auto value = header(headers, http::field::authorization);
  constexpr std::string_view kScheme = "Bearer ";
  return value.starts_with(kScheme) ? std::string(value.substr(kScheme.size())) : std::string();
}

// The last address that a trusted proxy did not add itself.
std::string client_address(const Services& services, const http::fields& headers, const std::string& peer) {
  const auto trusted = [&](std::string_view a) { return std::ranges::find(services.trusted_proxies, a) != services.trusted_proxies.end(); };
  if (!trusted(peer)) return peer;
  const auto it = headers.find("X-Forwarded-For");
  std::string_view list = it == headers.end() ? std::string_view{} : std::string_view(it->value().data(), it->value().size());
  while (!list.empty()) {
    const auto comma = list.rfind(',');
    auto last = comma == std::string_view::npos ? list : list.substr(comma + 1);
    while (last.starts_with(' ')) last.remove_prefix(1);
    if (!trusted(last)) return std::string(last.substr(0, 45));
    if (comma == std::string_view::npos) break;
    list = list.substr(0, comma);
  }
  return peer;
}

void protect(Response& response, const Services& services, std::string_view policy) {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Frame-Options", "DENY");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Permissions-Policy", "camera=(), geolocation=(), payment=()");
  response.set("Content-Security-Policy", policy);
  if (services.secure()) response.set("Strict-Transport-Security", "max-age=31536000");
}

bool accepts(const Request& request, std::string_view coding) {
  return http::token_list(header(request, http::field::accept_encoding)).exists(coding);
}

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

Response plain(http::status status, unsigned version, std::string text) {
  Response response(status, version);
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.set(http::field::cache_control, "no-store");
  response.body() = std::move(text);
  return response;
}

bool origin_allowed(const Services& services, const http::fields& headers) {
  const auto origin = header(headers, http::field::origin);
  if (origin.empty() || origin == services.public_url) return true;
  const auto host = header(headers, http::field::host);
  return !host.empty() && (origin == "https://" + std::string(host) || (!services.secure() && origin == "http://" + std::string(host)));
}

asio::awaitable<router::Context> identify(const Services& services, const http::fields& headers, const std::string& peer) {
  router::Context context;
  context.address = client_address(services, headers, peer);
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
  const std::string_view target(request.target().data(), request.target().size());
  const auto path = target.substr(0, target.find('?'));
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
