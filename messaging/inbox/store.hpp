// The SQL of inboxes.
#pragma once
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "core/ids.hpp"
#include "messaging/store.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/inbox.pb.h"

namespace wasl::messaging::inbox::store {

using messaging::store::Cursor;
using storage::Tx;

// Until the commit, so that whoever reads an organisation's editors to make members of them and whoever follows a
// change of its seats do not miss each other: many of the first, or one of the second.
void hold_seats(Tx& tx, OrganisationId organisation);
void hold_seats_alone(Tx& tx, OrganisationId organisation);

std::optional<ConversationId> find(Tx& tx, PersonId outside, OrganisationId organisation);
// Made now: true.
std::pair<ConversationId, bool> ensure(Tx& tx, PersonId outside, OrganisationId organisation);
// They take part in the organisation's name and have read all that is there.
void add_editors(Tx& tx, const std::vector<ConversationId>& conversations, const std::vector<PersonId>& editors);

struct Opened {
  int count;
  std::chrono::milliseconds wait;  // until the first of them is a day old
};
// In the last 24 hours.
Opened opened_lately(Tx& tx, PersonId outside);

struct Listed {
  std::vector<std::pair<ConversationId, v1::InboxState>> entries;
  std::optional<Cursor> next;
};
// One probe of the messages' key for each of the viewer's conversations of this kind. organisation 0: all.
Listed list(Tx& tx, PersonId viewer, OrganisationId organisation, v1::InboxFilter filter,
            const std::optional<Cursor>& after, std::uint32_t limit);
struct Counts {
  std::uint32_t all, waiting, mine;
};
Counts counts(Tx& tx, PersonId viewer, OrganisationId organisation);

// Whether the person takes part in the organisation's name.
bool answers(Tx& tx, ConversationId id, PersonId person);
v1::InboxState state(Tx& tx, ConversationId id);
// Each answers whether that was news.
bool set_done(Tx& tx, ConversationId id, Offset offset);
bool set_assignee(Tx& tx, ConversationId id, std::optional<PersonId> assignee);

// Conversations of the organisation (inboxes first, then channels) in which the person has yet to gain, or to lose,
// what its editors have; some of them, in ascending order.
std::vector<ConversationId> inboxes_to_join(Tx& tx, OrganisationId organisation, PersonId person, int limit);
std::vector<ConversationId> inboxes_to_leave(Tx& tx, OrganisationId organisation, PersonId person, int limit);
std::vector<ConversationId> channels_to_lead(Tx& tx, OrganisationId organisation, PersonId person, int limit);
std::vector<ConversationId> channels_to_cede(Tx& tx, OrganisationId organisation, PersonId person, int limit);
// What groups::store::lock does, of several.
void lock(Tx& tx, const std::vector<ConversationId>& conversations);
void leave(Tx& tx, const std::vector<ConversationId>& inboxes, PersonId person);
// What the person had taken on is nobody's; some of it, in ascending order.
std::vector<ConversationId> give_back(Tx& tx, OrganisationId organisation, PersonId person, int limit);
void cede(Tx& tx, const std::vector<ConversationId>& channels, PersonId person);

}  // namespace wasl::messaging::inbox::store
