// ChannelService.
#pragma once
#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/channels.pb.h"

namespace wasl::messaging::channels {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::CreateChannelResponse> create(Context& context, const v1::CreateChannelRequest& request);
  asio::awaitable<v1::ListChannelsResponse> list(Context& context, const v1::ListChannelsRequest& request);
  asio::awaitable<v1::FollowChannelResponse> follow(Context& context, const v1::FollowChannelRequest& request);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging::channels
