// Hexadecimal, base64, tokens, array literals: what is written letter by letter.
#include <algorithm>
#include <stdexcept>

#include "accounts/policy.hpp"
#include "core/crypto.hpp"
#include "core/error.hpp"
#include "storage/statement.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

void check_hex(std::string_view bytes) {
  check(crypto::from_hex(crypto::hex(bytes)) == bytes, "what was written in hexadecimal is read back");
  try {
    auto lower = std::string(bytes);
    std::ranges::transform(lower, lower.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
    check(crypto::hex(crypto::from_hex(bytes)) == lower, "only hexadecimal is read, and all of it");
  } catch (const std::invalid_argument&) {
    const bool digits = std::ranges::all_of(bytes, [](char c) { return std::isxdigit(static_cast<unsigned char>(c)); });
    check(!digits || bytes.size() % 2 == 1, "hexadecimal is read");
  }
}

void check_base64(std::string_view bytes) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string back;
  unsigned bits = 0, held = 0;
  for (const char c : crypto::base64(bytes)) {
    check(kDigits.find(c) != kDigits.npos, "base64 has no other characters");
    bits = bits << 6 | static_cast<unsigned>(kDigits.find(c));
    if ((held += 6) >= 8) back += static_cast<char>(bits >> (held -= 8));
  }
  check(back == bytes, "what was written in base64 is read back");
}

// As PostgreSQL reads text[]: elements in quotes, backslash escapes.
std::vector<std::string> read_array(std::string_view text) {
  std::vector<std::string> out;
  check(text.size() >= 2 && text.front() == '{' && text.back() == '}', "an array is in braces");
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    check(text[i++] == '"', "an element is in quotes");
    std::string one;
    for (; text.at(i) != '"'; ++i) one += text[i] == '\\' ? text.at(++i) : text[i];
    out.push_back(std::move(one));
    ++i;
    check(text.at(i) == (i + 1 == text.size() ? '}' : ','), "elements are parted by commas");
  }
  return out;
}

void check_array(std::string_view bytes) {
  std::vector<std::string> values;
  for (Input input(bytes); !input.rest().empty();) values.emplace_back(input.line());
  const bool text = std::ranges::none_of(values, [](const auto& v) { return v.find('\0') != v.npos; });
  try {
    check(read_array(storage::array(values)) == values, "an array is read back");
    check(text, "a text with a null byte is refused");
  } catch (const Refused&) {
    check(!text, "only a text with a null byte is refused");
  }
}

FUZZ_TARGET(codes, bytes) {
  check_hex(bytes);
  check_base64(bytes);
  check_array(bytes);
  if (!accounts::policy::is_token(bytes)) return;
  check(bytes.size() == 43 && bytes.find_first_of("+/= \n;") == bytes.npos, "a token is 43 characters of base64url");
}

}  // namespace
}  // namespace wasl::fuzz
