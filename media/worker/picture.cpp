#include "media/worker/picture.hpp"

#include <unistd.h>
#include <vips/vips.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

#include "media/worker/content.hpp"

namespace wasl::media::worker {

namespace {

constexpr std::int64_t kMostPixels = 50'000'000;  // of all frames together
constexpr int kLongestSide = 4096;
constexpr int kSmallSide = 480;

struct Release {
  void operator()(VipsImage* image) const { g_object_unref(image); }
  void operator()(void* bytes) const { g_free(bytes); }
};
using Image = std::unique_ptr<VipsImage, Release>;

struct Bytes {
  std::unique_ptr<void, Release> data;
  std::size_t size = 0;
};

struct Format {
  const char* type;
  const char* loader;  // the class that alone may read
  const char* saved_as;
};
constexpr std::array<Format, 4> kFormats{{{"image/jpeg", "VipsForeignLoadJpeg", "image/jpeg"},
                                          {"image/png", "VipsForeignLoadPng", "image/png"},
                                          {"image/webp", "VipsForeignLoadWebp", "image/webp"},
                                          {"image/gif", "VipsForeignLoadNsgif", "image/webp"}}};

const Format* format_of(const std::string& type) {
  const auto* it = std::ranges::find_if(kFormats, [&](const Format& f) { return type == f.type; });
  return it == kFormats.end() ? nullptr : it;
}

void require(bool well) {
  if (!well) throw Unreadable("unreadable");
}

// The pixels are in sRGB by now: saying so would only cost bytes.
Image without_profile(Image image) {
  VipsImage* bare = nullptr;
  require(vips_copy(image.get(), &bare, nullptr) == 0);
  vips_image_remove(bare, VIPS_META_ICC_NAME);
  return Image(bare);
}

Image thumbnail(const std::string& content, int side, bool every_frame) {
  VipsImage* out = nullptr;
  const char* options = every_frame ? "n=-1" : "";
  require(vips_thumbnail_buffer(const_cast<char*>(content.data()), content.size(), &out, side, "height", side, "size",
                                VIPS_SIZE_DOWN, "export_profile", "srgb", "option_string", options, nullptr) == 0);
  return without_profile(Image(out));
}

Bytes encode(VipsImage* image, const std::string& type) {
  void* data = nullptr;
  std::size_t size = 0;
  int failed = 0;
  if (type == "image/jpeg")
    failed = vips_jpegsave_buffer(image, &data, &size, "Q", 86, "strip", TRUE, "optimize_coding", TRUE, nullptr);
  else if (type == "image/png")
    failed = vips_pngsave_buffer(image, &data, &size, "strip", TRUE, nullptr);
  else
    failed = vips_webpsave_buffer(image, &data, &size, "Q", 80, "strip", TRUE, "effort", 3, nullptr);
  require(failed == 0);
  return {std::unique_ptr<void, Release>(data), size};
}

void write_all(int descriptor, const Bytes& bytes) {
  const auto* at = static_cast<const char*>(bytes.data.get());
  for (std::size_t left = bytes.size; left > 0;) {
    const auto n = ::write(descriptor, at, left);
    if (n <= 0) throw Unreadable("too_large_picture");
    at += n;
    left -= static_cast<std::size_t>(n);
  }
}

struct Size {
  int width, height, frames;
};

// As the head of the file says; nothing has been decoded yet.
Size size_of(const std::string& content) {
  Image image(
      vips_image_new_from_buffer(content.data(), content.size(), "", "access", VIPS_ACCESS_SEQUENTIAL, nullptr));
  require(image != nullptr);
  return {vips_image_get_width(image.get()), vips_image_get_height(image.get()),
          std::max(1, vips_image_get_n_pages(image.get()))};
}

}  // namespace

void start_pictures() {
  if (VIPS_INIT("wasl-media") != 0) throw std::runtime_error("libvips does not start");
  vips_concurrency_set(1);
  vips_cache_set_max(0);
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeignLoad", TRUE);
}

bool is_picture(const std::string& type) { return format_of(type) != nullptr; }

Made clean_picture(const std::string& content, const std::string& type, int full, int small) {
  const auto& format = *format_of(type);
  vips_operation_block_set(format.loader, FALSE);
  const auto size = size_of(content);
  if (std::int64_t{size.width} * size.height * size.frames > kMostPixels) throw Unreadable("too_large_picture");
  const auto picture = thumbnail(content, kLongestSide, size.frames > 1);
  const std::string saved_as = size.frames > 1 ? "image/webp" : format.saved_as;
  write_all(full, encode(picture.get(), saved_as));
  write_all(small, encode(thumbnail(content, kSmallSide, false).get(), "image/webp"));
  return {vips_image_get_width(picture.get()), vips_image_get_page_height(picture.get()), saved_as, "image/webp"};
}

}  // namespace wasl::media::worker
