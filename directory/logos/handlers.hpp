// LogoService: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/files.hpp"
#include "router/registry.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"
#include "wasl/directory/v1/logos.pb.h"

namespace wasl::directory::logos {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, streams::Streams& streams, Files files)
      : db_(db), streams_(streams), files_(std::move(files)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::SetLogoResponse> set_logo(Context&, const v1::SetLogoRequest&);
  asio::awaitable<v1::ListLogosResponse> list_logos(Context&, const v1::ListLogosRequest&);

 private:
  storage::Db& db_;
  streams::Streams& streams_;
  Files files_;
};

}  // namespace wasl::directory::logos
