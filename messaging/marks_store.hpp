// The SQL of marks.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/marks.pb.h"

namespace wasl::messaging::marks {

using storage::Tx;

// True: it was not as asked before. The message is locked.
bool set_reaction(Tx& tx, PersonId person, ConversationId id, Offset offset, const std::string& emoji, bool there);
// What they come to, and what a poll comes to, is kept with the message.
void keep_reactions(Tx& tx, ConversationId id, const v1::Message& message);

struct Cursor {
  std::string emoji;
  std::int64_t person = 0;
};
std::vector<v1::PersonalReaction> reactions(Tx& tx, ConversationId id, Offset offset, const Cursor& after, std::uint32_t limit);
// Those of the viewer on these messages.
std::vector<v1::OwnReaction> own_reactions(Tx& tx, PersonId viewer, ConversationId id, const std::vector<v1::Message>& messages);

// The message is locked. Locks the conversation's stream: pinned_count holds until the end of the transaction.
v1::Message set_pinned(Tx& tx, ConversationId id, Offset offset, bool pinned);
int pinned_count(Tx& tx, ConversationId id);
std::vector<v1::Message> pinned(Tx& tx, ConversationId id);

// Before the text changes: what it says now becomes a version.
void keep_version(Tx& tx, ConversationId id, Offset offset);
// The event that replaced it, and those of all versions.
void note_edit(Tx& tx, ConversationId id, Offset offset, unsigned version, Offset event);
std::vector<Offset> edits(Tx& tx, ConversationId id, Offset offset);
std::vector<v1::Version> versions(Tx& tx, ConversationId id, Offset offset, std::uint32_t before, std::uint32_t limit);

// With a deleted message goes all that was kept beside it.
void forget(Tx& tx, ConversationId id, Offset offset);

}  // namespace wasl::messaging::marks
