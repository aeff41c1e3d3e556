// What requests say, and how answers are dressed. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wasl/common.pb.h"

namespace wasl::media::policy {

inline constexpr std::size_t kMostFiles = 10;  // beside one message

// What an uploader says about a file (tus: Upload-Metadata).
struct Description {
  std::string name;
  bool voice = false;
  std::uint32_t duration_ms = 0;
  std::string waveform;
};

// Throws invalid_argument when it is no list of "key base64" pairs.
Description describe(std::string_view upload_metadata);

// One line without separators of paths, at most 120 characters; never empty.
std::string file_name(std::string_view given);

// Of the stored bytes; sound in a container that also holds moving pictures is sound when it was recorded as such.
std::string served_type(const std::string& found, bool voice);
// Whether a browser may show it where it stands.
bool shown_in_place(std::string_view type);
// "attachment; filename=..." (RFC 6266).
std::string disposition(std::string_view type, const std::string& name);

struct Range {
  std::uint64_t first, last;  // both included
};
struct Asked {
  bool whole = true;
  std::optional<Range> range;  // absent, and not whole: nothing of what is asked is there
};
// Of a file of `size` bytes. What is malformed, and more than one range, asks for the whole (RFC 9110 section 14.2).
Asked range(std::string_view header, std::uint64_t size);

// Digits, nothing else; nothing when it is none.
std::optional<std::uint64_t> number(std::string_view text);

}  // namespace wasl::media::policy
