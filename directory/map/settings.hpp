// What maps are drawn on.
#pragma once
#include <string>

namespace wasl::directory::map {

struct Settings {
  std::string tiles;        // template of addresses; empty: outlines only
  std::string attribution;  // plain text
  unsigned max_zoom = 0;
};

}  // namespace wasl::directory::map
