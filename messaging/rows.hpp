// Database rows as wire messages.
#pragma once
#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::rows {

// The columns of a message, in the order that message() reads them; the table's name or alias is m.
#define WASL_MESSAGE_COLUMNS                                                                         \
  "m.\"offset\", m.author_id, m.client_id, m.text, (extract(epoch from m.sent_at) * 1000)::bigint, " \
  "coalesce((extract(epoch from m.edited_at) * 1000)::bigint, 0), "                                  \
  "coalesce((extract(epoch from m.deleted_at) * 1000)::bigint, 0), m.content, m.reactions, "            \
  "coalesce((extract(epoch from m.pinned_at) * 1000)::bigint, 0), coalesce(m.deleted_by, 0), m.edit_count"
inline constexpr int kMessageColumns = 12;

// From column `first` on.
v1::Message message(const storage::Row& row, int first);

// As in store::kConversationColumns.
v1::Conversation conversation(const storage::Row& row, PersonId viewer);

}  // namespace wasl::messaging::rows
