// What the module announces, and on which stream.
#pragma once
#include <optional>
#include <vector>

#include "streams/streams.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::events {

// The first event of a conversation, and its news to every member.
void created(streams::Streams& streams, storage::Tx& tx, const v1::Conversation& conversation,
             std::vector<PersonId> members);
// Returns where the conversation's stream says it.
Offset edited(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message);
// What those edits said is taken out of the stream.
void forget_texts(storage::Tx& tx, ConversationId id, const std::vector<Offset>& edits);
// pinned_count: when the message was pinned.
void deleted(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message,
             std::optional<int> pinned_count);
void reaction_changed(streams::Streams& streams, storage::Tx& tx, ConversationId id, Offset offset, PersonId who,
                      bool removed, const v1::Reaction& reaction);
void message_pinned(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message,
                    PersonId who, int pinned_count);
// Somebody did something to the conversation: a message without text that says so.
void noted(streams::Streams& streams, storage::Tx& tx, ConversationId id, PersonId who, const v1::Note& note);
void read_marker_moved(streams::Streams& streams, storage::Tx& tx, PersonId whose, ConversationId id, Offset to);
// A signal to whoever is there: the others may show how far this member has read.
void show_reading(streams::Streams& streams, storage::Tx& tx, PersonId who, ConversationId id, Offset to);

}  // namespace wasl::messaging::events
