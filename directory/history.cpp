#include "directory/history.hpp"

namespace wasl::directory::history {

namespace {

const storage::Statement kAdd{"directory.add_history", R"(
  insert into organisation_history (organisation_id, person_id, action, subject_id, note, changes)
  values ($1, nullif($2::bigint, 0), $3, nullif($4::bigint, 0), $5, $6::jsonb))"};

}  // namespace

void add(storage::Tx& tx, OrganisationId organisation, const Entry& entry) {
  tx.exec(kAdd, organisation, entry.by, entry.action, entry.subject, entry.note, entry.changes);
}

}  // namespace wasl::directory::history
