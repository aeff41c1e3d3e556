// The head of an HTTP request, as the door reads it after Beast.
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>

#include "gateway/headers.hpp"
#include "gateway/static_files.hpp"
#include "gateway/timeouts.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

namespace http = boost::beast::http;
using namespace gateway;

const std::vector<std::string> kProxies{"10.0.0.1", "10.0.0.2"};

void check_cookie(const http::fields& headers) {
  const auto value = cookie(headers, "wasl_session");
  check(value.find(';') == value.npos, "a cookie ends before the next");
  check(value.empty() || header(headers, http::field::cookie).find("wasl_session=" + value) != std::string_view::npos,
        "a cookie is what the header says");
}

void check_address(const http::fields& headers) {
  check(client_address(kProxies, headers, "192.0.2.7") == "192.0.2.7", "whom a stranger forwards is not believed");
  const auto address = client_address(kProxies, headers, "10.0.0.1");
  check(!address.empty() && address.size() <= 45, "an address is there, and short");
  check(address.find_first_of(", \t") == 0 || address.find(',') == address.npos, "an address is one");
  check(!address.starts_with(' ') && !address.ends_with(' ') && !address.ends_with('\t'), "an address has no blanks around");
  check(address == "10.0.0.1" || std::ranges::find(kProxies, address) == kProxies.end(), "an address is not a proxy's");
}

void check_origin(const http::fields& headers) {
  const std::string origin(header(headers, http::field::origin)), host(header(headers, http::field::host));
  const bool same = !host.empty() && origin == "http://" + host, secure = !host.empty() && origin == "https://" + host;
  check(origin_allowed("https://wasl.example", headers) == (origin.empty() || origin == "https://wasl.example" || secure),
        "behind https, only https pages of ours");
  check(origin_allowed("http://wasl.example", headers) == (origin.empty() || origin == "http://wasl.example" || same || secure),
        "only pages of ours");
}

void check_timeout(const http::fields& headers) {
  const auto timeout = timeout_of(headers);
  check(timeout.count() > 0 && timeout <= kLongestTimeout, "a timeout is within bounds");
  const auto it = headers.find("Connect-Timeout-Ms");
  if (it == headers.end()) return check(timeout == kDefaultTimeout, "a timeout is the default");
  const std::string text(it->value());
  if (text.empty() || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return;
  const auto digits = text.substr(std::min(text.size(), text.find_first_not_of('0')));
  const auto asked = digits.size() > 9 ? 999'999'999 : digits.empty() ? 0 : std::stol(digits);
  check(timeout.count() == (asked == 0 ? 10'000 : std::min(asked, 60'000L)), "a timeout is what was asked");
}

const StaticFiles& files() {
  static const auto none = StaticFiles::load("/nonexistent");
  return none;
}

FUZZ_TARGET(http, bytes) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(16 * 1024);
  parser.eager(true);
  boost::system::error_code error;
  parser.put(boost::asio::buffer(bytes.data(), bytes.size()), error);
  if (error || !parser.is_header_done()) return;
  const auto& request = parser.get();
  const auto path = path_of(request);
  check(path.find('?') == path.npos, "a path has no query");
  check(files().find(path) == nullptr, "there is no file");
  check_cookie(request);
  check_address(request);
  check_origin(request);
  check_timeout(request);
  check(bearer(request).empty() || header(request, http::field::authorization).ends_with(bearer(request)), "a token is the header's");
  format_of(request);
  accepts(request, "br");
  if (has_websocket_key(request)) check(header(request, http::field::sec_websocket_key).size() == 24, "a key is 16 bytes in base64");
}

}  // namespace
}  // namespace wasl::fuzz
