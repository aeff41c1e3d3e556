// The module's SQL, but for sending: see committer.
#pragma once
#include <optional>
#include <vector>

#include "core/ids.hpp"
#include "messaging/window.hpp"
#include "storage/tx.hpp"
#include "streams/streams.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::store {

using storage::Tx;

// The one door to a conversation. Throws not_found to whoever is not a member.
v1::Conversation open(Tx& tx, PersonId viewer, ConversationId id);
// Those of which the viewer is a member, in the order of `ids`.
std::vector<v1::Conversation> open_some(Tx& tx, PersonId viewer, const std::vector<ConversationId>& ids);
// The same, without reading more than membership.
void require_member(Tx& tx, PersonId viewer, ConversationId id);
// What the sending statement asks, asked before.
void require_writer(Tx& tx, PersonId viewer, ConversationId id);

// Made now: true. Its stream is still empty then.
std::pair<ConversationId, bool> ensure_direct(Tx& tx, PersonId creator, PersonId other);
std::pair<ConversationId, bool> ensure_group(Tx& tx, PersonId creator, std::int64_t client_id,
                                             const std::string& title);
void add_members(Tx& tx, ConversationId id, const std::vector<PersonId>& people);

// Where a page of a list ends: of conversations, or of members.
struct Cursor {
  std::int64_t rank = 0;  // those of a higher rank come first
  std::int64_t time_us = 0;
  std::int64_t id = 0;
};
struct Listed {
  std::vector<v1::Conversation> conversations;
  std::optional<Cursor> next;
};
Listed list(Tx& tx, PersonId viewer, const std::optional<Cursor>& after, std::uint32_t limit);

std::vector<PersonId> members(Tx& tx, ConversationId id, std::uint32_t limit);

struct Page {
  std::vector<v1::Message> messages;  // newest first
  std::vector<v1::Message> answered;  // by those, and not among them
  bool more = false;                  // older ones exist
  bool newer = false;
  Offset head = 0;
};
Page messages(Tx& tx, ConversationId id, const Window& window);
// The offset of the first message that was sent at `ms` or later; 0: none. A bisection over the offsets: some twenty probes
// of the primary key for a million messages, and no index on time for every send to pay.
Offset first_since(Tx& tx, ConversationId id, std::int64_t ms);

std::optional<v1::Message> message(Tx& tx, ConversationId id, Offset offset);
// Locks the message. Throws not_found when it is not there, or the viewer is no member.
v1::Message lock_message(Tx& tx, PersonId viewer, ConversationId id, Offset offset);
v1::Message insert_note(Tx& tx, ConversationId id, Offset offset, PersonId author, const v1::Note& note);
v1::Message set_text(Tx& tx, ConversationId id, Offset offset, const std::string& text, const v1::MessageContent& content);
v1::Message mark_deleted(Tx& tx, ConversationId id, Offset offset, PersonId by);

struct Marker {
  Offset offset;
  bool moved;
};
// Never back, never past the head.
Marker move_read_marker(Tx& tx, PersonId viewer, ConversationId id, Offset to);

// For the stream's rules.
std::vector<bool> memberships(Tx& tx, PersonId viewer, const std::vector<std::int64_t>& conversations);
std::vector<streams::StoredEvent> message_records(Tx& tx, const std::vector<streams::Range>& ranges);

}  // namespace wasl::messaging::store
