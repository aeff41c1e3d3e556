#include "mydata/archive.hpp"

#include <zip.h>

#include <stdexcept>
#include <utility>

namespace wasl::mydata {

namespace {
[[noreturn]] void fail(zip_t* archive, const std::string& what) {
  throw std::runtime_error("an archive cannot be written: " + what + ": " + zip_strerror(archive));
}
}  // namespace

Archive::Archive(const std::filesystem::path& file) : zip_(zip_open(file.c_str(), ZIP_CREATE | ZIP_TRUNCATE, nullptr)) {
  if (!zip_) throw std::runtime_error("an archive cannot be opened: " + file.string());
}

Archive::~Archive() {
  if (zip_) zip_discard(zip_);
}

void Archive::add(const std::string& name, const std::filesystem::path& from, bool compress) {
  auto* source = zip_source_file(zip_, from.c_str(), 0, -1);
  if (!source) fail(zip_, name);
  const auto index = zip_file_add(zip_, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    fail(zip_, name);
  }
  if (zip_set_file_compression(zip_, static_cast<zip_uint64_t>(index), compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0) !=
      0)
    fail(zip_, name);
}

void Archive::close() {
  if (zip_close(zip_) != 0) fail(zip_, "close");
  zip_ = nullptr;
}

}  // namespace wasl::mydata
