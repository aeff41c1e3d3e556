// The directory's public face, for the composition root.
#pragma once
#include <memory>
#include <span>

#include "router/registry.hpp"
#include "storage/db.hpp"
#include "storage/migrations.hpp"

namespace wasl::directory {

struct Parts {
  storage::Db& db;  // outlives the module
};

class Handlers;
namespace profiles {
class Handlers;
}
namespace find {
class Handlers;
}

class Module {
 public:
  explicit Module(Parts parts);

  // Claims every rpc of wasl.directory.v1.
  void bind(router::Registry& registry);

  // Makes organisations that were inserted by SQL findable; harmless at any time.
  void refresh_search(storage::Tx& tx);

 private:
  std::shared_ptr<Handlers> handlers_;
  std::shared_ptr<profiles::Handlers> profiles_;
  std::shared_ptr<find::Handlers> find_;
};

// After those of accounts.
std::span<const storage::Migration> migrations();

}  // namespace wasl::directory
