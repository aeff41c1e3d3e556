#include "messaging/departures/departures.hpp"

#include "messaging/departures/store.hpp"
#include "messaging/groups/events.hpp"
#include "messaging/groups/leave.hpp"
#include "messaging/groups/store.hpp"
#include "wasl/messaging/v1/departures.pb.h"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::messaging::departures {

using storage::Tx;
using streams::Streams;

namespace {

void announce(Streams& streams, Tx& tx, PersonId person, ConversationId id) {
  v1::PersonDeleted event;
  event.set_person_id(raw(person));
  streams.append(tx, stream_of(id), v1::EVENT_PERSON_DELETED, event);
}

// Of whose readers nobody is told, nobody is told here.
void leave(Streams& streams, Tx& tx, PersonId person, ConversationId id) {
  const auto group = groups::store::lock(tx, person, id);
  groups::leave(streams, tx, group, person);
  if (group.kind != v1::CONVERSATION_CHANNEL || group.mine != v1::ROLE_MEMBER) announce(streams, tx, person, id);
}

// The stranger is gone before anybody has answered: there is nothing to answer.
void withdraw(Streams& streams, Tx& tx, PersonId person, ConversationId id) {
  v1::RequestRefused event;
  event.set_conversation_id(raw(id));
  for (const auto other : messaging::store::members(tx, id, 2))
    if (other != person) streams.append(tx, stream_of(other), v1::EVENT_REQUEST_REFUSED, event);
  store::close(tx, person, id, true);
}

void close(Streams& streams, Tx& tx, PersonId person, ConversationId id) {
  store::close(tx, person, id, false);
  streams.append(tx, stream_of(id), v1::EVENT_RIGHTS_CHANGED, v1::RightsChanged{});
  announce(streams, tx, person, id);
}

void depart(Streams& streams, Tx& tx, PersonId person, ConversationId id) {
  const auto held = store::hold(tx, person, id);
  if (!held || held->closed) return;
  const bool two =
      held->kind == v1::CONVERSATION_DIRECT || (held->kind == v1::CONVERSATION_ORGANISATION && !held->in_name);
  if (!two) return leave(streams, tx, person, id);
  if (held->waiting && held->creator == person) return withdraw(streams, tx, person, id);
  close(streams, tx, person, id);
}

void ask_no_more(Streams& streams, Tx& tx, PersonId person, ConversationId id) {
  groups::store::lock_unseen(tx, id);
  if (groups::store::settle_requests(tx, id, {person})) groups::events::requests_changed(streams, tx, id);
}

}  // namespace

void forget_person(storage::Db& db, Streams& streams, PersonId person) {
  for (const auto id : db.transact_now([&](Tx& tx) { return store::to_leave(tx, person); }))
    db.transact_now([&](Tx& tx) { depart(streams, tx, person, id); }, storage::InDoubt::kRunAgain);
  for (const auto id : db.transact_now([&](Tx& tx) { return store::asked(tx, person); }))
    db.transact_now([&](Tx& tx) { ask_no_more(streams, tx, person, id); }, storage::InDoubt::kRunAgain);
  db.transact_now([&](Tx& tx) { store::forget_personal(tx, person); }, storage::InDoubt::kRunAgain);
}

}  // namespace wasl::messaging::departures
