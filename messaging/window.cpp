#include "messaging/window.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "messaging/policy.hpp"

namespace wasl::messaging {

Window window_of(const v1::ListMessagesRequest& request) {
  const auto limit = policy::page_size(request.limit(), 50);
  const auto places = {request.before(), request.after(), request.around(), request.at_ms()};
  require(std::ranges::all_of(places, [](auto p) { return p >= 0; }) &&
              std::ranges::count_if(places, [](auto p) { return p != 0; }) <= 1,
          invalid("around", "place_one", "At most one of before, after, around and at_ms, and not below 0."));
  if (request.before() != 0) return {request.before(), limit, 0};
  if (request.after() != 0) return {std::min(request.after(), std::numeric_limits<Offset>::max() - 1) + 1, 0, limit};
  if (request.around() != 0) return Window::around(request.around(), limit);
  return Window::newest(limit);
}

}  // namespace wasl::messaging
