#include "messaging/settings/store.hpp"

#include "core/error.hpp"
#include "messaging/rows.hpp"

namespace wasl::messaging::settings::store {

using storage::Statement;

namespace {

const Statement kLock{"messaging.lock_settings", "select " WASL_SETTINGS_COLUMNS R"(
  from conversation_members me where me.conversation_id = $1 and me.person_id = $2 for update)"};
const Statement kSet{"messaging.set_settings", R"(
  update conversation_members set archived = $3, pinned_at = case when $4 then coalesce(pinned_at, now()) end,
    muted_until = case $5::bigint when 0 then null when -1 then 'infinity' else to_timestamp($5::bigint / 1000.0) end,
    marked_unread = $6
  where conversation_id = $1 and person_id = $2)"};

}  // namespace

v1::ConversationSettings lock(storage::Tx& tx, PersonId person, ConversationId id) {
  const auto found = tx.exec(kLock, id, person);
  require(!found.empty(), not_found("conversation"));
  v1::ConversationSettings settings;
  rows::settings(found[0], 0, settings);
  return settings;
}

void set(storage::Tx& tx, PersonId person, ConversationId id, const v1::ConversationSettings& settings) {
  tx.exec(kSet, id, person, settings.archived(), settings.pinned(), settings.muted_until_ms(), settings.marked_unread());
}

}  // namespace wasl::messaging::settings::store
