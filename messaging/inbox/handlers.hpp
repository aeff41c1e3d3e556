// InboxService.
#pragma once
#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/inbox.pb.h"

namespace wasl::messaging::inbox {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::OpenOrganisationResponse> open_organisation(Context& context,
                                                                  const v1::OpenOrganisationRequest& request);
  asio::awaitable<v1::ListInboxResponse> list_inbox(Context& context, const v1::ListInboxRequest& request);
  asio::awaitable<v1::GetInboxStateResponse> get_inbox_state(Context& context, const v1::GetInboxStateRequest& request);
  asio::awaitable<v1::MarkDoneResponse> mark_done(Context& context, const v1::MarkDoneRequest& request);
  asio::awaitable<v1::AssignResponse> assign(Context& context, const v1::AssignRequest& request);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging::inbox
