// What becomes of a member's settings. Pure.
#pragma once
#include "wasl/messaging/v1/settings.pb.h"

namespace wasl::messaging::settings::policy {

// Throws Refused when the request asks for what there is not.
void require_valid(const v1::ChangeSettingsRequest& request);
v1::ConversationSettings changed(v1::ConversationSettings before, const v1::ChangeSettingsRequest& request, std::int64_t now_ms);

}  // namespace wasl::messaging::settings::policy
