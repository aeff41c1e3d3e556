#include "directory/verification/verdicts.hpp"

#include "directory/history.hpp"
#include "directory/json.hpp"
#include "directory/profiles/diff.hpp"
#include "directory/profiles/store.hpp"
#include "directory/verification/store.hpp"

namespace wasl::directory::verification::verdicts {

namespace {

using storage::Statement;

const Statement kReturned{"directory.returned", R"(
  update organisations set version = version + 1,
    state = case when $2::boolean then 'returned' else state end,
    verified_at = case when $2::boolean then null else verified_at end
  where id = $1)"};
const Statement kVerified{
    "directory.verified",
    "update organisations set version = version + 1, state = 'verified', verified_at = now() where id = $1"};
const Statement kPublished{"directory.published", R"(
  update organisations set version = version + 1, state = 'published', verified_at = now(), confirmed_at = now() where id = $1)"};

profiles::Record record_of(Tx& tx, OrganisationId id) { return *profiles::store::find(tx, id, PersonId{}); }

}  // namespace

void give_back(Tx& tx, Letters& letters, const Case& review, PersonId by, const v1::Reasons& reasons) {
  tx.exec(kReturned, review.organisation, review.kind == v1::REVIEW_NEW);
  store::decide(tx, review.id, by, v1::OUTCOME_RETURNED, reasons);
  history::add(tx, review.organisation, {by, "returned", {}, reasons.note()});
  letters.to_owners(tx, Letters::Kind::kReturned, review.organisation,
                    record_of(tx, review.organisation).profile.name());
}

void verify(Tx& tx, const Case& review, PersonId by, const std::string& note) {
  tx.exec(kVerified, review.organisation);
  history::add(tx, review.organisation, {by, "verified", {}, note});
}

void publish(Tx& tx, Letters& letters, const Case& review, PersonId by, const std::string& note) {
  const auto id = review.organisation;
  v1::Reasons reasons;
  reasons.set_note(note);
  if (review.kind == v1::REVIEW_ORPHAN) {
    store::decide(tx, review.id, by, v1::OUTCOME_SETTLED, reasons);
    history::add(tx, id, {by, "settled", {}, note});
    return;
  }
  v1::Changes changes;
  if (review.kind == v1::REVIEW_CHANGE) {
    const auto submitted = store::profile(tx, review.id);
    changes = profiles::changes(record_of(tx, id).profile, *submitted);
    profiles::store::write_profile(tx, id, *submitted);
    profiles::store::write_draft(tx, id, std::nullopt);
  }
  tx.exec(kPublished, id);
  store::decide(tx, review.id, by, v1::OUTCOME_PUBLISHED, reasons);
  history::add(tx, id, {by, "published", {}, note, json::write(changes)});
  letters.to_owners(tx, Letters::Kind::kPublished, id, record_of(tx, id).profile.name());
}

}  // namespace wasl::directory::verification::verdicts
