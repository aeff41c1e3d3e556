// Who writes to an organisation, and who answers. Pure; each throws Refused, saying why.
#pragma once
#include <chrono>
#include <cstddef>

#include "directory/access.hpp"
#include "messaging/member.hpp"

namespace wasl::messaging::inbox::policy {

inline constexpr int kMostOpenedADay = 20;

using directory::access::Standing;

void may_see(const Standing& viewer);
// By somebody who has no conversation with it yet.
void may_open(const Standing& viewer, std::size_t editors);
// `opened`: with the new one; `wait`: until the first of them is a day old.
void few_enough(int opened, std::chrono::milliseconds wait);

void may_list(const Standing& viewer);
void answers(const Member& viewer);
// Somebody else was faster.
void may_assign(std::int64_t assignee, std::int64_t believed, std::int64_t wanted);

}  // namespace wasl::messaging::inbox::policy
