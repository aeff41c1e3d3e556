#include "storage/conninfo.hpp"

#include <libpq-fe.h>

#include <map>
#include <memory>

namespace wasl::storage {

namespace {

using Options = std::map<std::string, std::string>;

Options parse(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(PQconninfoParse(conninfo.c_str(), nullptr),
                                                                           &PQconninfoFree);
  Options out;
  for (const auto* option = parsed.get(); option && option->keyword; ++option)
    if (option->val) out[option->keyword] = option->val;
  return out;
}

std::string quoted(const std::string& value) {
  std::string out = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out += '\'';
}

}  // namespace

std::string with_limits(const std::string& conninfo) {
  auto options = parse(conninfo);
  if (options.empty()) return conninfo;
  options.merge(Options{{"connect_timeout", "5"},
                        {"keepalives_idle", "10"},
                        {"keepalives_interval", "5"},
                        {"keepalives_count", "3"},
                        {"tcp_user_timeout", "25000"}});
  std::string out;
  for (const auto& [key, value] : options) out += (out.empty() ? "" : " ") + key + "=" + quoted(value);
  return out;
}

}  // namespace wasl::storage
