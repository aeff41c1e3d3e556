#include "integration/media/pictures.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace wasl::test {

namespace {

std::string big_endian(std::uint32_t n) {
  return {static_cast<char>(n >> 24), static_cast<char>(n >> 16), static_cast<char>(n >> 8), static_cast<char>(n)};
}

std::string chunk(const std::string& name, const std::string& content) {
  const auto named = name + content;
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(named.data()), static_cast<uInt>(named.size()));
  return big_endian(static_cast<std::uint32_t>(content.size())) + named + big_endian(static_cast<std::uint32_t>(sum));
}

std::string packed_zeros(std::uint64_t count) {
  z_stream stream{};
  if (deflateInit(&stream, 9) != Z_OK) throw std::runtime_error("deflateInit");
  std::array<Bytef, 65536> zeros{}, out{};
  std::string packed;
  for (bool more = true; more;) {
    const auto n = std::min<std::uint64_t>(count, zeros.size());
    count -= n;
    stream.next_in = zeros.data();
    stream.avail_in = static_cast<uInt>(n);
    do {
      stream.next_out = out.data();
      stream.avail_out = out.size();
      more = deflate(&stream, count > 0 ? Z_NO_FLUSH : Z_FINISH) != Z_STREAM_END;
      packed.append(reinterpret_cast<const char*>(out.data()), out.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return packed;
}

// Of one pass; each row begins with a byte that says how it is filtered.
std::uint64_t bytes_of(std::uint64_t width, std::uint64_t height, int bits) {
  return width == 0 ? 0 : height * (1 + (width * static_cast<std::uint64_t>(bits) + 7) / 8);
}

std::uint64_t raw_bytes(const PngShape& s) {
  const int bits = s.depth * (s.colour == 6 ? 4 : s.colour == 2 ? 3 : 1);
  if (!s.interlaced) return bytes_of(s.width, s.height, bits);
  constexpr std::array<std::array<std::uint32_t, 4>, 7> kPasses{
      {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}}};
  std::uint64_t sum = 0;
  for (const auto& [x, y, dx, dy] : kPasses)
    sum += bytes_of((s.width - x + dx - 1) / dx, (s.height - y + dy - 1) / dy, bits);
  return sum;
}

}  // namespace

std::string black_png(const PngShape& s) {
  const std::string head = big_endian(s.width) + big_endian(s.height) + static_cast<char>(s.depth) +
                           static_cast<char>(s.colour) + '\0' + '\0' + static_cast<char>(s.interlaced);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", head) + chunk("IDAT", packed_zeros(raw_bytes(s))) + chunk("IEND", "");
}

std::string promising(std::string jpeg, unsigned width, unsigned height) {
  const auto at = jpeg.find("\xFF\xC0");
  if (at == std::string::npos) throw std::invalid_argument("not a baseline JPEG");
  const char size[] = {static_cast<char>(height >> 8), static_cast<char>(height), static_cast<char>(width >> 8),
                       static_cast<char>(width)};
  return jpeg.replace(at + 5, 4, size, 4);
}

}  // namespace wasl::test
