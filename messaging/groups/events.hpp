// What becomes of a group, announced: to those who come and go on their own streams first, then to all on the group's.
#pragma once
#include <vector>

#include "messaging/groups/policy.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::groups::events {

using storage::Tx;
using streams::Streams;

void described(Streams& streams, Tx& tx, PersonId who, const Group& before, const Group& now);
// `kind` of the note: ADDED, or JOINED when somebody came by themselves. `people` in ascending order.
void came(Streams& streams, Tx& tx, PersonId who, const Group& group, const std::vector<PersonId>& people, bool may_write,
          v1::Note::Kind kind);
void went(Streams& streams, Tx& tx, PersonId who, const Group& group, PersonId person, v1::Note::Kind kind);
void role_given(Streams& streams, Tx& tx, const Group& group, PersonId person, v1::MemberRole role,
                bool may_write = true);
// The former owner, if still there, is an administrator now.
void owner_changed(Streams& streams, Tx& tx, PersonId who, const Group& group, PersonId owner, bool former_stays);

// To everyone who leads the group: how many ask to be let in now. Answers that.
std::uint32_t requests_changed(Streams& streams, Tx& tx, ConversationId id);

// For the stream's rules: whose right to follow ends with a MembersChanged.
std::vector<PersonId> gone(std::string_view members_changed);

}  // namespace wasl::messaging::groups::events
