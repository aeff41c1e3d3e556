// The rpcs of MyDataService.
#pragma once
#include <functional>

#include "router/context.hpp"
#include "storage/db.hpp"
#include "wasl/mydata/v1/mydata.pb.h"

namespace wasl::mydata {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  // `nudge` tells the exporter that there is work.
  Handlers(storage::Db& db, bool on, std::function<void()> nudge) : db_(db), on_(on), nudge_(std::move(nudge)) {}

  asio::awaitable<v1::StartExportResponse> start_export(Context& context, const v1::StartExportRequest& request);
  asio::awaitable<v1::ListExportsResponse> list_exports(Context& context, const v1::ListExportsRequest& request);

 private:
  storage::Db& db_;
  bool on_;  // there is a place for archives
  std::function<void()> nudge_;
};

}  // namespace wasl::mydata
