#include "directory/imports/policy.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/imports/fields.hpp"

namespace wasl::directory::imports::policy {

namespace {

constexpr std::array<std::string_view, 5> kEncodings{"", "utf-8", "utf-16", "windows-1256", "windows-1252"};

// Read, and not made into organisations yet.
bool is_ready(const v1::ImportJob& job) {
  return job.state() == v1::IMPORT_READY || (job.state() == v1::IMPORT_DONE && job.dry_run());
}

void require_ready(const v1::ImportJob& job) {
  require(is_ready(job),
          {Code::kFailedPrecondition, "imports.not_ready", "It is not read yet, it runs, or it has been run."});
}

}  // namespace

void is_verifier(const router::Viewer& viewer) {
  require(viewer.is(router::kVerifier),
          {Code::kPermissionDenied, "verification.verifiers_only", "This is for verifiers."});
}

void file_fits(const v1::BeginImportRequest& request) {
  text::require_length(text::clean_line(request.name()), "name", 1, 200);
  require(request.size() > 0 && request.size() <= static_cast<std::int64_t>(kMostBytes),
          invalid("size", "imports.too_large", "A file has at most 64 MiB: part it."));
  require(std::ranges::find(kEncodings, request.encoding()) != kEncodings.end(),
          invalid("encoding", "imports.bad_encoding", "There is no such encoding here."));
}

void few_enough(int open) {
  require(open <= kMostOpen,
          {Code::kFailedPrecondition, "imports.open", "Five imports are under way already. Cancel one, or wait."});
}

bool is_next(const v1::ImportJob& job, const v1::UploadImportPartRequest& part) {
  require(part.data().size() <= kLargestPart,
          invalid("data", "imports.too_large", "A part has at most 180,000 bytes."));
  if (part.at() >= 0 && part.at() < job.received()) return false;
  require(job.state() == v1::IMPORT_UPLOADING,
          {Code::kFailedPrecondition, "imports.not_uploading", "The file is complete."});
  const auto size = static_cast<std::int64_t>(part.data().size());
  require(part.at() == job.received() && size > 0 && size <= job.size() - job.received(),
          invalid("at", "imports.bad_part", "This is not the next part of the file."));
  return true;
}

void may_map(const v1::ImportJob& job) { require_ready(job); }

void fields_fit(const v1::ImportJob& job, const v1::MapImportRequest& request) {
  std::set<std::string> taken;
  for (const auto& field : request.fields())
    require(is_field(field) && (field.empty() || taken.insert(field).second),
            invalid("fields", "imports.bad_fields", "There is no such field, or it is there twice."));
  require(request.fields_size() == job.header_size(),
          invalid("fields", "imports.bad_fields", "Name a field for each column, or none."));
}

void may_run(const v1::ImportJob& job) {
  require_ready(job);
  const auto named = std::ranges::any_of(job.fields(), [](const auto& field) { return field.starts_with("name."); });
  require(named, {Code::kFailedPrecondition, "imports.no_name", "Say first which column has the names."});
}

}  // namespace wasl::directory::imports::policy
