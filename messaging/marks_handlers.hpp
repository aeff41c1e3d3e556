// The rpcs of MarkService.
#pragma once
#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/marks.pb.h"

namespace wasl::messaging {

namespace asio = boost::asio;
using router::Context;

class MarkHandlers {
 public:
  MarkHandlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}

  static void bind(router::Registry& registry, std::shared_ptr<MarkHandlers> handlers);

  asio::awaitable<v1::ReactResponse> react(Context& context, const v1::ReactRequest& request);
  asio::awaitable<v1::ListReactionsResponse> list_reactions(Context& context, const v1::ListReactionsRequest& request);
  asio::awaitable<v1::PinMessageResponse> pin_message(Context& context, const v1::PinMessageRequest& request);
  asio::awaitable<v1::ListPinnedResponse> list_pinned(Context& context, const v1::ListPinnedRequest& request);
  asio::awaitable<v1::ListVersionsResponse> list_versions(Context& context, const v1::ListVersionsRequest& request);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging
