// A ZIP archive that is written once (libzip).
#pragma once
#include <filesystem>
#include <functional>
#include <string>

struct zip;

namespace wasl::mydata {

class Archive {
 public:
  // Throws std::runtime_error, as all of these do.
  explicit Archive(const std::filesystem::path& file);
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive();

  // `from` is read when the archive is closed: it must be there until then.
  void add(const std::string& name, const std::filesystem::path& from, bool compress);
  // `progress` hears shares from 0 to 1 while files are compressed, and may throw to give up: then that is thrown.
  void close(const std::function<void(double)>& progress);

 private:
  zip* zip_;
};

}  // namespace wasl::mydata
