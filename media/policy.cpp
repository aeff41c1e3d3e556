#include "media/policy.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::media::policy {

namespace {

constexpr std::size_t kLongestMetadata = 4096, kLongestName = 120, kMostLevels = 64;
constexpr std::uint64_t kLongestVoice = 60 * 60 * 1000;

Refused malformed() {
  return invalid("upload_metadata", "media.metadata",
                 "Upload-Metadata must be pairs of a key and base64, comma separated.");
}

std::string from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  std::size_t length = 0;
  const char* end = nullptr;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                                       text.size(), nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0 || end != text.data() + text.size()) throw malformed();
  out.resize(length);
  return out;
}

std::map<std::string, std::string> pairs_of(std::string_view metadata) {
  std::map<std::string, std::string> out;
  while (!metadata.empty()) {
    auto one = metadata.substr(0, metadata.find(','));
    metadata.remove_prefix(std::min(metadata.size(), one.size() + 1));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one.empty()) continue;
    const auto space = one.find(' ');
    out[std::string(one.substr(0, space))] = space == std::string_view::npos ? "" : from_base64(one.substr(space + 1));
  }
  return out;
}

bool is_one_of(std::string_view type, std::initializer_list<std::string_view> types) {
  return std::ranges::find(types, type) != types.end();
}

std::string percent(std::string_view text) {
  static constexpr std::string_view kDigits = "0123456789ABCDEF", kPlain = "!#$&+-.^_`|~";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte < 128 && std::isalnum(byte)) || kPlain.find(c) != std::string_view::npos;
    if (plain)
      out.push_back(c);
    else
      out.append({'%', kDigits[byte >> 4], kDigits[byte & 15]});
  }
  return out;
}

}  // namespace

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Description describe(std::string_view upload_metadata) {
  if (upload_metadata.size() > kLongestMetadata) throw malformed();
  auto pairs = pairs_of(upload_metadata);
  Description out;
  out.name = file_name(pairs["filename"]);
  out.voice = pairs.contains("voice");
  if (!out.voice) return out;
  out.duration_ms = static_cast<std::uint32_t>(std::min(number(pairs["duration"]).value_or(0), kLongestVoice));
  out.waveform = pairs["waveform"].substr(0, kMostLevels);
  return out;
}

std::string file_name(std::string_view given) {
  auto name = text::clean_line(given.substr(given.find_last_of("/\\") + 1));
  while (text::length(name) > kLongestName) name = text::head(name, name.size() - 1);
  return name.empty() || name == "." || name == ".." ? "file" : name;
}

std::string served_type(const std::string& found, bool voice) {
  if (voice && found == "video/webm") return "audio/webm";
  if (voice && found == "video/mp4") return "audio/mp4";
  if (found == "application/ogg") return "audio/ogg";
  if (found == "audio/x-wav") return "audio/wav";
  if (found == "audio/x-m4a") return "audio/mp4";
  // What a browser might run is nothing but bytes.
  const bool runs = is_one_of(found, {"text/html", "application/xhtml+xml", "application/javascript", "text/javascript",
                                      "text/xml"}) ||
                    found.ends_with("xml");
  return runs || found.empty() ? "application/octet-stream" : found;
}

bool shown_in_place(std::string_view type) {
  return is_one_of(type, {"image/jpeg", "image/png", "image/webp", "audio/webm", "audio/ogg", "audio/mpeg", "audio/mp4",
                          "audio/wav"});
}

std::string disposition(std::string_view type, const std::string& name) {
  std::string ascii;
  for (const char c : name) ascii.push_back(c < ' ' || c > '~' || c == '"' || c == '\\' || c == '%' ? '_' : c);
  return std::string(shown_in_place(type) ? "inline" : "attachment") + "; filename=\"" + ascii +
         "\"; filename*=UTF-8''" + percent(name);
}

Asked range(std::string_view header, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!header.starts_with(kUnit) || header.find(',') != std::string_view::npos) return {};
  header.remove_prefix(kUnit.size());
  const auto dash = header.find('-');
  if (dash == std::string_view::npos) return {};
  const auto first = number(header.substr(0, dash)), last = number(header.substr(dash + 1));
  if (dash == 0) {  // the last bytes
    if (!last) return {};
    if (*last == 0 || size == 0) return {false, std::nullopt};
    return {false, Range{size - std::min(*last, size), size - 1}};
  }
  const bool open = dash + 1 == header.size();
  if (!first || (!last && !open) || (last && *last < *first)) return {};
  if (*first >= size) return {false, std::nullopt};
  return {false, Range{*first, last ? std::min(*last, size - 1) : size - 1}};
}

}  // namespace wasl::media::policy
