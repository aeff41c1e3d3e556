// wasl.messaging.v1.PersonalService: one short coroutine per rpc; and the round that sends what is due.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include "messaging/committer.hpp"
#include "messaging/personal/store.hpp"
#include "router/context.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging {

class PersonalHandlers {
 public:
  PersonalHandlers(storage::Db& db, streams::Streams& streams, Committer& committer)
      : db_(db), streams_(streams), committer_(committer) {}

  asio::awaitable<v1::SetDraftResponse> set_draft(router::Context&, const v1::SetDraftRequest&);
  asio::awaitable<v1::ListDraftsResponse> list_drafts(router::Context&, const v1::ListDraftsRequest&);
  asio::awaitable<v1::ScheduleMessageResponse> schedule(router::Context&, const v1::ScheduleMessageRequest&);
  asio::awaitable<v1::ListScheduledResponse> list_scheduled(router::Context&, const v1::ListScheduledRequest&);
  asio::awaitable<v1::ChangeScheduledResponse> change_scheduled(router::Context&, const v1::ChangeScheduledRequest&);
  asio::awaitable<v1::CancelScheduledResponse> cancel_scheduled(router::Context&, const v1::CancelScheduledRequest&);
  asio::awaitable<v1::ListReceiptsResponse> list_receipts(router::Context&, const v1::ListReceiptsRequest&);
  asio::awaitable<v1::GetReceiptSettingResponse> get_receipt_setting(router::Context&, const v1::GetReceiptSettingRequest&);
  asio::awaitable<v1::SetReceiptSettingResponse> set_receipt_setting(router::Context&, const v1::SetReceiptSettingRequest&);

  // Sends what is due, every second, until the loop stops. One per process; processes share the work.
  asio::awaitable<void> keep_sending(asio::io_context& io);

 private:
  asio::awaitable<bool> send_due();
  asio::awaitable<void> send(store::Due due);
  void announce(storage::Tx& tx, PersonId who, ConversationId id);

  storage::Db& db_;
  streams::Streams& streams_;
  Committer& committer_;
};

}  // namespace wasl::messaging
