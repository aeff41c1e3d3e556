// The SQL of who is in a conversation, and in what role.
#pragma once
#include <optional>
#include <vector>

#include "messaging/groups/policy.hpp"
#include "messaging/store.hpp"
#include "storage/tx.hpp"

namespace wasl::messaging::groups::store {

using messaging::store::Cursor;
using storage::Tx;

// Throws not_found to whoever is no member. The second keeps others from changing the group until the commit.
Group open(Tx& tx, PersonId viewer, ConversationId id);
Group lock(Tx& tx, PersonId viewer, ConversationId id);
// The same for whoever is no member yet, but was told of it.
Group lock_unseen(Tx& tx, ConversationId id);

// None: no member.
std::optional<v1::MemberRole> role_of(Tx& tx, ConversationId id, PersonId person);
// Whom the group falls to when its owner leaves; none: nobody is left.
std::optional<PersonId> heir(Tx& tx, ConversationId id, PersonId leaver);

struct Listed {
  struct Entry {
    PersonId person;
    v1::MemberRole role;
    std::int64_t joined_at_us;
  };
  std::vector<Entry> members;
  std::optional<Cursor> next;
};
Listed members(Tx& tx, ConversationId id, const std::optional<Cursor>& after, std::uint32_t limit, bool leading_only);

// Those of `people` who are no members.
std::vector<PersonId> absent(Tx& tx, ConversationId id, const std::vector<PersonId>& people);
// Those who were no members yet, in ascending order.
std::vector<PersonId> add(Tx& tx, ConversationId id, const std::vector<PersonId>& people, bool may_write = true);
void remove(Tx& tx, ConversationId id, PersonId person);
// By whoever leads the group: until they are let in again, a link does not bring them back.
void bar(Tx& tx, ConversationId id, PersonId person);
void set_role(Tx& tx, ConversationId id, PersonId person, v1::MemberRole role);
void describe(Tx& tx, const Group& group);
std::uint32_t member_count(Tx& tx, ConversationId id);

// Owner and administrators, in ascending order.
std::vector<PersonId> leaders(Tx& tx, ConversationId id);
// How many ask to be let in.
std::uint32_t request_count(Tx& tx, ConversationId id);
// They ask no more. False: none of them did.
bool settle_requests(Tx& tx, ConversationId id, const std::vector<PersonId>& people);

}  // namespace wasl::messaging::groups::store
