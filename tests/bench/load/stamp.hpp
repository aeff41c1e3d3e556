// What the text of each message begins with: its number in this load, and when it was sent.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace wasl::bench {

struct Stamp {
  std::uint32_t number;
  std::uint64_t sent_ns;

  static constexpr std::size_t kNumber = 8, kSize = kNumber + 16;

  // Over the first kSize bytes of the text.
  void write(std::string& text) const;
  // Throws std::runtime_error when there is none.
  static std::uint32_t read_number(std::string_view text);
  static std::uint64_t read_time(std::string_view text);
};

std::uint64_t now_ns();  // monotonic

}  // namespace wasl::bench
