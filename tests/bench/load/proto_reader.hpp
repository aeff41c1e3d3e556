// Protobuf read in place: what a load looks at of each delivery must cost less than what the server spends on it.
#pragma once
#include <cstdint>
#include <string_view>

namespace wasl::bench {

class ProtoReader {
 public:
  explicit ProtoReader(std::string_view bytes) : at_(bytes.data()), end_(at_ + bytes.size()) {}
  // Goes to the next field; 0 at the end.
  std::uint64_t next() {
    if (at_ >= end_) return 0;
    tag_ = varint();
    return tag_ >> 3;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; at_ < end_; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at_++);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) break;
    }
    return value;
  }
  std::string_view bytes() {
    const auto size = varint();
    const std::string_view out(at_, size);
    at_ += size;
    return out;
  }
  void skip() {
    switch (tag_ & 7) {
      case 0:
        varint();
        break;
      case 1:
        at_ += 8;
        break;
      case 2:
        bytes();
        break;
      default:
        at_ += 4;
    }
  }

 private:
  const char* at_;
  const char* end_;
  std::uint64_t tag_ = 0;
};

}  // namespace wasl::bench
