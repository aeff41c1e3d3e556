// The directory's public face, for the composition root.
#pragma once
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "directory/files.hpp"
#include "directory/map/settings.hpp"
#include "directory/seats/keeper.hpp"
#include "directory/upkeep.hpp"
#include "gateway/exchange.hpp"
#include "jobs/jobs.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "storage/migrations.hpp"
#include "streams/streams.hpp"

namespace wasl::directory {

struct Parts {
  // All outlive the module.
  storage::Db& db;
  streams::Streams& streams;
  jobs::Jobs& jobs;
  std::string secret;      // for the hashes of invitations
  std::string public_url;  // where links in mails lead
  Files files;
  double rate_scale = 1;       // of exports
  std::string appeal_address;  // whom the owners of suspended organisations write to
  map::Settings map{};
};

class Handlers;
namespace profiles {
class Handlers;
}
namespace find {
class Handlers;
}
namespace imports {
class Handlers;
}
namespace interests {
class Handlers;
}
namespace oversight {
class Handlers;
}
namespace interventions {
class Handlers;
}
namespace map {
class Handlers;
}
namespace seats {
class Handlers;
}
namespace specialists {
class Handlers;
}
namespace verification {
class Handlers;
}
namespace pages {
class Pages;
}
namespace exports {
class Exports;
}
namespace logos {
class Handlers;
}

class Module {
 public:
  // Registers kinds of jobs: construct before jobs start.
  explicit Module(Parts parts);

  // Claims every rpc of wasl.directory.v1.
  void bind(router::Registry& registry);

  // Public pages and exports; whoever may come is each door's own rule.
  std::vector<gateway::Door> doors();

  // Makes organisations that were inserted by SQL findable; harmless at any time.
  void refresh_search(storage::Tx& tx);

  // Somebody's account is deleted: their seats, reviews and offers of help go. Blocks.
  void forget_person(PersonId person);

  // They are no verifier any more: their reviews wait for others, and papers are shown to them no more. Blocks.
  void give_up_reviews(PersonId person);
  // On the command line.
  void suspend_organisation(OrganisationId id, const std::string& reason);
  void lift_organisation(OrganisationId id, const std::string& reason);

  // What the time that has passed until `now` asks for, see Upkeep. Blocks.
  UpkeepDone upkeep(std::chrono::sys_seconds now) { return upkeep_.run(now); }

 private:
  storage::Db& db_;
  seats::Keeper keeper_;
  std::shared_ptr<Handlers> handlers_;
  std::shared_ptr<profiles::Handlers> profiles_;
  std::shared_ptr<seats::Handlers> seats_;
  std::shared_ptr<verification::Handlers> verification_;
  Upkeep upkeep_;
  std::shared_ptr<find::Handlers> find_;
  std::shared_ptr<imports::Handlers> imports_;
  std::shared_ptr<pages::Pages> pages_;
  std::shared_ptr<interests::Handlers> interests_;
  std::shared_ptr<exports::Exports> exports_;
  std::shared_ptr<specialists::Handlers> specialists_;
  std::shared_ptr<oversight::Handlers> oversight_;
  std::shared_ptr<logos::Handlers> logos_;
  std::shared_ptr<interventions::Handlers> interventions_;
  std::shared_ptr<map::Handlers> map_;
};

// After those of accounts.
std::span<const storage::Migration> migrations();

}  // namespace wasl::directory
