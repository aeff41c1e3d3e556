#include "messaging/questions/events.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "messaging/events.hpp"
#include "messaging/groups/store.hpp"
#include "messaging/questions/store.hpp"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::messaging::questions::events {

using storage::Tx;
using streams::Streams;

namespace {

// In the lock order of streams, whatever each of them hears.
void tell_people(Streams& streams, Tx& tx, ConversationId id, const Change& change) {
  std::map<std::int64_t, std::vector<std::function<void(StreamId)>>> news;
  const auto offered = [&](PersonId person, bool now) {
    news[raw(person)].emplace_back([&streams, &tx, id, now](StreamId stream) {
      v1::QuestionOffered event;
      event.set_conversation_id(raw(id));
      event.set_offered(now);
      streams.append(tx, stream, v1::EVENT_QUESTION_OFFERED, event);
    });
  };
  for (const auto person : change.not_offered) offered(person, false);
  for (const auto person : change.offered) offered(person, true);
  for (const auto person : change.came)
    news[raw(person)].emplace_back([&streams, &tx, id](StreamId stream) {
      v1::ConversationAdded event;
      event.set_conversation_id(raw(id));
      streams.append(tx, stream, v1::EVENT_CONVERSATION_ADDED, event);
    });
  for (const auto person : change.went)
    news[raw(person)].emplace_back([&streams, &tx, id](StreamId stream) {
      v1::ConversationRemoved event;
      event.set_conversation_id(raw(id));
      streams.append(tx, stream, v1::EVENT_CONVERSATION_REMOVED, event);
    });
  for (const auto& [person, all] : news)
    for (const auto& say : all) say(stream_of(PersonId{person}));
}

void members_changed(Streams& streams, Tx& tx, ConversationId id, const Change& change) {
  if (change.came.empty() && change.went.empty()) return;
  v1::MembersChanged event;
  event.set_member_count(groups::store::member_count(tx, id));
  const auto add = [&](PersonId person, bool gone) {
    auto& one = *event.add_changes();
    one.set_person_id(raw(person));
    one.set_gone(gone);
    one.set_may_write(!gone);
  };
  for (const auto person : change.went) add(person, true);
  for (const auto person : change.came) add(person, false);
  streams.append(tx, stream_of(id), v1::EVENT_MEMBERS_CHANGED, event);
}

void tell_state(Streams& streams, Tx& tx, const Record& now) {
  v1::QuestionChanged event;
  *event.mutable_question() = now.question;
  streams.append(tx, stream_of(now.id()), v1::EVENT_QUESTION_CHANGED, event);
}

v1::Note note_of(const Change& change) {
  v1::Note note;
  note.set_kind(change.note);
  for (const auto person : change.about) note.add_person_ids(raw(person));
  note.set_person_count(static_cast<std::uint32_t>(change.about.size()));
  return note;
}

}  // namespace

void changed(Streams& streams, Tx& tx, const Record& now, const Change& change) {
  const auto id = now.id();
  tell_people(streams, tx, id, change);
  members_changed(streams, tx, id, change);
  if (change.rights) streams.append(tx, stream_of(id), v1::EVENT_RIGHTS_CHANGED, v1::RightsChanged{});
  if (change.note != v1::Note::KIND_UNSPECIFIED) messaging::events::noted(streams, tx, id, change.by, note_of(change));
  tell_state(streams, tx, now);
}

void asked(Streams& streams, Tx& tx, const Record& now, const Change& change, const std::string& title,
           std::int64_t client_id, const std::string& text) {
  const auto id = now.id();
  tell_people(streams, tx, id, change);
  v1::ConversationCreated first;
  first.set_creator_id(raw(now.asker()));
  first.set_title(title);
  first.set_created_at_ms(now.question.asked_at_ms());
  streams.append(tx, stream_of(id), v1::EVENT_CONVERSATION_CREATED, first);
  streams.append_record(tx, stream_of(id), v1::EVENT_MESSAGE_SENT, [&](Offset offset) {
    return store::insert_text(tx, id, offset, now.asker(), client_id, text).SerializeAsString();
  });
  tell_state(streams, tx, now);
}

}  // namespace wasl::messaging::questions::events
