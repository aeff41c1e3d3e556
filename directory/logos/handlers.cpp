#include "directory/logos/handlers.hpp"

#include "core/error.hpp"
#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/logos/store.hpp"
#include "directory/policy.hpp"
#include "directory/profiles/open.hpp"
#include "router/service.hpp"

namespace wasl::directory::logos {

using storage::InDoubt;
using storage::Tx;

namespace {

constexpr int kMostAtOnce = 100;

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.LogoService", std::move(handlers));
  service.bind("SetLogo", &Handlers::set_logo);
  service.bind("ListLogos", &Handlers::list_logos);
}

asio::awaitable<v1::SetLogoResponse> Handlers::set_logo(Context& context, const v1::SetLogoRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()},
       file = request.picture_id()](Tx& tx) {
        profiles::hold(tx, viewer, id, profiles::Need::kEdit);
        if (store::get(tx, id) == file) return v1::SetLogoResponse{};
        files_.set_logo(tx, viewer.person, id, file);
        store::set(tx, id, file);
        history::add(tx, id, {viewer.person, file == 0 ? "logo_removed" : "logo_set"});
        events::organisation_changed(streams_, tx, id);
        return v1::SetLogoResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListLogosResponse> Handlers::list_logos(Context& context, const v1::ListLogosRequest& request) {
  require(request.organisation_ids_size() <= kMostAtOnce,
          invalid("organisation_ids", "directory.bad_limit", "Ask for at most 100 at once."));
  const std::vector<std::int64_t> ids(request.organisation_ids().begin(), request.organisation_ids().end());
  co_return co_await db_.transact(
      [viewer = context.viewer, ids](Tx& tx) {
        v1::ListLogosResponse response;
        for (const auto& one : store::some(tx, ids, viewer.person)) {
          if (!policy::may_see(viewer, one.published, one.holds_seat)) continue;
          auto& logo = *response.add_logos();
          logo.set_organisation_id(raw(one.organisation));
          logo.set_picture_id(one.file);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::directory::logos
