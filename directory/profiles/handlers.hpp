// One short coroutine per rpc of OrganisationService: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/papers/papers.hpp"
#include "directory/profiles/record.hpp"
#include "directory/seats/keeper.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"

namespace wasl::directory::profiles {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, seats::Keeper keeper, Papers papers)
      : db_(db), keeper_(keeper), papers_(std::move(papers)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::GetPublicProfileResponse> get_public_profile(Context&, const v1::GetPublicProfileRequest&);
  asio::awaitable<v1::GetProfileResponse> get_profile(Context&, const v1::GetProfileRequest&);
  asio::awaitable<v1::RegisterOrganisationResponse> register_organisation(Context&,
                                                                          const v1::RegisterOrganisationRequest&);
  asio::awaitable<v1::GetDraftResponse> get_draft(Context&, const v1::GetDraftRequest&);
  asio::awaitable<v1::SaveDraftResponse> save_draft(Context&, const v1::SaveDraftRequest&);
  asio::awaitable<v1::ConfirmOrganisationResponse> confirm(Context&, const v1::ConfirmOrganisationRequest&);
  asio::awaitable<v1::ListHistoryResponse> list_history(Context&, const v1::ListHistoryRequest&);

  // handlers_papers.cpp
  asio::awaitable<v1::AddPaperResponse> add_paper(Context&, const v1::AddPaperRequest&);
  asio::awaitable<v1::RemovePaperResponse> remove_paper(Context&, const v1::RemovePaperRequest&);

  // handlers_submission.cpp
  asio::awaitable<v1::SubmitDraftResponse> submit(Context&, const v1::SubmitDraftRequest&);
  asio::awaitable<v1::WithdrawDraftResponse> withdraw(Context&, const v1::WithdrawDraftRequest&);

 private:
  storage::Db& db_;
  seats::Keeper keeper_;
  Papers papers_;
};

}  // namespace wasl::directory::profiles
