// wasl.messaging.v1.PresenceService: one short coroutine per rpc.
#pragma once
#include <boost/asio/awaitable.hpp>

#include "router/context.hpp"
#include "storage/db.hpp"
#include "wasl/messaging/v1/presence.pb.h"

namespace wasl::messaging {

namespace asio = boost::asio;

class PresenceHandlers {
 public:
  explicit PresenceHandlers(storage::Db& db) : db_(db) {}

  asio::awaitable<v1::ExchangePresenceResponse> exchange(router::Context&, const v1::ExchangePresenceRequest&);
  asio::awaitable<v1::GetPresenceSettingResponse> get_setting(router::Context&, const v1::GetPresenceSettingRequest&);
  asio::awaitable<v1::SetPresenceSettingResponse> set_setting(router::Context&, const v1::SetPresenceSettingRequest&);

 private:
  storage::Db& db_;
};

}  // namespace wasl::messaging
