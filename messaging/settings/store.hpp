// The SQL of members' settings.
#pragma once
#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::settings::store {

// Keeps the person's other devices from changing them until the commit. Throws not_found to whoever is no member.
v1::ConversationSettings lock(storage::Tx& tx, PersonId person, ConversationId id);
void set(storage::Tx& tx, PersonId person, ConversationId id, const v1::ConversationSettings& settings);

}  // namespace wasl::messaging::settings::store
