// The services about who is in a conversation.
#pragma once
#include <memory>

#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::groups {

class Handlers;

class Module {
 public:
  Module(storage::Db& db, streams::Streams& streams);
  void bind(router::Registry& registry);

 private:
  std::shared_ptr<Handlers> handlers_;
};

}  // namespace wasl::messaging::groups
