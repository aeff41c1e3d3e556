#include "load/stamp.hpp"

#include <charconv>
#include <chrono>
#include <stdexcept>

namespace wasl::bench {

namespace {

constexpr char kDigits[] = "0123456789abcdef";

void write_hex(char* to, std::uint64_t value, std::size_t width) {
  for (std::size_t i = width; i-- > 0; value >>= 4) to[i] = kDigits[value & 15];
}

template <class Number>
Number read_hex(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size())
    throw std::runtime_error("a message that this load has not sent");
  return value;
}

}  // namespace

void Stamp::write(std::string& text) const {
  write_hex(text.data(), number, kNumber);
  write_hex(text.data() + kNumber, sent_ns, kSize - kNumber);
}

std::uint32_t Stamp::read_number(std::string_view text) { return read_hex<std::uint32_t>(text.substr(0, kNumber)); }

std::uint64_t Stamp::read_time(std::string_view text) {
  return text.size() < kSize ? read_hex<std::uint64_t>({})
                             : read_hex<std::uint64_t>(text.substr(kNumber, kSize - kNumber));
}

std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
          .count());
}

}  // namespace wasl::bench
