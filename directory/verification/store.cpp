#include "directory/verification/store.hpp"

#include <array>

#include "directory/json.hpp"
#include "directory/rows.hpp"

namespace wasl::directory::verification::store {

namespace {

using storage::Statement;

#define WASL_MS(column) "coalesce((extract(epoch from " column ") * 1000)::bigint, 0)"
// Also of who has left it: otherwise they would leave to decide, and come back.
#define WASL_OWN                                                                                   \
  "(exists (select from seats s where s.organisation_id = v.organisation_id and s.person_id = $2)" \
  " or exists (select from organisation_history h where h.organisation_id = v.organisation_id"     \
  " and (h.person_id = $2 and h.action = 'registered' or h.subject_id = $2 and h.action = 'seat_given')))"
#define WASL_CASE                                                                                           \
  "select v.id, v.organisation_id, v.kind, coalesce(v.outcome, ''), coalesce(v.assignee_id, 0), "           \
  "coalesce(v.decided_by_id, 0),"                                                                           \
  " coalesce(v.submitted_by_id, 0), " WASL_MS("v.submitted_at") ", " WASL_MS("v.assigned_at") ", " WASL_MS( \
      "v.decided_at") ", v.reasons, " WASL_OWN " from reviews v"

const Statement kFind{"directory.review", WASL_CASE " where v.id = $1"};
const Statement kLock{"directory.lock_review", "select from reviews where id = $1 for update"};
const Statement kList{"directory.reviews", WASL_CASE R"(
  where v.outcome is null and not )" WASL_OWN R"(
    and not exists (select from organisations o where o.id = v.organisation_id and o.state = 'suspended')
    and ($3::int = 0 or ($3::int = 1 and v.assignee_id = $2) or ($3::int = 2 and v.assignee_id is null))
    and ($1::bigint = 0 or (v.submitted_at, v.id) > (select l.submitted_at, l.id from reviews l where l.id = $1::bigint))
  order by v.submitted_at, v.id limit $4)"};
const Statement kOpenCount{"directory.open_reviews", R"(
  select count(*) from reviews v join organisations o on o.id = v.organisation_id
  where v.outcome is null and o.state <> 'suspended')"};

const Statement kTake{"directory.take_review", R"(
  update reviews set assignee_id = $2, assigned_at = case when assignee_id = $2 then assigned_at else now() end
  where id = $1 and outcome is null and (assignee_id is null or assignee_id = $2 or $3::boolean) returning 1)"};
const Statement kRelease{"directory.release_review",
                         "update reviews set assignee_id = null, assigned_at = null where id = $1"};
const Statement kAssigned{"directory.assigned_reviews",
                          "select id from reviews where assignee_id = $1 and outcome is null order by id"};
const Statement kDecide{"directory.decide_review", R"(
  update reviews set outcome = $3, decided_by_id = $2, decided_at = now(), reasons = $4::jsonb where id = $1)"};

const Statement kProfile{"directory.review_profile",
                         "select profile from reviews where id = $1 and profile is not null"};
const Statement kProfileBefore{"directory.review_profile_before", R"(
  select profile from reviews where organisation_id = $1 and id < $2 and profile is not null order by id desc limit 1)"};

const Statement kAddEvidence{"directory.add_evidence", R"(
  insert into review_evidence (review_id, person_id, kind, result, note) values ($1, $2, $3, $4, $5) returning id)"};
const Statement kEvidence{"directory.evidence", "select id, person_id, kind, result, note, " WASL_MS(
                                                    "at") " from review_evidence where review_id = $1 order by id"};

constexpr std::array<std::string_view, 4> kKinds{"", "new", "change", "orphan"};
constexpr std::array<std::string_view, 5> kOutcomes{"", "published", "returned", "withdrawn", "settled"};
constexpr std::array<std::string_view, 5> kEvidenceKinds{"", "receipt", "phone", "address", "note"};
constexpr std::array<std::string_view, 4> kResults{"none", "passed", "failed", "waived"};

Case case_of(const storage::Row& row) {
  Case c;
  c.id = row[0].as<std::int64_t>();
  c.organisation = OrganisationId{row[1].as<std::int64_t>()};
  c.kind = rows::number_of<v1::ReviewKind>(kKinds, row[2].as<std::string>());
  c.outcome = rows::number_of<v1::ReviewOutcome>(kOutcomes, row[3].as<std::string>());
  c.assignee = PersonId{row[4].as<std::int64_t>()};
  c.decided_by = PersonId{row[5].as<std::int64_t>()};
  c.submitted_by = PersonId{row[6].as<std::int64_t>()};
  c.submitted_at_ms = row[7].as<std::int64_t>();
  c.assigned_at_ms = row[8].as<std::int64_t>();
  c.decided_at_ms = row[9].as<std::int64_t>();
  json::read(row[10].as<std::string>(), c.reasons);
  c.own = row[11].as<bool>();
  return c;
}

std::optional<v1::Profile> profile_of(const storage::Result& found) {
  if (found.empty()) return std::nullopt;
  v1::Profile profile;
  json::read(found[0][0].as<std::string>(), profile);
  return profile;
}

}  // namespace

std::optional<Case> find(Tx& tx, std::int64_t id, PersonId viewer) {
  const auto found = tx.exec(kFind, id, viewer);
  if (found.empty()) return std::nullopt;
  return case_of(found[0]);
}

std::optional<Case> lock(Tx& tx, std::int64_t id, PersonId viewer) {
  if (tx.exec(kLock, id).empty()) return std::nullopt;
  return find(tx, id, viewer);
}

std::vector<Case> list(Tx& tx, PersonId viewer, const Page& page) {
  std::vector<Case> out;
  for (const auto& row : tx.exec(kList, page.after, viewer, static_cast<int>(page.filter), page.limit))
    out.push_back(case_of(row));
  return out;
}

std::uint32_t open_count(Tx& tx) { return tx.exec(kOpenCount)[0][0].as<std::uint32_t>(); }

bool take(Tx& tx, std::int64_t id, PersonId person, bool take_over) {
  return !tx.exec(kTake, id, person, take_over).empty();
}

void release(Tx& tx, std::int64_t id) { tx.exec(kRelease, id); }

std::vector<std::int64_t> assigned(Tx& tx, PersonId person) {
  std::vector<std::int64_t> out;
  for (const auto& row : tx.exec(kAssigned, person)) out.push_back(row[0].as<std::int64_t>());
  return out;
}

void decide(Tx& tx, std::int64_t id, PersonId by, v1::ReviewOutcome outcome, const v1::Reasons& reasons) {
  tx.exec(kDecide, id, by, rows::name_of(kOutcomes, outcome), json::write(reasons));
}

std::optional<v1::Profile> profile(Tx& tx, std::int64_t id) { return profile_of(tx.exec(kProfile, id)); }

std::optional<v1::Profile> profile_before(Tx& tx, const Case& review) {
  return profile_of(tx.exec(kProfileBefore, review.organisation, review.id));
}

std::int64_t add_evidence(Tx& tx, std::int64_t review, PersonId by, const v1::AddEvidenceRequest& e,
                          const std::string& note) {
  return tx
      .exec(kAddEvidence, review, by, rows::name_of(kEvidenceKinds, e.kind()), rows::name_of(kResults, e.result()),
            note)[0][0]
      .as<std::int64_t>();
}

std::vector<v1::Evidence> evidence(Tx& tx, std::int64_t review) {
  std::vector<v1::Evidence> out;
  for (const auto& row : tx.exec(kEvidence, review)) {
    auto& e = out.emplace_back();
    e.set_id(row[0].as<std::int64_t>());
    e.mutable_person()->set_id(row[1].as<std::int64_t>());
    e.set_kind(rows::number_of<v1::EvidenceKind>(kEvidenceKinds, row[2].as<std::string>()));
    e.set_result(rows::number_of<v1::EvidenceResult>(kResults, row[3].as<std::string>()));
    e.set_note(row[4].as<std::string>());
    e.set_at_ms(row[5].as<std::int64_t>());
  }
  return out;
}

}  // namespace wasl::directory::verification::store
