// The operator's file.
#include "core/config.hpp"

#include <sstream>

#include "target.hpp"

namespace wasl::fuzz {
namespace {

std::string printed(const std::string& file) {
  std::istringstream in(file);
  try {
    return print_config(parse_config(in));
  } catch (const std::runtime_error& e) {
    check(*e.what() != '\0', "a refusal says why");
    return {};
  }
}

FUZZ_TARGET(config, bytes) {
  const auto once = printed(std::string(bytes));
  if (!once.empty()) check(printed(once) == once, "what is printed can be read, and says the same");
}

}  // namespace
}  // namespace wasl::fuzz
