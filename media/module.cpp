#include "media/module.hpp"

#include <fstream>
#include <stdexcept>
#include <vector>

#include "core/error.hpp"
#include "gateway/headers.hpp"
#include "media/downloads.hpp"
#include "media/handlers.hpp"
#include "router/service.hpp"

namespace wasl::media {

namespace fs = std::filesystem;

namespace {

fs::path below(const std::string& directory, const char* name) {
  return directory.empty() ? fs::path() : fs::path(directory) / name;
}

constexpr std::string_view kUploads = "/media/uploads", kFiles = "/media/files";

asio::awaitable<void> serve(Uploads& uploads, Downloads& downloads, gateway::Exchange& exchange) {
  const auto path = gateway::path_of(exchange.head());
  if (path.starts_with(kUploads)) return uploads.serve(exchange, path.substr(kUploads.size()));
  if (path.starts_with(kFiles)) return downloads.serve(exchange, path.substr(kFiles.size()));
  throw not_found("file");
}

}  // namespace

struct Module::Inner {
  explicit Inner(const Parts& parts)
      : db(parts.db),
        workshop(below(parts.directory, "workshop")),
        limits{parts.largest, parts.organisation_quota, parts.person_quota},
        blobs(blobs_in(below(parts.directory, "blobs"))),
        uploads(parts.db, *blobs, disk, below(parts.directory, "uploads"), limits),
        downloads(parts.db, parts.streams, *blobs, disk),
        handlers(std::make_shared<Handlers>(parts.db, limits)) {}

  // The bytes of files whose rows are gone.
  void remove(const store::Collected& gone) {
    for (const auto id : gone.files) uploads.remove_parts(id);
    uploads.drop(gone.blobs);
  }

  storage::Db& db;
  fs::path workshop;
  Limits limits;
  Workers disk{4, 1024};
  std::unique_ptr<Blobs> blobs;
  Uploads uploads;
  Downloads downloads;
  std::shared_ptr<Handlers> handlers;
};

Module::Module(Parts parts) : inner_(std::make_unique<Inner>(parts)) {}
Module::~Module() = default;

void Module::bind(router::Registry& registry) {
  router::Service service(registry, "wasl.media.v1.MediaService", inner_->handlers);
  service.bind("GetUpload", &Handlers::get_upload);
  service.bind("GetUsage", &Handlers::get_usage);
}

gateway::Door Module::door() {
  return {"/media/",
          [this](gateway::Exchange& exchange) { return serve(inner_->uploads, inner_->downloads, exchange); },
          [](std::string_view path) { return path.starts_with(kFiles); }};
}

std::string Module::workshop() const { return inner_->workshop.string(); }

std::int64_t Module::give(PersonId owner, const std::string& name, const std::string& type, const std::string& path) {
  const store::Stored blob{hash_of(path), fs::file_size(path)};
  return inner_->db.transact_now([&](storage::Tx& tx) {
    store::keep(tx, blob);
    inner_->blobs->put(blob.hash, path);
    return store::give(tx, owner, name, type, blob);
  });
}

bool Module::copy(std::int64_t file, const std::string& to) {
  constexpr std::size_t kAtOnce = 256 * 1024;
  const auto found = inner_->db.transact_now([&](storage::Tx& tx) { return store::find(tx, file); });
  if (!found || found->blob.empty()) return false;
  const auto reader = inner_->blobs->open(found->blob);
  std::ofstream out(to, std::ios::binary);
  std::vector<char> buffer(kAtOnce);
  for (std::uint64_t at = 0;;) {
    const auto n = reader->read(at, buffer);
    if (n == 0) break;
    out.write(buffer.data(), static_cast<std::streamsize>(n));
    at += n;
  }
  out.close();
  if (!out) throw std::runtime_error("a file cannot be copied to " + to);
  return true;
}

void Module::forget_person(PersonId person) {
  const auto gone = inner_->db.transact_now([person](storage::Tx& tx) { return store::forget_unused(tx, person); });
  inner_->remove(gone);
}

std::size_t Module::collect() {
  constexpr int kAtOnce = 200;
  std::size_t files = 0;
  for (;;) {
    const auto gone = inner_->db.transact_now([](storage::Tx& tx) { return store::collect(tx, kAtOnce); });
    inner_->remove(gone);
    files += gone.files.size();
    if (gone.files.size() < kAtOnce) return files;
  }
}

}  // namespace wasl::media
