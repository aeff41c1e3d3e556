// One short coroutine per rpc of HomeService.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/find/handlers.hpp"
#include "streams/streams.hpp"
#include "wasl/directory/v1/home.pb.h"

namespace wasl::directory::interests {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams, std::shared_ptr<find::Handlers> find)
      : db_(db), streams_(streams), find_(std::move(find)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::GetInterestsResponse> get_interests(Context&, const v1::GetInterestsRequest&);
  asio::awaitable<v1::SetInterestsResponse> set_interests(Context&, const v1::SetInterestsRequest&);
  asio::awaitable<v1::GetHomeResponse> get_home(Context&, const v1::GetHomeRequest&);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
  std::shared_ptr<find::Handlers> find_;
};

}  // namespace wasl::directory::interests
