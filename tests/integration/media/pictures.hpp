// Pictures that no camera makes.
#pragma once
#include <cstdint>
#include <string>

namespace wasl::test {

// All black, as small as it gets: its pixels are many times its bytes.
struct PngShape {
  std::uint32_t width, height;
  int depth = 8;   // bits of a channel
  int colour = 2;  // 0 grey, 2 RGB, 6 RGBA
  bool interlaced = false;
};
std::string black_png(const PngShape& shape);

// A JPEG whose head promises another size than it has.
std::string promising(std::string jpeg, unsigned width, unsigned height);

}  // namespace wasl::test
