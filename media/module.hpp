// The public face of media, for the composition root.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "gateway/exchange.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "storage/migrations.hpp"
#include "streams/streams.hpp"

namespace wasl::media {

struct Parts {
  storage::Db& db;  // all outlive the module
  const streams::Streams& streams;
  std::string directory;                                   // empty: nothing is taken
  std::int64_t largest, organisation_quota, person_quota;  // bytes
};

class Module {
 public:
  explicit Module(Parts parts);
  ~Module();

  // Claims every rpc of wasl.media.v1.MediaService.
  void bind(router::Registry& registry);

  // Everything below /media/.
  gateway::Door door();

  // Where files that are being made may lie, on the file system of the stored ones; empty: nothing is taken.
  std::string workshop() const;
  // Blocks. A file of the person's own, downloadable for a day; it counts for no quota. `path` is taken away.
  std::int64_t give(PersonId owner, const std::string& name, const std::string& type, const std::string& path);
  // Copies a stored file. Blocks. False: it is not there.
  bool copy(std::int64_t file, const std::string& to);

  // Removes what nobody has used for a day; the number of files. Blocks.
  std::size_t collect();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

// After those of accounts.
std::span<const storage::Migration> migrations();

}  // namespace wasl::media
