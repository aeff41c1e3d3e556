// What one asks about one's files.
#pragma once
#include "media/uploads.hpp"
#include "router/context.hpp"
#include "wasl/media/v1/media.pb.h"

namespace wasl::media {

using router::Context;

class Handlers {
 public:
  Handlers(storage::Db& db, Limits limits) : db_(db), limits_(limits) {}

  asio::awaitable<v1::GetUploadResponse> get_upload(Context& context, const v1::GetUploadRequest& request);
  asio::awaitable<v1::GetUsageResponse> get_usage(Context& context, const v1::GetUsageRequest& request);

 private:
  storage::Db& db_;
  Limits limits_;
};

}  // namespace wasl::media
