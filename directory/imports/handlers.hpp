// One short coroutine per rpc of ImportService: load, policy, store, return.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/imports/runner.hpp"
#include "router/context.hpp"
#include "router/registry.hpp"
#include "wasl/directory/v1/imports.pb.h"

namespace wasl::directory::imports {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, jobs::Jobs& jobs) : db_(db), runner_(db, jobs) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::BeginImportResponse> begin(Context&, const v1::BeginImportRequest&);
  asio::awaitable<v1::UploadImportPartResponse> upload(Context&, const v1::UploadImportPartRequest&);
  asio::awaitable<v1::GetImportResponse> get(Context&, const v1::GetImportRequest&);
  asio::awaitable<v1::ListImportsResponse> list(Context&, const v1::ListImportsRequest&);
  asio::awaitable<v1::MapImportResponse> map(Context&, const v1::MapImportRequest&);
  asio::awaitable<v1::RunImportResponse> run(Context&, const v1::RunImportRequest&);
  asio::awaitable<v1::CancelImportResponse> cancel(Context&, const v1::CancelImportRequest&);
  asio::awaitable<v1::ListImportErrorsResponse> list_errors(Context&, const v1::ListImportErrorsRequest&);

 private:
  storage::Db& db_;
  Runner runner_;
};

}  // namespace wasl::directory::imports
