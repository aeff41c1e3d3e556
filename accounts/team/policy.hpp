// Who decides about people's roles and access. Pure; each throws Refused, saying why.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "router/context.hpp"

namespace wasl::accounts::team::policy {

inline constexpr const char* kAdministrator = "administrator";

// To everybody else there is no such thing as `noun`.
void is_administrator(const router::Viewer& viewer, const char* noun);

void is_role(const std::string& role);
void may_hold_role(bool confirmed, bool suspended);
// `administrators`: as they are now, held; `by` 0: the command line.
void may_revoke(const std::vector<PersonId>& administrators, PersonId by, PersonId whom);
void may_suspend(const std::vector<std::string>& roles, PersonId by, PersonId whom);
// 0: no end. In the future, within ten years.
void is_end(std::int64_t until_ms, std::int64_t now_ms);

int limit(std::uint32_t asked);  // 1 to 100; 0 stands for 30
std::vector<std::string> patterns(const std::string& query);

}  // namespace wasl::accounts::team::policy
