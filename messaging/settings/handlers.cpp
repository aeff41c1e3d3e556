#include "messaging/settings/handlers.hpp"

#include "core/clock.hpp"
#include "messaging/settings/policy.hpp"
#include "messaging/settings/store.hpp"
#include "router/service.hpp"

namespace wasl::messaging::settings {

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.messaging.v1.SettingsService", std::move(handlers));
  service.bind("ChangeSettings", &Handlers::change);
}

asio::awaitable<v1::ChangeSettingsResponse> Handlers::change(router::Context& context, const v1::ChangeSettingsRequest& request) {
  policy::require_valid(request);
  co_return co_await db_.transact(
      [this, me = context.viewer.person, request](storage::Tx& tx) {
        const ConversationId id{request.conversation_id()};
        const auto before = store::lock(tx, me, id);
        v1::SettingsChanged event;
        event.set_conversation_id(request.conversation_id());
        *event.mutable_settings() = policy::changed(before, request, now_ms());
        if (event.settings().SerializeAsString() != before.SerializeAsString()) {
          store::set(tx, me, id, event.settings());
          streams_.append(tx, stream_of(me), v1::EVENT_SETTINGS_CHANGED, event);
        }
        v1::ChangeSettingsResponse response;
        *response.mutable_settings() = event.settings();
        return response;
      },
      storage::InDoubt::kRunAgain);
}

}  // namespace wasl::messaging::settings
