#include "gateway/headers.hpp"

#include <algorithm>
#include <boost/beast/http/rfc7230.hpp>
#include <charconv>

#include "gateway/timeouts.hpp"

namespace wasl::gateway {

namespace {

constexpr std::size_t kLongestAddress = 45;

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Several lines of one name are one list (RFC 9110 section 5.3): a proxy may add to ours, or write a line of its own.
std::string list_of(const http::fields& headers, boost::beast::string_view name) {
  std::string list;
  const auto [first, last] = headers.equal_range(name);
  for (auto it = first; it != last; ++it) list.append(list.empty() ? "" : ",").append(view(it->value()));
  return list;
}

}  // namespace

std::string_view header(const http::fields& headers, http::field name) {
  const auto it = headers.find(name);
  return it == headers.end() ? std::string_view{} : view(it->value());
}

std::string_view path_of(const http::request_header<>& request) {
  const auto target = view(request.target());
  return target.substr(0, target.find('?'));
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

std::string client_address(const std::vector<std::string>& trusted_proxies, const http::fields& headers,
                           const std::string& peer) {
  const auto trusted = [&](std::string_view a) { return std::ranges::find(trusted_proxies, a) != trusted_proxies.end(); };
  if (!trusted(peer)) return peer;
  const auto list = list_of(headers, "X-Forwarded-For");
  for (std::string_view rest = list; !rest.empty();) {
    const auto comma = rest.rfind(',');
    const auto last = trimmed(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    if (!last.empty() && !trusted(last)) return std::string(trimmed(last.substr(0, kLongestAddress)));
    rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
  }
  return peer;
}

bool origin_allowed(std::string_view public_url, const http::fields& headers) {
  const auto origin = header(headers, http::field::origin);
  if (origin.empty() || origin == public_url) return true;
  const auto host = header(headers, http::field::host);
  const bool secure = public_url.starts_with("https://");
  return !host.empty() && (origin == "https://" + std::string(host) || (!secure && origin == "http://" + std::string(host)));
}

std::optional<router::Format> format_of(const http::fields& headers) {
  auto type = header(headers, http::field::content_type);
  type = trimmed(type.substr(0, type.find(';')));
  if (type == "application/json") return router::Format::kJson;
  if (type == "application/proto") return router::Format::kProto;
  return std::nullopt;
}

std::chrono::milliseconds timeout_of(const http::fields& headers) {
  std::uint64_t ms = 0;
  if (const auto it = headers.find("Connect-Timeout-Ms"); it != headers.end()) {
    const auto text = view(it->value());
    if (std::from_chars(text.data(), text.data() + text.size(), ms).ec == std::errc::result_out_of_range)
      return kLongestTimeout;
  }
  return call_timeout(ms);
}

bool accepts(const http::fields& headers, std::string_view coding) {
  return http::token_list(header(headers, http::field::accept_encoding)).exists(coding);
}

bool has_websocket_key(const http::fields& headers) {
  if (headers.count(http::field::sec_websocket_key) != 1) return false;
  const auto key = header(headers, http::field::sec_websocket_key);
  const auto is_digit = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  return key.size() == 24 && key.ends_with("==") && std::ranges::all_of(key.substr(0, 22), is_digit);
}

}  // namespace wasl::gateway
