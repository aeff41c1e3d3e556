#include "directory/profiles/shapes.hpp"

#include <curl/curl.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <memory>

#include "core/text.hpp"

namespace wasl::directory::profiles::shapes {

namespace {

using Url = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Url& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  std::string out = text;
  curl_free(text);
  return out;
}

bool has_dot_inside(const std::string& host) {
  const auto dot = host.find('.');
  return dot != std::string::npos && dot > 0 && host.back() != '.' && host.find("..") == std::string::npos;
}

bool all_of(const std::string& text, bool (*test)(char)) { return !text.empty() && std::ranges::all_of(text, test); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

}  // namespace

std::optional<std::string> url(const std::string& line) {
  if (line.find_first_of(" \t\"<>\\^`{|}") != std::string::npos) return std::nullopt;
  const auto whole = line.find("://") == std::string::npos ? "https://" + line : line;
  const Url parsed(curl_url(), curl_url_cleanup);
  if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, whole.c_str(), 0) != CURLUE_OK) return std::nullopt;
  const auto scheme = part(parsed, CURLUPART_SCHEME);
  if (scheme != "http" && scheme != "https") return std::nullopt;
  if (!part(parsed, CURLUPART_USER).empty() || !part(parsed, CURLUPART_PASSWORD).empty()) return std::nullopt;
  return has_dot_inside(part(parsed, CURLUPART_HOST)) ? std::optional(whole) : std::nullopt;
}

std::optional<std::string> email(const std::string& line) {
  const auto at = line.find('@');
  if (at == std::string::npos || at == 0 || line.find('@', at + 1) != std::string::npos) return std::nullopt;
  if (line.find_first_of(" \t,;:<>()[]\\\"") != std::string::npos) return std::nullopt;
  return has_dot_inside(line.substr(at + 1)) ? std::optional(line) : std::nullopt;
}

std::optional<std::string> phone(const std::string& line) {
  const auto western = text::fold(line);  // digits of any script
  const auto digits = std::ranges::count_if(western, is_digit);
  if (digits < 6 || digits > 15) return std::nullopt;
  const bool is_number = std::ranges::all_of(western, [&](const char& c) {
    return is_digit(c) || std::string_view(" .-/()").find(c) != std::string_view::npos ||
           (c == '+' && &c == western.data());
  });
  return is_number ? std::optional(western) : std::nullopt;
}

bool is_language(const std::string& code) {
  return (code.size() == 2 || code.size() == 3) && all_of(code, is_lower) &&
         *uloc_getISO3Language(code.c_str()) != '\0';
}

bool is_country(const std::string& code) {
  return code.size() == 2 && all_of(code, is_upper) && *uloc_getISO3Country(("und_" + code).c_str()) != '\0';
}

}  // namespace wasl::directory::profiles::shapes
