#include "messaging/events.hpp"

#include <algorithm>

#include "messaging/store.hpp"

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

void edited(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message) {
  v1::MessageEdited event;
  event.set_offset(message.offset());
  event.set_text(message.text());
  event.set_edited_at_ms(message.edited_at_ms());
  streams.append(tx, stream_of(id), v1::EVENT_MESSAGE_EDITED, event);
}

void deleted(streams::Streams& streams, storage::Tx& tx, ConversationId id, const v1::Message& message) {
  v1::MessageDeleted event;
  event.set_offset(message.offset());
  event.set_deleted_at_ms(message.deleted_at_ms());
  streams.append(tx, stream_of(id), v1::EVENT_MESSAGE_DELETED, event);
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

}  // namespace wasl::messaging::events
