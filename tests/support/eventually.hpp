// Waiting for what must happen, as long as it takes within reason; never for a length of time.
#pragma once
#include <chrono>
#include <thread>

namespace wasl::test {

using namespace std::chrono_literals;

inline constexpr std::chrono::seconds kPatience{30};

// True as soon as check() is; false when it still is not after `patience`.
template <class Check>
bool eventually(Check check, std::chrono::milliseconds patience = kPatience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (!check()) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

#define EXPECT_EVENTUALLY(condition) \
  EXPECT_TRUE(::wasl::test::eventually([&] { return (condition); })) << "never: " #condition
#define ASSERT_EVENTUALLY(condition) \
  ASSERT_TRUE(::wasl::test::eventually([&] { return (condition); })) << "never: " #condition

}  // namespace wasl::test
