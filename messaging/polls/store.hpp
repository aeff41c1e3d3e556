// The SQL of polls.
#pragma once
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/polls.pb.h"

namespace wasl::messaging::polls {

using storage::Tx;

// The message is locked. Empty: no vote.
std::vector<std::int64_t> vote_of(Tx& tx, PersonId person, ConversationId id, Offset offset);
void set_vote(Tx& tx, PersonId person, ConversationId id, Offset offset, const std::vector<std::int64_t>& options);
std::vector<PersonId> voters(Tx& tx, ConversationId id, Offset offset, std::uint32_t option, PersonId after,
                             std::uint32_t limit);
// Those of the viewer in polls among these messages.
std::vector<v1::OwnVote> own_votes(Tx& tx, PersonId viewer, ConversationId id,
                                   const std::vector<v1::Message>& messages);
// With a deleted message go its votes.
void forget(Tx& tx, ConversationId id, Offset offset);

}  // namespace wasl::messaging::polls
