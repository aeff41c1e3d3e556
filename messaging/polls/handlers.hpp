// The rpcs of PollService.
#pragma once
#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/polls.pb.h"

namespace wasl::messaging {

namespace asio = boost::asio;
using router::Context;

class PollHandlers {
 public:
  PollHandlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}

  static void bind(router::Registry& registry, std::shared_ptr<PollHandlers> handlers);

  asio::awaitable<v1::VoteResponse> vote(Context& context, const v1::VoteRequest& request);
  asio::awaitable<v1::ClosePollResponse> close_poll(Context& context, const v1::ClosePollRequest& request);
  asio::awaitable<v1::ListVotersResponse> list_voters(Context& context, const v1::ListVotersRequest& request);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging
