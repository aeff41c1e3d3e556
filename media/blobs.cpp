#include "media/blobs.hpp"

#include <sodium.h>

#include <vector>

#include "core/crypto.hpp"
#include "media/descriptor.hpp"

namespace wasl::media {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

void sync(const fs::path& path, int flags) {
  const Descriptor file(path, flags);
  if (::fsync(file.get()) != 0) fail("fsync");
}

class FileReader final : public Blobs::Reader {
 public:
  explicit FileReader(const fs::path& path) : file_(path, O_RDONLY), size_(fs::file_size(path)) {}
  std::uint64_t size() const override { return size_; }
  std::size_t read(std::uint64_t offset, std::span<char> into) override {
    const auto n = ::pread(file_.get(), into.data(), into.size(), static_cast<off_t>(offset));
    if (n < 0) fail("read");
    return static_cast<std::size_t>(n);
  }

 private:
  Descriptor file_;
  std::uint64_t size_;
};

class Directory final : public Blobs {
 public:
  explicit Directory(fs::path root) : root_(std::move(root)) {}

  void put(const std::string& hash, const fs::path& file) override {
    const auto to = path_of(hash);
    fs::create_directories(to.parent_path());
    sync(file, O_RDWR);
    if (std::error_code error; fs::create_hard_link(file, to, error), error && error != std::errc::file_exists)
      throw std::system_error(error, to.string());
    sync(to.parent_path(), O_RDONLY | O_DIRECTORY);
  }
  std::unique_ptr<Reader> open(const std::string& hash) const override {
    return std::make_unique<FileReader>(path_of(hash));
  }
  void remove(const std::string& hash) override { fs::remove(path_of(hash)); }

 private:
  fs::path path_of(const std::string& hash) const {
    const auto name = crypto::hex(hash);
    return root_ / name.substr(0, 2) / name.substr(2);
  }
  fs::path root_;
};

}  // namespace

std::unique_ptr<Blobs> blobs_in(const fs::path& directory) { return std::make_unique<Directory>(directory); }

std::string hash_of(const fs::path& file) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  FileReader reader(file);
  std::vector<char> piece(std::size_t{256} * 1024);
  std::uint64_t at = 0;
  for (std::size_t n = 0; (n = reader.read(at, piece)) > 0; at += n)
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(piece.data()), n);
  std::string hash(crypto_generichash_BYTES, '\0');
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
  return hash;
}

}  // namespace wasl::media
