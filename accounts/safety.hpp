// Who keeps whom away.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <vector>

#include "router/context.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/accounts/v1/safety.pb.h"

namespace wasl::accounts {

namespace asio = boost::asio;

// Told in the same transaction, after the change: the two may now be apart, or together again.
using BlockListener = std::function<void(storage::Tx&, PersonId, PersonId)>;

class Safety {
 public:
  Safety(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}

  // Wiring, before the server runs.
  void add_listener(BlockListener listener) { listeners_.push_back(std::move(listener)); }

  asio::awaitable<v1::BlockPersonResponse> block(router::Context&, const v1::BlockPersonRequest&);
  asio::awaitable<v1::UnblockPersonResponse> unblock(router::Context&, const v1::UnblockPersonRequest&);
  asio::awaitable<v1::ListBlockedResponse> list_blocked(router::Context&, const v1::ListBlockedRequest&);

 private:
  void announce(storage::Tx& tx, PersonId who, PersonId whom, bool blocked);

  storage::Db& db_;
  streams::Streams& streams_;
  std::vector<BlockListener> listeners_;
};

}  // namespace wasl::accounts
