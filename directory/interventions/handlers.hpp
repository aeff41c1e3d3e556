// One short coroutine per rpc of InterventionService.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "router/registry.hpp"
#include "storage/db.hpp"
#include "wasl/directory/v1/interventions.pb.h"

namespace wasl::directory::interventions {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  explicit Handlers(storage::Db& db) : db_(db) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::ListInterventionsResponse> list(Context&, const v1::ListInterventionsRequest&);
  asio::awaitable<v1::SaveInterventionResponse> save(Context&, const v1::SaveInterventionRequest&);
  asio::awaitable<v1::RemoveInterventionResponse> remove(Context&, const v1::RemoveInterventionRequest&);

 private:
  storage::Db& db_;
};

}  // namespace wasl::directory::interventions
