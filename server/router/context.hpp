// Who is calling, and what a handler may say to the door beside its answer.
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/ids.hpp"

namespace wasl::router {

// The roles of the platform, as bits.
enum Role : std::uint32_t { kNoRole = 0, kAdministrator = 1, kVerifier = 2, kModerator = 4, kSpecialist = 8 };

struct Viewer {
  PersonId person{};
  SessionId session{};
  std::uint32_t roles = kNoRole;

  bool signed_in() const { return raw(person) != 0; }
  bool is(Role role) const { return (roles & role) != 0; }
};

// A session cookie that the HTTP door sets with the answer; an empty value removes it.
struct SessionCookie {
  std::string value;
  std::int64_t max_age_s = 0;  // 0: until the browser ends
};

// Lives as long as the call.
struct Context {
  Viewer viewer;
  std::string address;     // of the client, as a trusted proxy or the socket says
  std::string user_agent;  // at most 200 bytes
  std::optional<SessionCookie> set_cookie;
};

}  // namespace wasl::router
