// One short coroutine per rpc: check, load, policy, store.
#pragma once
#include "messaging/committer.hpp"
#include "router/context.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging {

using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams, Committer& committer)
      : db_(db), streams_(streams), committer_(committer) {}

  asio::awaitable<v1::OpenDirectResponse> open_direct(Context& context, const v1::OpenDirectRequest& request);
  asio::awaitable<v1::CreateGroupResponse> create_group(Context& context, const v1::CreateGroupRequest& request);
  asio::awaitable<v1::ListConversationsResponse> list_conversations(Context& context,
                                                                    const v1::ListConversationsRequest& request);
  asio::awaitable<v1::GetConversationResponse> get_conversation(Context& context,
                                                                const v1::GetConversationRequest& request);
  asio::awaitable<v1::ListMessagesResponse> list_messages(Context& context, const v1::ListMessagesRequest& request);
  asio::awaitable<v1::SendMessageResponse> send_message(Context& context, const v1::SendMessageRequest& request);
  asio::awaitable<v1::EditMessageResponse> edit_message(Context& context, const v1::EditMessageRequest& request);
  asio::awaitable<v1::DeleteMessageResponse> delete_message(Context& context, const v1::DeleteMessageRequest& request);
  asio::awaitable<v1::MarkReadResponse> mark_read(Context& context, const v1::MarkReadRequest& request);

 private:
  asio::awaitable<Outgoing> composed(Outgoing message, const v1::SendMessageRequest& request);
  asio::awaitable<Sent> submit_with_files(Outgoing message);

  storage::Db& db_;
  streams::Streams& streams_;
  Committer& committer_;
};

}  // namespace wasl::messaging
