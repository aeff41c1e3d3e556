#include "messaging/groups/leave.hpp"

#include "messaging/groups/events.hpp"
#include "messaging/groups/store.hpp"

namespace wasl::messaging::groups {

using storage::Tx;
using streams::Streams;

namespace {

void hand_over(Streams& streams, Tx& tx, const Group& group, PersonId leaver) {
  const auto heir = store::heir(tx, group.id, leaver);
  if (!heir) return;
  const bool channel = group.kind == v1::CONVERSATION_CHANNEL;
  if (channel && store::role_of(tx, group.id, *heir) == v1::ROLE_MEMBER) return;
  store::set_role(tx, group.id, *heir, v1::ROLE_OWNER);
  if (channel) return events::role_given(streams, tx, group, *heir, v1::ROLE_OWNER);
  events::owner_changed(streams, tx, leaver, group, *heir, false);
  events::requests_changed(streams, tx, group.id);
}

}  // namespace

void leave(Streams& streams, Tx& tx, const Group& group, PersonId person) {
  store::remove(tx, group.id, person);
  events::went(streams, tx, person, group, person, v1::Note::LEFT);
  if (group.mine == v1::ROLE_OWNER) hand_over(streams, tx, group, person);
}

}  // namespace wasl::messaging::groups
