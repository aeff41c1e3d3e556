#include "media/worker/content.hpp"

#include <magic.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

namespace wasl::media::worker {

namespace {
constexpr std::size_t kEnoughToKnow = std::size_t{1} << 20;
}

std::string read_all(int descriptor) {
  struct stat info{};
  if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode))
    throw std::runtime_error("standard input must be a file");
  std::string out(static_cast<std::size_t>(info.st_size), '\0');
  std::size_t have = 0;
  while (have < out.size()) {
    const auto n = ::pread(descriptor, out.data() + have, out.size() - have, static_cast<off_t>(have));
    if (n <= 0) throw std::runtime_error("the file cannot be read");
    have += static_cast<std::size_t>(n);
  }
  return out;
}

Recogniser::Recogniser() : magic_(magic_open(MAGIC_MIME_TYPE | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF)) {
  if (!magic_ || magic_load(magic_, nullptr) != 0)
    throw std::runtime_error("the database of file types cannot be read");
}

Recogniser::~Recogniser() { magic_close(magic_); }

std::string Recogniser::type_of(const std::string& content) const {
  const char* type = magic_buffer(magic_, content.data(), std::min(content.size(), kEnoughToKnow));
  return type && *type ? type : "application/octet-stream";
}

}  // namespace wasl::media::worker
