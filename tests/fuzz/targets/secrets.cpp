// Passwords inside the configuration are never printed.
#include <algorithm>

#include "core/config.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

// Of printable ASCII, and not a part of what is printed anyway.
std::string secret_of(std::string_view bytes) {
  std::string out = "S3cr";
  for (const char c : bytes.substr(0, 60)) out += static_cast<char>('!' + static_cast<unsigned char>(c) % 94);
  return out + "3t";
}

std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out.append(c == '\'' || c == '\\' ? "\\" : "").append(1, c);
  return out + "'";
}

std::string bare(const std::string& text) {
  std::string out;
  for (const char c : text) out.append(c == '\'' || c == '\\' ? "\\" : "").append(1, c);
  return out;
}

std::string in_url(const std::string& text) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text)
    if (std::isalnum(static_cast<unsigned char>(c)))
      out += c;
    else
      out.append("%").append(1, kDigits[c >> 4]).append(1, kDigits[c & 15]);
  return out;
}

void check_hidden(const std::string& database, const std::string& mail, const std::string& secret) {
  Config config;
  config.database = database;
  config.mail = mail;
  const auto text = print_config(config);
  check(text.find(secret) == text.npos, "a password is not printed");
  check(text.find("dbname") != text.npos && text.find("postbox") != text.npos, "what is no password is");
}

FUZZ_TARGET(secrets, bytes) {
  Input input(bytes);
  const std::string blanks(input.byte() % 3, ' ');
  const auto secret = secret_of(input.rest());
  const auto mail = "smtp://someone:" + in_url(secret) + "@postbox:25";
  for (const auto& value : {quoted(secret), bare(secret)})
    check_hidden("host=/run dbname=x password" + blanks + "=" + blanks + value + " user=y dbname=z", mail, value.substr(1, value.size() - 2));
  check_hidden("postgresql://someone:" + in_url(secret) + "@host/dbname", mail, in_url(secret));
  check_hidden("postgresql://someone@host/dbname?password=" + in_url(secret), mail, in_url(secret));
}

}  // namespace
}  // namespace wasl::fuzz
