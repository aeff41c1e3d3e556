// People sign in as any program does: SignIn on the HTTP door.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wasl::bench {

// Of person i.
std::string email_of(std::size_t i);
constexpr const char* kPassword = "a long enough password";

// The bearer tokens of people first..last, counted from 1. Throws std::runtime_error when one is refused.
std::vector<std::string> sign_in(std::uint16_t port, std::size_t first, std::size_t last);

}  // namespace wasl::bench
