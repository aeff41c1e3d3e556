// The picture beside a person's name.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "router/context.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/accounts/v1/pictures.pb.h"

namespace wasl::accounts {

namespace asio = boost::asio;

class Pictures {
 public:
  Pictures(storage::Db& db, streams::Streams& streams) : db_(db), streams_(streams) {}

  static void bind(router::Registry& registry, std::shared_ptr<Pictures> pictures);

  asio::awaitable<v1::SetMyPictureResponse> set(router::Context&, const v1::SetMyPictureRequest&);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
};

}  // namespace wasl::accounts
