// A file that comes over HTTP, read as fast as it comes and thrown away.
#pragma once
#include <cstdint>
#include <functional>
#include <string>

namespace wasl::bench {

struct Downloaded {
  std::size_t bytes = 0, lines = 0;
};
// `meanwhile` is called now and then. Throws when the answer is not 200, or does not come to its end within `seconds`.
Downloaded download(std::uint16_t port, const std::string& token, const std::string& target, double seconds,
                    const std::function<void()>& meanwhile);

}  // namespace wasl::bench
