// Who may see what in the directory. Pure.
#pragma once
#include "router/context.hpp"

namespace wasl::directory::policy {

// Before it is published an organisation is known to those who speak for it and to the platform's verifiers.
inline bool may_see(const router::Viewer& viewer, bool published, bool holds_seat) {
  return published || holds_seat || viewer.is(router::kVerifier) || viewer.is(router::kAdministrator);
}

}  // namespace wasl::directory::policy
