// The built web client, held in memory with its compressed forms.
#pragma once
#include <string>
#include <string_view>
#include <unordered_map>

namespace wasl::gateway {

struct StaticFile {
  std::string content_type;
  std::string plain, brotli, gzip;  // empty: no such form
  std::string etag;                 // quoted
  bool immutable = false;           // its name changes with its content
};

class StaticFiles {
 public:
  // A directory that is missing gives an empty set: the API still answers.
  // `image_origin`: from where the page may show images beside its own; empty: from nowhere else.
  static StaticFiles load(const std::string& directory, const std::string& image_origin = {});

  // The file at this path; the application's page for paths that name no file; null when there is neither.
  const StaticFile* find(std::string_view path) const;
  bool empty() const { return files_.empty(); }
  // The policy that the page's own meta element states, so that it can be sent as a header too.
  const std::string& page_policy() const { return page_policy_; }

 private:
  std::unordered_map<std::string, StaticFile> files_;
  std::string page_policy_;
};

}  // namespace wasl::gateway
