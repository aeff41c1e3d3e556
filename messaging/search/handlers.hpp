// One short coroutine per rpc.
#pragma once
#include "router/context.hpp"
#include "storage/db.hpp"
#include "wasl/messaging/v1/search.pb.h"

namespace wasl::messaging::search {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  explicit Handlers(storage::Db& db) : db_(db) {}

  asio::awaitable<v1::SearchMessagesResponse> search_messages(Context& context, const v1::SearchMessagesRequest& request);
  asio::awaitable<v1::SearchConversationsResponse> search_conversations(Context& context,
                                                                        const v1::SearchConversationsRequest& request);

 private:
  storage::Db& db_;
};

}  // namespace wasl::messaging::search
