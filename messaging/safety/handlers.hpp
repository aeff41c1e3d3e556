// wasl.messaging.v1.SafetyService: one short coroutine per rpc.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "router/context.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::messaging {

namespace asio = boost::asio;

class SafetyHandlers {
 public:
  SafetyHandlers(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}

  asio::awaitable<v1::AnswerRequestResponse> answer_request(router::Context&, const v1::AnswerRequestRequest&);
  asio::awaitable<v1::ReportMessageResponse> report_message(router::Context&, const v1::ReportMessageRequest&);

  // Two people block each other, or do so no more: their direct conversation follows.
  void on_block_changed(storage::Tx& tx, PersonId who, PersonId whom);

 private:
  void settle(storage::Tx& tx, PersonId a, PersonId b);

  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging
