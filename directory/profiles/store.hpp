// The SQL of profiles.
#pragma once
#include <optional>
#include <vector>

#include "directory/profiles/clean.hpp"
#include "directory/profiles/record.hpp"
#include "storage/tx.hpp"

namespace wasl::directory::profiles::store {

using storage::Tx;

Known known(Tx& tx);

std::optional<Record> find(Tx& tx, OrganisationId id, PersonId viewer);

// Those that are published, in the order of `ids`, each once.
std::vector<Record> published(Tx& tx, const std::vector<OrganisationId>& ids);

// One of them, held until the commit: nobody else changes the organisation or its seats meanwhile.
std::optional<Record> lock(Tx& tx, OrganisationId id, PersonId viewer);

// A draft with its owner, unless this client_id has made one before.
struct Registered {
  OrganisationId id{};
  bool made = false;
};
Registered insert(Tx& tx, PersonId owner, std::uint64_t client_id, const v1::Profile& profile);

// Those that others have entered: nobody owns them yet. In the order of the profiles.
std::vector<OrganisationId> insert_unowned(Tx& tx, v1::OrganisationState state,
                                           const std::vector<v1::Profile>& profiles);

// The texts that it is found by: names and abbreviation; what else it says of itself.
std::string searchable(const v1::Profile& profile);
std::string said(const v1::Profile& profile);

// How many this person has begun that are not public: those they have not left, and those that wait for the verifiers.
int drafts_of(Tx& tx, PersonId owner);

// What is public, or will be. Findable at once.
void write_profile(Tx& tx, OrganisationId id, const v1::Profile& profile);
// What its editors have instead; nothing: what is public.
void write_draft(Tx& tx, OrganisationId id, const std::optional<v1::Profile>& draft);
// The next version, by this person.
void touch(Tx& tx, OrganisationId id, PersonId editor);

void set_state(Tx& tx, OrganisationId id, v1::OrganisationState state);
// Public, and right as of now.
void confirm(Tx& tx, OrganisationId id);

}  // namespace wasl::directory::profiles::store
