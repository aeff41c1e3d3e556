// A fuzz target: a libFuzzer program of its own where WASL_FUZZER is defined, else one of the tests in fuzz_test.
#pragma once
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wasl::fuzz {

using Target = void (*)(std::string_view bytes);

// What does not hold; no target catches it.
struct Broken : std::logic_error {
  using std::logic_error::logic_error;
};
inline void check(bool holds, const char* what) {
  if (!holds) throw Broken(what);
}

struct Named {
  const char* name;
  Target target;
};
std::vector<Named>& targets();

// Parts of an input.
class Input {
 public:
  explicit Input(std::string_view bytes) : rest_(bytes) {}
  std::uint8_t byte() {
    if (rest_.empty()) return 0;
    const auto first = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    return first;
  }
  // Up to the next newline, or to the end.
  std::string_view line() {
    const auto out = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(rest_.size(), out.size() + 1));
    return out;
  }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
};

}  // namespace wasl::fuzz

#ifdef WASL_FUZZER
#define FUZZ_TARGET(name, bytes)                                                     \
  static void fuzz_##name(std::string_view);                                         \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    fuzz_##name({reinterpret_cast<const char*>(data), size});                         \
    return 0;                                                                         \
  }                                                                                   \
  static void fuzz_##name(std::string_view bytes)
#else
#define FUZZ_TARGET(name, bytes)                                                                             \
  static void fuzz_##name(std::string_view);                                                                 \
  [[maybe_unused]] static const bool kTarget_##name =                                                         \
      (::wasl::fuzz::targets().push_back({#name, &fuzz_##name}), true);                                      \
  static void fuzz_##name(std::string_view bytes)
#endif
