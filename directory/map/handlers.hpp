// MapService: from where clients take the tiles of their maps.
#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>

#include "directory/map/settings.hpp"
#include "router/registry.hpp"
#include "wasl/directory/v1/map.pb.h"

namespace wasl::directory::map {

namespace asio = boost::asio;
using router::Context;

class Handlers {
 public:
  explicit Handlers(Settings settings) : settings_(std::move(settings)) {}
  static void bind(router::Registry& registry, std::shared_ptr<Handlers> handlers);

  asio::awaitable<v1::GetMapSettingsResponse> get_settings(Context&, const v1::GetMapSettingsRequest&);

 private:
  Settings settings_;
};

}  // namespace wasl::directory::map
