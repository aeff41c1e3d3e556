// The commands of the program. Each gives the exit status, or throws: Usage, or what went wrong.
#pragma once
#include <string>
#include <vector>

#include "core/config.hpp"

namespace wasl {

// Answers until SIGINT or SIGTERM; does not return after that.
int serve(const Config& config);

int migrate(const Config& config);

int administer(const Config& config, const std::vector<std::string>& words);

}  // namespace wasl
