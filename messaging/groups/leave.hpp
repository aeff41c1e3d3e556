// How somebody goes by themselves.
#pragma once
#include "messaging/groups/policy.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::groups {

// `group` is locked, as `person` stands in it. An owner leaves it to the administrator of longest standing, else to the
// oldest member; a channel only to somebody who writes there.
void leave(streams::Streams& streams, storage::Tx& tx, const Group& group, PersonId person);

}  // namespace wasl::messaging::groups
