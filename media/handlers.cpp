#include "media/handlers.hpp"

namespace wasl::media {

using storage::InDoubt;
using storage::Tx;

asio::awaitable<v1::GetUploadResponse> Handlers::get_upload(Context& context, const v1::GetUploadRequest& request) {
  const auto me = context.viewer.person;
  co_return co_await db_.transact(
      [me, id = request.id()](Tx& tx) {
        const auto file = store::own(tx, me, id);
        v1::GetUploadResponse response;
        if (file.ready) *response.mutable_attachment() = file.shown;
        if (!file.refused.empty()) response.set_refused("media." + file.refused);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetUsageResponse> Handlers::get_usage(Context& context, const v1::GetUsageRequest&) {
  const auto me = context.viewer.person;
  co_return co_await db_.transact(
      [me, limits = limits_](Tx& tx) {
        const auto payer = payer_of(tx, me);
        v1::GetUsageResponse response;
        if (payer.kind == store::Payer::kOrganisation) response.set_organisation_id(payer.id);
        response.set_used_bytes(store::used(tx, payer));
        response.set_quota_bytes(limits.quota_of(payer));
        response.set_largest_bytes(limits.largest);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::media
