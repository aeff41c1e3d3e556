// One short coroutine per rpc of OversightService: check, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>

#include "directory/letters.hpp"
#include "directory/seats/keeper.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "wasl/directory/v1/oversight.pb.h"

namespace wasl::directory::oversight {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, seats::Keeper keeper, Letters letters, std::string appeal_address)
      : db_(db), keeper_(keeper), letters_(std::move(letters)), appeal_address_(std::move(appeal_address)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::SuspendOrganisationResponse> suspend(Context&, const v1::SuspendOrganisationRequest&);
  asio::awaitable<v1::LiftOrganisationResponse> lift(Context&, const v1::LiftOrganisationRequest&);
  asio::awaitable<v1::GetOrganisationSuspensionResponse> get_suspension(Context&,
                                                                        const v1::GetOrganisationSuspensionRequest&);
  // On the command line: by the platform itself.
  void suspend_now(OrganisationId id, const std::string& reason);
  void lift_now(OrganisationId id, const std::string& reason);
  asio::awaitable<v1::FindAnyOrganisationResponse> find(Context&, const v1::FindAnyOrganisationRequest&);
  asio::awaitable<v1::GetDirectoryFiguresResponse> get_figures(Context&, const v1::GetDirectoryFiguresRequest&);

 private:
  v1::OrganisationState put_away(storage::Tx& tx, const router::Viewer& by, OrganisationId id, const std::string& why);
  v1::OrganisationState bring_back(storage::Tx& tx, const router::Viewer& by, OrganisationId id,
                                   const std::string& why);
  void tell(storage::Tx& tx, OrganisationId id);
  std::optional<v1::GetDirectoryFiguresResponse> recent_figures() const;
  void keep_figures(const v1::GetDirectoryFiguresResponse& figures);

  storage::Db& db_;
  seats::Keeper keeper_;
  Letters letters_;
  std::string appeal_address_;

  mutable std::mutex mutex_;  // of the two below: any loop may ask
  std::optional<v1::GetDirectoryFiguresResponse> figures_;
  std::chrono::steady_clock::time_point counted_at_{};
};

}  // namespace wasl::directory::oversight
