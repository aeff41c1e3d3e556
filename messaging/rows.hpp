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

v1::ConversationKind conversation_kind(const std::string& word);

// The columns of a member's settings, in the order that settings() reads them; the table's name or alias is me.
#define WASL_SETTINGS_COLUMNS                                                                                 \
  "me.archived, me.pinned_at is not null, case when me.muted_until = 'infinity' then -1 "                       \
  "when me.muted_until > now() then (extract(epoch from me.muted_until) * 1000)::bigint else 0 end, me.marked_unread"
// From column `first` on; answers the column after them.
int settings(const storage::Row& row, int first, v1::ConversationSettings& to);

// As in store::kConversationColumns.
v1::Conversation conversation(const storage::Row& row, PersonId viewer);

}  // namespace wasl::messaging::rows
