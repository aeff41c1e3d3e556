// What lies before the verifiers, for those who put it there. Callers hold the organisation.
#pragma once
#include <optional>
#include <vector>

#include "core/ids.hpp"
#include "storage/tx.hpp"
#include "wasl/directory/v1/organisations.pb.h"

namespace wasl::directory::verification::queue {

using storage::Tx;

enum class Submitted { kNew, kChange };
void open(Tx& tx, OrganisationId id, Submitted kind, PersonId by, const v1::Profile& profile);
// Each with its profile, all of them new.
void open_new(Tx& tx, const std::vector<OrganisationId>& ids, PersonId by, const std::vector<v1::Profile>& profiles);
void withdraw(Tx& tx, OrganisationId id, PersonId by);

// Nobody owns it. Harmless when the verifiers know.
void open_orphan(Tx& tx, OrganisationId id);
void settle_orphan(Tx& tx, OrganisationId id, PersonId by);

// Who has its review; 0: nobody.
PersonId assignee(Tx& tx, OrganisationId id);

// The profile that was last submitted.
std::optional<v1::Profile> last_submitted(Tx& tx, OrganisationId id);

// Why it was returned, if that is the last that the verifiers have said.
v1::Reasons last_reasons(Tx& tx, OrganisationId id);

}  // namespace wasl::directory::verification::queue
