// Files as a client sends and gets them.
#pragma once
#include "support/process.hpp"
#include "support/town.hpp"
#include "wasl/media/v1/media.pb.h"

namespace wasl::test {

namespace med = ::wasl::media::v1;

using Headers = std::map<std::string, std::string>;

std::string to_base64(const std::string& bytes);
inline std::string picture_file(const std::string& name) {
  return read_file(std::string(WASL_SOURCE_DIR) + "/tests/integration/media/files/" + name);
}
// A photograph that tells where it was taken, lying on its side.
std::string telling_photo();

class Uploader {
 public:
  Uploader(unsigned short port, std::string token) : port_(port), token_(std::move(token)) {}

  HttpResponse ask(const std::string& method, const std::string& target, Headers headers = {},
                   const std::string& body = {}) const;
  HttpResponse create(std::uint64_t length, const std::string& name = "file.bin",
                      const std::string& more_metadata = {}) const;
  HttpResponse patch(const std::string& where, std::uint64_t offset, const std::string& bytes) const;
  // The whole of it; 0: refused.
  std::int64_t upload(const std::string& content, const std::string& name = "file.bin",
                      const std::string& more_metadata = {}) const;
  HttpResponse get(std::int64_t id, const Headers& headers = {}) const {
    return ask("GET", "/media/files/" + std::to_string(id), headers);
  }
  HttpResponse get_small(std::int64_t id) const { return ask("GET", "/media/files/" + std::to_string(id) + "/small"); }

 private:
  unsigned short port_;
  std::string token_;
};

}  // namespace wasl::test
