// The public face of media, for the composition root.
#pragma once
#include <memory>
#include <span>
#include <string>

#include "gateway/exchange.hpp"
#include "media/access.hpp"
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

class Module final : public access::Files {
 public:
  explicit Module(Parts parts);
  ~Module() override;

  // Claims every rpc of wasl.media.v1.MediaService.
  void bind(router::Registry& registry);

  // Everything below /media/.
  gateway::Door door();

  std::string workshop() const override;
  std::int64_t give(PersonId owner, const std::string& name, const std::string& type, const std::string& path) override;
  bool copy(std::int64_t file, const std::string& to) override;

  // Somebody's account is deleted: their files that nothing shows go, archives and uploads on their way among them.
  // Blocks.
  void forget_person(PersonId person);

  // Removes what nobody has used for a day; the number of files. Blocks.
  std::size_t collect();

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

// After those of accounts.
std::span<const storage::Migration> migrations();

}  // namespace wasl::media
