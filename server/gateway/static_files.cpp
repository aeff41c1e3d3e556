#include "gateway/static_files.hpp"

#include <spdlog/spdlog.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>

#include "core/crypto.hpp"

namespace wasl::gateway {

namespace fs = std::filesystem;

namespace {

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return std::move(out).str();
}

std::string content_type(const fs::path& path) {
  static const std::map<std::string, std::string> kTypes{
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}, {".css", "text/css; charset=utf-8"},
      {".svg", "image/svg+xml"},             {".json", "application/json"},             {".webmanifest", "application/manifest+json"},
      {".woff2", "font/woff2"},              {".png", "image/png"},                     {".ico", "image/x-icon"},
      {".txt", "text/plain; charset=utf-8"}, {".wasm", "application/wasm"}};
  const auto it = kTypes.find(path.extension().string());
  return it == kTypes.end() ? "application/octet-stream" : it->second;
}

std::string etag_of(const std::string& content) { return '"' + crypto::hex(crypto::hash(content)).substr(0, 20) + '"'; }

std::string page_policy_of(const std::string& html) {
  const std::string_view start = "http-equiv=\"content-security-policy\" content=\"";
  const auto at = html.find(start);
  if (at == std::string::npos) return {};
  const auto from = at + start.size();
  return html.substr(from, html.find('"', from) - from);
}

constexpr std::string_view kPage = "/200.html";

// The page states its policy itself, and browsers hold to the strictest of all that they are told.
void allow_images(StaticFile& page, const std::string& origin) {
  const std::string start = "img-src ";
  const auto at = page.plain.find(start);
  if (at == std::string::npos) throw std::runtime_error("the web client's page has no policy for images to extend");
  page.plain.insert(at + start.size(), origin + " ");
  page.brotli.clear();
  page.gzip.clear();
  page.etag = etag_of(page.plain);
}

}  // namespace

StaticFiles StaticFiles::load(const std::string& directory, const std::string& image_origin) {
  StaticFiles out;
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(directory, error)) {
    if (!entry.is_regular_file()) continue;
    const auto& path = entry.path();
    if (path.extension() == ".br" || path.extension() == ".gz") continue;
    StaticFile file;
    file.content_type = content_type(path);
    file.plain = read(path);
    if (fs::exists(path.string() + ".br")) file.brotli = read(path.string() + ".br");
    if (fs::exists(path.string() + ".gz")) file.gzip = read(path.string() + ".gz");
    file.etag = etag_of(file.plain);
    const auto name = "/" + fs::relative(path, directory).generic_string();
    file.immutable = name.starts_with("/_app/immutable/");
    out.files_.emplace(name, std::move(file));
  }
  if (error || out.files_.empty()) spdlog::warn("no web client in '{}': only the API is served", directory);
  if (const auto page = out.files_.find(std::string(kPage)); page != out.files_.end()) {
    if (!image_origin.empty()) allow_images(page->second, image_origin);
    out.page_policy_ = page_policy_of(page->second.plain);
  }
  return out;
}

const StaticFile* StaticFiles::find(std::string_view path) const {
  const auto get = [&](std::string_view name) {
    const auto it = files_.find(std::string(name));
    return it == files_.end() ? nullptr : &it->second;
  };
  if (const auto* file = get(path)) return file;
  const bool names_a_file = path.substr(path.rfind('/') + 1).find('.') != std::string_view::npos;
  return names_a_file || path.starts_with("/_app/") ? nullptr : get(kPage);
}

}  // namespace wasl::gateway
