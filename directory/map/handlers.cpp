#include "directory/map/handlers.hpp"

#include "router/service.hpp"

namespace wasl::directory::map {

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.MapService", std::move(handlers));
  service.bind("GetMapSettings", &Handlers::get_settings);
}

asio::awaitable<v1::GetMapSettingsResponse> Handlers::get_settings(Context&, const v1::GetMapSettingsRequest&) {
  v1::GetMapSettingsResponse response;
  if (settings_.tiles.empty()) co_return response;
  response.set_tiles(settings_.tiles);
  response.set_attribution(settings_.attribution);
  response.set_max_zoom(settings_.max_zoom);
  co_return response;
}

}  // namespace wasl::directory::map
