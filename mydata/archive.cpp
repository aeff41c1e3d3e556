#include "mydata/archive.hpp"

#include <zip.h>

#include <exception>
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

namespace {

// libzip is C: what is thrown waits until it has returned.
struct Listener {
  const std::function<void(double)>& progress;
  std::exception_ptr gave_up{};

  static void hear(zip_t*, double share, void* listener) {
    auto& self = *static_cast<Listener*>(listener);
    if (self.gave_up) return;
    try {
      self.progress(share);
    } catch (...) {
      self.gave_up = std::current_exception();
    }
  }
  static int asks_to_end(zip_t*, void* listener) { return static_cast<Listener*>(listener)->gave_up ? 1 : 0; }
};

}  // namespace

void Archive::close(const std::function<void(double)>& progress) {
  constexpr double kPrecision = 0.001;
  Listener listener{progress};
  zip_register_progress_callback_with_state(zip_, kPrecision, Listener::hear, nullptr, &listener);
  zip_register_cancel_callback_with_state(zip_, Listener::asks_to_end, nullptr, &listener);
  const bool closed = zip_close(zip_) == 0;
  if (closed) zip_ = nullptr;
  if (listener.gave_up) std::rethrow_exception(listener.gave_up);
  if (!closed) fail(zip_, "close");
}

}  // namespace wasl::mydata
