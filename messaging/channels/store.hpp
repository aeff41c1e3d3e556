// The SQL of channels.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/channels.pb.h"

namespace wasl::messaging::channels::store {

using storage::Tx;

struct Fresh {
  PersonId creator;
  std::int64_t client_id;
  OrganisationId organisation;
  std::string title, description;
};
// Whether it was made now. Throws not_found when the client_id was used for something else.
std::pair<ConversationId, bool> ensure(Tx& tx, const Fresh& channel);
// Its creator leads it, the other editors write, too.
void add_editors(Tx& tx, ConversationId id, const std::vector<PersonId>& editors);

std::vector<v1::Channel> list(Tx& tx, PersonId viewer, OrganisationId organisation);
// Throws not_found when it is no channel.
OrganisationId organisation_of(Tx& tx, ConversationId id);

}  // namespace wasl::messaging::channels::store
