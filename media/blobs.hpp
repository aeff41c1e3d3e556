// Stored bytes, named by their content. A directory here; an object store may fill the same place.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>

namespace wasl::media {

// All of these block: never on an event loop. Thread-safe.
class Blobs {
 public:
  class Reader {
   public:
    virtual ~Reader() = default;
    virtual std::uint64_t size() const = 0;
    // At most into.size() bytes from there on; 0: there is nothing.
    virtual std::size_t read(std::uint64_t offset, std::span<char> into) = 0;
  };

  virtual ~Blobs() = default;
  // The bytes are there for good when this returns, as they may have been before; the file itself may go or stay.
  virtual void put(const std::string& hash, const std::filesystem::path& file) = 0;
  // Throws std::runtime_error when it is not there.
  virtual std::unique_ptr<Reader> open(const std::string& hash) const = 0;
  // Missing already: well.
  virtual void remove(const std::string& hash) = 0;
};

// Below `directory`, on the same file system as what is put; several nodes may share it.
std::unique_ptr<Blobs> blobs_in(const std::filesystem::path& directory);

// BLAKE2b-256 of a file's content, 32 raw bytes.
std::string hash_of(const std::filesystem::path& file);

}  // namespace wasl::media
