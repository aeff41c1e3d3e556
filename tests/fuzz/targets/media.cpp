// What an uploader says of a file, what a reader asks of it, and what the worker reports. The first byte says which.
#include "core/error.hpp"
#include "core/text.hpp"
#include "media/inspection.hpp"
#include "media/policy.hpp"
#include "target.hpp"

namespace wasl::fuzz {
namespace {

void describe(std::string_view metadata) {
  const auto about = media::policy::describe(metadata);
  check(!about.name.empty() && text::length(about.name) <= 120, "a name has a length that can be shown");
  check(about.name.find_first_of("/\\\r\n\0", 0, 5) == std::string::npos, "a name is one line and no path");
  check(about.name != "." && about.name != "..", "a name is no directory");
  check(about.waveform.size() <= 64 && about.duration_ms <= 3'600'000, "a voice note has its limits");
  const auto header = media::policy::disposition("text/html", about.name);
  check(header.starts_with("attachment; filename=\""), "what might run is downloaded");
  for (const char c : header) check(c >= ' ' && c <= '~', "a header is one line of ASCII");
}

void ask(Input& in) {
  const std::uint64_t size = 1 + in.byte();
  const auto asked = media::policy::range(in.rest(), size);
  if (asked.whole || !asked.range) return;
  check(asked.range->first <= asked.range->last && asked.range->last < size, "a range lies within the file");
}

void report(std::string_view said) {
  const auto seen = media::inspection_of(std::string(said));
  check(seen.type.find_first_of("\r\n \";,") == std::string::npos, "a type can stand in a header");
  if (seen.picture_type.empty() || !seen.refused.empty()) return;
  check(media::policy::shown_in_place(seen.picture_type) && seen.small_type == "image/webp",
        "a picture is one of ours");
  check(seen.width > 0 && seen.height > 0, "a picture has a size");
}

FUZZ_TARGET(media, bytes) {
  Input in(bytes);
  try {
    switch (in.byte() % 3) {
      case 0:
        return describe(in.rest());
      case 1:
        return ask(in);
      default:
        return report(in.rest());
    }
  } catch (const Refused&) {
  }
}

}  // namespace
}  // namespace wasl::fuzz
