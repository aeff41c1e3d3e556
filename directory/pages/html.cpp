#include "directory/pages/html.hpp"

namespace wasl::directory::pages::html {

namespace {

// With U+202A to U+202E or U+2066 to U+2069, in UTF-8.
bool ends_by_turning(std::string_view text) {
  if (text.size() < 3) return false;
  const auto last = text.substr(text.size() - 3);
  return (last.starts_with("\xE2\x80") && last[2] >= '\xAA' && last[2] <= '\xAE') ||
         (last.starts_with("\xE2\x81") && last[2] >= '\xA6' && last[2] <= '\xA9');
}

// U+2028 and U+2029.
bool ends_line(std::string_view rest) {
  return rest.size() >= 3 && rest[0] == '\xE2' && rest[1] == '\x80' && (rest[2] == '\xA8' || rest[2] == '\xA9');
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F;
}

std::string start_of(std::string_view name, const Attributes& attributes) {
  std::string out = "<" + std::string(name);
  for (const auto& [key, value] : attributes)
    if (!value.empty()) out.append(" ").append(key).append("=\"").append(escape(value)).append("\"");
  return out + ">";
}

void add_unicode(std::string& to, unsigned code) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  to += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) to += kDigits[code >> shift & 0xF];
}

}  // namespace

std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  for (const char c : text) {
    if (is_control(c)) continue;
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
        if (ends_by_turning(out)) out.resize(out.size() - 3);
    }
  }
  return out;
}

std::string json(std::string_view text) {
  std::string out = "\"";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (ends_line(text.substr(i))) {
      add_unicode(out, 0x2000U + (static_cast<unsigned char>(text[i + 2]) & 0x3FU));
      i += 2;
    } else if (static_cast<unsigned char>(c) < 0x20 || std::string_view("<>&\x7F").find(c) != std::string_view::npos) {
      add_unicode(out, static_cast<unsigned char>(c));
    } else {
      if (c == '"' || c == '\\') out += '\\';
      out += c;
    }
  }
  return out + "\"";
}

std::string element(std::string_view name, const Attributes& attributes, std::string_view content) {
  return start_of(name, attributes).append(content).append("</").append(name).append(">");
}

std::string lone(std::string_view name, const Attributes& attributes) { return start_of(name, attributes) + "\n"; }

std::string bdi(std::string_view text) { return element("bdi", {}, escape(text)); }

}  // namespace wasl::directory::pages::html
