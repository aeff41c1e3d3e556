// One short coroutine per rpc of InvitationService: load, policy, store, announce.
#pragma once
#include "messaging/invitations/policy.hpp"
#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::invitations {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::CreateLinkResponse> create_link(Context& context, const v1::CreateLinkRequest& request);
  asio::awaitable<v1::ListLinksResponse> list_links(Context& context, const v1::ListLinksRequest& request);
  asio::awaitable<v1::RevokeLinkResponse> revoke_link(Context& context, const v1::RevokeLinkRequest& request);
  asio::awaitable<v1::LookAtLinkResponse> look_at_link(Context& context, const v1::LookAtLinkRequest& request);
  asio::awaitable<v1::JoinByLinkResponse> join_by_link(Context& context, const v1::JoinByLinkRequest& request);
  asio::awaitable<v1::ListJoinRequestsResponse> list_requests(Context& context, const v1::ListJoinRequestsRequest& request);
  asio::awaitable<v1::AnswerJoinRequestResponse> answer_request(Context& context, const v1::AnswerJoinRequestRequest& request);

 private:
  // The group, held until the commit, for one who leads it.
  static groups::Group held(storage::Tx& tx, PersonId me, std::int64_t id);
  void let_in(storage::Tx& tx, PersonId who, const groups::Group& group, PersonId person);
  // As it is for this person: whom the group has removed, or a block keeps apart from the link's maker, is let in by
  // others only.
  static Link find(storage::Tx& tx, const std::string& token, PersonId me);
  void ask(storage::Tx& tx, ConversationId id, PersonId person);

  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging::invitations
