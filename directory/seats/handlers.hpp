// One short coroutine per rpc of SeatService: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/letters.hpp"
#include "directory/seats/keeper.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"

namespace wasl::directory::seats {

namespace asio = boost::asio;
using router::Context;
using storage::Tx;

class Handlers {
 public:
  Handlers(storage::Db& db, Keeper keeper, Letters letters, std::string secret)
      : db_(db), keeper_(keeper), letters_(std::move(letters)), secret_(std::move(secret)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::AskForSeatResponse> ask(Context&, const v1::AskForSeatRequest&);
  asio::awaitable<v1::WithdrawSeatRequestResponse> withdraw(Context&, const v1::WithdrawSeatRequestRequest&);
  asio::awaitable<v1::ListSeatRequestsResponse> list_requests(Context&, const v1::ListSeatRequestsRequest&);
  asio::awaitable<v1::AnswerSeatRequestResponse> answer(Context&, const v1::AnswerSeatRequestRequest&);

  // handlers_invitations.cpp
  asio::awaitable<v1::CreateSeatLinkResponse> create_link(Context&, const v1::CreateSeatLinkRequest&);
  asio::awaitable<v1::InviteByMailResponse> invite_by_mail(Context&, const v1::InviteByMailRequest&);
  asio::awaitable<v1::ListSeatInvitationsResponse> list_invitations(Context&, const v1::ListSeatInvitationsRequest&);
  asio::awaitable<v1::RevokeSeatInvitationResponse> revoke(Context&, const v1::RevokeSeatInvitationRequest&);
  asio::awaitable<v1::LookAtSeatInvitationResponse> look_at(Context&, const v1::LookAtSeatInvitationRequest&);
  asio::awaitable<v1::TakeSeatResponse> take(Context&, const v1::TakeSeatRequest&);

  asio::awaitable<v1::SetSeatRoleResponse> set_role(Context&, const v1::SetSeatRoleRequest&);
  asio::awaitable<v1::RemoveSeatResponse> remove(Context&, const v1::RemoveSeatRequest&);
  asio::awaitable<v1::TransferOwnershipResponse> transfer(Context&, const v1::TransferOwnershipRequest&);
  asio::awaitable<v1::LeaveOrganisationResponse> leave(Context&, const v1::LeaveOrganisationRequest&);

 private:
  struct Sent {
    v1::SeatInvitation invitation;
    std::string token;
  };
  Sent invite(Tx& tx, PersonId creator, OrganisationId id, v1::SeatRole role, unsigned hours, const std::string& email);
  std::string hash(const std::string& token) const;

  storage::Db& db_;
  Keeper keeper_;
  Letters letters_;
  std::string secret_;
};

}  // namespace wasl::directory::seats
