// Who sees and does what above all organisations. Pure; each throws Refused, saying why.
#pragma once
#include "directory/profiles/record.hpp"
#include "router/context.hpp"

namespace wasl::directory::oversight::policy {

// To everybody else there is no such thing as `noun`.
void is_administrator(const router::Viewer& viewer, const char* noun);
void may_see_figures(const router::Viewer& viewer);
void may_see_suspension(const router::Viewer& viewer, const profiles::Record& record);
void may_be_suspended(const profiles::Record& record);

}  // namespace wasl::directory::oversight::policy
