#include "integration/media/upload.hpp"

#include "core/crypto.hpp"

namespace wasl::test {

std::string to_base64(const std::string& bytes) {
  auto out = crypto::base64(bytes);
  while (out.size() % 4 != 0) out.push_back('=');
  return out;
}

std::string telling_photo() {
  const auto photo = picture_file("photo.jpg");
  const std::string place("SECRET-PLACE 36.8N 10.18E\0", 26);
  std::string exif("Exif\0\0II*\0\x08\0\0\0\x02\0", 16);
  exif += std::string("\x0E\x01\x02\0\x1A\0\0\0\x26\0\0\0", 12);  // its description
  exif += std::string("\x12\x01\x03\0\x01\0\0\0\x06\0\0\0", 12);  // its orientation: turned by 90 degrees
  exif += std::string("\0\0\0\0", 4) + place;
  const auto size = exif.size() + 2;
  return photo.substr(0, 2) + "\xFF\xE1" + static_cast<char>(size >> 8) + static_cast<char>(size & 255) + exif +
         photo.substr(2);
}

HttpResponse Uploader::ask(const std::string& method, const std::string& target, Headers headers,
                           const std::string& body) const {
  if (!token_.empty()) headers.emplace("Authorization", "Bearer " + token_);
  headers.emplace("Tus-Resumable", "1.0.0");
  return http(port_, {method, target, headers, body});
}

HttpResponse Uploader::create(std::uint64_t length, const std::string& name, const std::string& more_metadata) const {
  return ask(
      "POST", "/media/uploads",
      {{"Upload-Length", std::to_string(length)}, {"Upload-Metadata", "filename " + to_base64(name) + more_metadata}});
}

HttpResponse Uploader::patch(const std::string& where, std::uint64_t offset, const std::string& bytes) const {
  return ask("PATCH", where,
             {{"Upload-Offset", std::to_string(offset)}, {"Content-Type", "application/offset+octet-stream"}}, bytes);
}

std::int64_t Uploader::upload(const std::string& content, const std::string& name,
                              const std::string& more_metadata) const {
  const auto where = create(content.size(), name, more_metadata).header("location");
  if (where.empty() || patch(where, 0, content).status != 204) return 0;
  return std::stoll(where.substr(where.rfind('/') + 1));
}

}  // namespace wasl::test
