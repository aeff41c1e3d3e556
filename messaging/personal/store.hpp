// Drafts, scheduled messages, receipts.
#pragma once
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "messaging/committer.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/personal.pb.h"

namespace wasl::messaging::store {

using storage::Tx;

// Sets it, or removes it when the text is empty; the draft as it stands.
v1::Draft set_draft(Tx& tx, PersonId person, ConversationId id, const std::string& text, Offset reply_to);
std::vector<v1::Draft> drafts(Tx& tx, PersonId person);

int waiting_scheduled(Tx& tx, PersonId author);
// Made now: true.
std::pair<v1::Scheduled, bool> ensure_scheduled(Tx& tx, const Outgoing& message, std::int64_t send_at_ms);
std::vector<v1::Scheduled> scheduled(Tx& tx, PersonId author);
// The conversation; nothing when it is not there, or is leaving.
std::optional<ConversationId> cancel_scheduled(Tx& tx, PersonId author, std::int64_t id);
// As it stands; nothing when it is not there, or is leaving.
std::optional<v1::Scheduled> change_scheduled(Tx& tx, PersonId author, std::int64_t id, const std::string& text, std::int64_t send_at_ms);

struct Due {
  std::int64_t id;
  Outgoing message;
};
// Takes what is due, for a minute.
std::vector<Due> take_due(Tx& tx, int most);
void remove_scheduled(Tx& tx, std::int64_t id);
void fail_scheduled(Tx& tx, std::int64_t id, const std::string& reason);

bool hides_receipts(Tx& tx, PersonId person);
void set_receipts_hidden(Tx& tx, PersonId person, bool hidden);
std::vector<v1::Receipt> receipts(Tx& tx, PersonId viewer, ConversationId id);
// Whether moves of the person's marker are shown to the others as they happen.
bool shows_reading(Tx& tx, PersonId person, ConversationId id);

}  // namespace wasl::messaging::store
