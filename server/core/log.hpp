// Structured logs: ids, never bodies, tokens or addresses of people.
#pragma once
#include <string>

namespace wasl {

// level: debug, info, warning, error. format: text, or json (one object a line). To standard error.
void start_log(const std::string& level, const std::string& format);

}  // namespace wasl
