#include "messaging/events.hpp"

#include <algorithm>

#include "messaging/store.hpp"
#include "sessions/frames.hpp"
#include "wasl/messaging/v1/marks.pb.h"

namespace wasl::messaging::events {

void created(streams::Streams& streams, storage::Tx& tx, const v1::Conversation& conversation,
             std::vector<PersonId> members) {
  const ConversationId id{conversation.id()};
  v1::ConversationAdded added;
  added.set_conversation_id(conversation.id());
  std::ranges::sort(members);  // the lock order of streams
  for (const auto person : members) streams.append(tx, stream_of(person), v1::EVENT_CONVERSATION_ADDED, added);
  v1::ConversationCreated first;
  first.set_creator_id(conversation.creator_id());
  first.set_title(conversation.title());
  first.set_created_at_ms(conversation.created_at_ms());
  streams.append(tx, stream_of(id), v1::EVENT_CONVERSATION_CREATED, first);
}

Offset edited(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message) {
  v1::MessageEdited event;
  event.set_offset(message.offset());
  event.set_text(message.text());
  event.set_edited_at_ms(message.edited_at_ms());
  event.set_edit_count(message.edit_count());
  *event.mutable_mentions() = message.content().mentions();
  return streams.append(tx, stream_of(id), v1::EVENT_MESSAGE_EDITED, event);
}

void forget_texts(storage::Tx& tx, ConversationId id, const std::vector<Offset>& edits) {
  std::vector<streams::Range> ranges;
  for (const auto offset : edits) ranges.push_back({raw(id), offset - 1, offset});
  for (const auto& stored : streams::Streams::stored(tx, StreamKind::kConversation, ranges)) {
    v1::MessageEdited event;
    if (stored.type != v1::EVENT_MESSAGE_EDITED || !event.ParseFromString(stored.body)) continue;
    event.clear_text();
    event.clear_mentions();
    streams::Streams::rewrite(tx, stream_of(id), stored.offset, event);
  }
}

void deleted(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message,
             std::optional<int> pinned_count) {
  v1::MessageDeleted event;
  event.set_offset(message.offset());
  event.set_deleted_at_ms(message.deleted_at_ms());
  event.set_deleted_by_id(message.deleted_by_id());
  if (pinned_count) event.set_pinned_count(static_cast<std::uint32_t>(*pinned_count));
  streams.append(tx, stream_of(id), v1::EVENT_MESSAGE_DELETED, event);
}

void reaction_changed(streams::Streams& streams, storage::Tx& tx, ConversationId id, Offset offset, PersonId who,
                      bool removed, const v1::Reaction& reaction) {
  v1::ReactionChanged event;
  event.set_offset(offset);
  event.set_person_id(raw(who));
  event.set_removed(removed);
  *event.mutable_reaction() = reaction;
  streams.append(tx, stream_of(id), v1::EVENT_REACTION_CHANGED, event);
}

void message_pinned(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message,
                    PersonId who, int pinned_count) {
  v1::MessagePinned event;
  event.set_offset(message.offset());
  event.set_pinned_at_ms(message.pinned_at_ms());
  event.set_person_id(raw(who));
  event.set_pinned_count(static_cast<std::uint32_t>(pinned_count));
  streams.append(tx, stream_of(id), v1::EVENT_MESSAGE_PINNED, event);
}

void noted(streams::Streams& streams, storage::Tx& tx, ConversationId id, PersonId who, const v1::Note& note) {
  streams.append_record(tx, stream_of(id), v1::EVENT_MESSAGE_SENT, [&](Offset offset) {
    return store::insert_note(tx, id, offset, who, note).SerializeAsString();
  });
}

void read_marker_moved(streams::Streams& streams, storage::Tx& tx, PersonId whose, ConversationId id, Offset to) {
  v1::ReadMarkerMoved event;
  event.set_conversation_id(raw(id));
  event.set_read_offset(to);
  streams.append(tx, stream_of(whose), v1::EVENT_READ_MARKER_MOVED, event);
}

void show_reading(streams::Streams& streams, storage::Tx& tx, PersonId who, ConversationId id, Offset to) {
  tx.after_commit([&streams, who, id, to] {
    streams.bus().publish({{stream_of(id), 0, sessions::signal_frame(stream_of(id), wasl::v1::SIGNAL_READ, who, to)}});
  });
}

}  // namespace wasl::messaging::events
