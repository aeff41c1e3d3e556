#include "messaging/groups/events.hpp"

#include "messaging/events.hpp"
#include "messaging/groups/store.hpp"

namespace wasl::messaging::groups::events {

namespace {

constexpr std::size_t kMostNamed = 20;

v1::Note note_of(v1::Note::Kind kind, const std::vector<PersonId>& people = {}) {
  v1::Note note;
  note.set_kind(kind);
  note.set_person_count(static_cast<std::uint32_t>(people.size()));
  for (std::size_t i = 0; i < people.size() && i < kMostNamed; ++i) note.add_person_ids(raw(people[i]));
  return note;
}

v1::MembersChanged::Change change_of(PersonId person, v1::MemberRole role, bool may_write) {
  v1::MembersChanged::Change change;
  change.set_person_id(raw(person));
  change.set_role(role);
  change.set_may_write(may_write);
  return change;
}

void changed(Streams& streams, Tx& tx, ConversationId id, const std::vector<v1::MembersChanged::Change>& changes) {
  v1::MembersChanged event;
  event.set_member_count(store::member_count(tx, id));
  for (const auto& change : changes) *event.add_changes() = change;
  streams.append(tx, stream_of(id), v1::EVENT_MEMBERS_CHANGED, event);
}

// Who reads a channel is nobody's business: only their number is told.
bool tells_who(const Group& group) { return group.kind != v1::CONVERSATION_CHANNEL; }

// Who answers for an organisation changes with its seats: no news to the people outside.
bool keeps_notes(const Group& group) { return group.kind == v1::CONVERSATION_GROUP; }

}  // namespace

void described(Streams& streams, Tx& tx, PersonId who, const Group& before, const Group& now) {
  v1::GroupChanged event;
  event.set_title(now.title);
  event.set_description(now.description);
  event.set_picture_id(now.picture);
  streams.append(tx, stream_of(now.id), v1::EVENT_GROUP_CHANGED, event);
  if (now.title != before.title) {
    auto note = note_of(v1::Note::RENAMED);
    note.set_title(now.title);
    messaging::events::noted(streams, tx, now.id, who, note);
  }
  if (now.description != before.description) messaging::events::noted(streams, tx, now.id, who, note_of(v1::Note::DESCRIBED));
  if (now.picture != before.picture) messaging::events::noted(streams, tx, now.id, who, note_of(v1::Note::PICTURED));
}

void came(Streams& streams, Tx& tx, PersonId who, const Group& group, const std::vector<PersonId>& people, bool may_write,
          v1::Note::Kind kind) {
  v1::ConversationAdded added;
  added.set_conversation_id(raw(group.id));
  std::vector<v1::MembersChanged::Change> changes;
  for (const auto person : people) {
    streams.append(tx, stream_of(person), v1::EVENT_CONVERSATION_ADDED, added);
    if (tells_who(group)) changes.push_back(change_of(person, v1::ROLE_MEMBER, may_write));
  }
  changed(streams, tx, group.id, changes);
  if (keeps_notes(group)) messaging::events::noted(streams, tx, group.id, who, note_of(kind, people));
}

void went(Streams& streams, Tx& tx, PersonId who, const Group& group, PersonId person, v1::Note::Kind kind) {
  v1::ConversationRemoved removed;
  removed.set_conversation_id(raw(group.id));
  streams.append(tx, stream_of(person), v1::EVENT_CONVERSATION_REMOVED, removed);
  std::vector<v1::MembersChanged::Change> changes;
  if (tells_who(group)) {
    changes.push_back(change_of(person, v1::ROLE_MEMBER, false));
    changes.back().set_gone(true);
  }
  changed(streams, tx, group.id, changes);
  if (keeps_notes(group)) messaging::events::noted(streams, tx, group.id, who, note_of(kind, {person}));
}

void role_given(Streams& streams, Tx& tx, const Group& group, PersonId person, v1::MemberRole role, bool may_write) {
  changed(streams, tx, group.id, {change_of(person, role, may_write)});
}

void owner_changed(Streams& streams, Tx& tx, PersonId who, const Group& group, PersonId owner, bool former_stays) {
  std::vector<v1::MembersChanged::Change> changes{change_of(owner, v1::ROLE_OWNER, true)};
  if (former_stays) changes.push_back(change_of(who, v1::ROLE_ADMINISTRATOR, true));
  changed(streams, tx, group.id, changes);
  messaging::events::noted(streams, tx, group.id, who, note_of(v1::Note::OWNER, {owner}));
}

std::uint32_t requests_changed(Streams& streams, Tx& tx, ConversationId id) {
  v1::RequestsChanged event;
  event.set_conversation_id(raw(id));
  event.set_request_count(store::request_count(tx, id));
  for (const auto leader : store::leaders(tx, id)) streams.append(tx, stream_of(leader), v1::EVENT_REQUESTS_CHANGED, event);
  return event.request_count();
}

std::vector<PersonId> gone(std::string_view members_changed) {
  v1::MembersChanged event;
  event.ParseFromArray(members_changed.data(), static_cast<int>(members_changed.size()));
  std::vector<PersonId> out;
  for (const auto& change : event.changes())
    if (change.gone()) out.push_back(PersonId{change.person_id()});
  return out;
}

}  // namespace wasl::messaging::groups::events
