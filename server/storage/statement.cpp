#include "storage/statement.hpp"

#include <charconv>

#include "core/error.hpp"

namespace wasl::storage {

std::string array(const std::vector<std::int64_t>& values) {
  std::string out = "{";
  char digits[24];
  for (const auto v : values) {
    if (out.size() > 1) out += ',';
    out.append(digits, std::to_chars(digits, digits + sizeof digits, v).ptr);
  }
  return out += '}';
}

std::string array(const std::vector<std::string>& values) {
  std::string out = "{";
  for (const auto& v : values) {
    if (v.find('\0') != std::string::npos)
      throw Refused(Code::kInvalidArgument, "not_text", "A text has no null bytes.");
    if (out.size() > 1) out += ',';
    out += '"';
    for (const char c : v) {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
    out += '"';
  }
  return out += '}';
}

}  // namespace wasl::storage
