// One short coroutine per rpc of TeamService.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "accounts/team/figures.hpp"
#include "accounts/team/keeper.hpp"
#include "router/context.hpp"
#include "router/registry.hpp"

namespace wasl::accounts::team {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  explicit Handlers(const Parts& parts) : db_(parts.db), keeper_(parts) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::FindAccountsResponse> find(Context&, const v1::FindAccountsRequest&);
  asio::awaitable<v1::GetAccountResponse> get(Context&, const v1::GetAccountRequest&);
  asio::awaitable<v1::GrantRoleResponse> grant(Context&, const v1::GrantRoleRequest&);
  asio::awaitable<v1::RevokeRoleResponse> revoke(Context&, const v1::RevokeRoleRequest&);
  asio::awaitable<v1::SuspendPersonResponse> suspend(Context&, const v1::SuspendPersonRequest&);
  asio::awaitable<v1::LiftSuspensionResponse> lift(Context&, const v1::LiftSuspensionRequest&);
  asio::awaitable<v1::ListActsResponse> list_acts(Context&, const v1::ListActsRequest&);
  asio::awaitable<v1::GetPeopleFiguresResponse> get_figures(Context&, const v1::GetPeopleFiguresRequest&);

 private:
  storage::Db& db_;
  Keeper keeper_;
  Figures figures_;
};

}  // namespace wasl::accounts::team
