// Messaging's public face, for the composition root.
#pragma once
#include <memory>
#include <span>

#include "messaging/committer.hpp"
#include "messaging/questions/upkeep.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "storage/migrations.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging {

struct Parts {
  storage::Db& db;  // all outlive the module
  streams::Streams& streams;
  double rate_scale;  // of the configuration
};

class Handlers;
class MarkHandlers;
class PersonalHandlers;
class PollHandlers;
class PresenceHandlers;
class SafetyHandlers;
namespace groups {
class Module;
}
namespace channels {
class Handlers;
}
namespace inbox {
class Handlers;
}
namespace invitations {
class Handlers;
}
namespace questions {
class Handlers;
}
namespace settings {
class Handlers;
}
namespace search {
class Indexer;
}

class Module {
 public:
  explicit Module(Parts parts);
  ~Module();

  // Claims every rpc of wasl.messaging.v1.
  void bind(router::Registry& registry);

  // Sends scheduled messages when their time has come, until the loop stops.
  asio::awaitable<void> keep_sending(asio::io_context& io);

  // Two people block each other, or do so no more.
  void on_block_changed(storage::Tx& tx, PersonId who, PersonId whom);

  // Somebody's account is deleted: see departures. Blocks.
  void forget_person(PersonId person);

  // The work of a job of kind "seat_changed": who answers for an organisation has changed. Blocks; harmless twice.
  void on_seat_changed(const std::string& payload);

  // The work of a job of kind "specialist_changed": the sectors in which somebody is a specialist. Blocks; harmless
  // twice.
  void on_specialist_changed(const std::string& payload);
  // Blocks: the person is suspended, or no role of the platform is theirs any more.
  void on_standing_lost(PersonId person);

  // What the bus has heard, here or elsewhere. Any thread.
  void on_rings(const std::vector<bus::Ring>& rings);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
  Committer committer_;
  std::shared_ptr<Handlers> handlers_;
  std::shared_ptr<SafetyHandlers> safety_;
  std::shared_ptr<PresenceHandlers> presence_;
  std::shared_ptr<MarkHandlers> marks_;
  std::shared_ptr<PollHandlers> polls_;
  std::shared_ptr<PersonalHandlers> personal_;
  std::unique_ptr<groups::Module> groups_;
  std::shared_ptr<settings::Handlers> settings_;
  std::shared_ptr<invitations::Handlers> invitations_;
  std::shared_ptr<channels::Handlers> channels_;
  std::shared_ptr<inbox::Handlers> inbox_;
  std::shared_ptr<questions::Handlers> questions_;
  std::unique_ptr<search::Indexer> indexer_;
};

// Makes every message findable that is not yet, now. Returns how many conversations had such.
std::size_t index_messages(storage::Db& db);

// After those of streams and accounts.
std::span<const storage::Migration> migrations();

}  // namespace wasl::messaging
