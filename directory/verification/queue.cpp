#include "directory/verification/queue.hpp"

#include "directory/json.hpp"

namespace wasl::directory::verification::queue {

namespace {

using storage::Statement;

const Statement kOpen{"directory.open_review", R"(
  insert into reviews (organisation_id, kind, submitted_by_id, profile)
  select id, $2, $3, profile::jsonb
  from unnest($1::bigint[], $4::text[]) with ordinality as r(id, profile, position) order by position)"};
const Statement kOpenOrphan{"directory.open_orphan", R"(
  insert into reviews (organisation_id, kind) select id, 'orphan' from organisations where id = $1 and state <> 'draft'
  on conflict do nothing)"};
const Statement kWithdraw{"directory.withdraw_review", R"(
  update reviews set outcome = 'withdrawn', decided_by_id = $2, decided_at = now()
  where organisation_id = $1 and kind <> 'orphan' and outcome is null)"};
const Statement kSettle{"directory.settle_orphan", R"(
  update reviews set outcome = 'settled', decided_by_id = $2, decided_at = now()
  where organisation_id = $1 and kind = 'orphan' and outcome is null)"};
const Statement kAssignee{"directory.assignee", R"(
  select coalesce(max(assignee_id), 0) from reviews where organisation_id = $1 and kind <> 'orphan' and outcome is null)"};
const Statement kLast{"directory.last_submitted", R"(
  select profile from reviews where organisation_id = $1 and profile is not null order by id desc limit 1)"};
const Statement kReasons{"directory.last_reasons", R"(
  select coalesce(outcome, ''), reasons from reviews where organisation_id = $1 and kind <> 'orphan' order by id desc limit 1)"};

}  // namespace

void open(Tx& tx, OrganisationId id, Submitted kind, PersonId by, const v1::Profile& profile) {
  tx.exec(kOpen, std::vector{raw(id)}, kind == Submitted::kNew ? "new" : "change", by,
          std::vector{json::write(profile)});
}

void open_new(Tx& tx, const std::vector<OrganisationId>& ids, PersonId by, const std::vector<v1::Profile>& profiles) {
  std::vector<std::int64_t> numbers;
  std::vector<std::string> written;
  for (const auto id : ids) numbers.push_back(raw(id));
  for (const auto& profile : profiles) written.push_back(json::write(profile));
  tx.exec(kOpen, numbers, "new", by, written);
}

void withdraw(Tx& tx, OrganisationId id, PersonId by) { tx.exec(kWithdraw, id, by); }

void open_orphan(Tx& tx, OrganisationId id) { tx.exec(kOpenOrphan, id); }

void settle_orphan(Tx& tx, OrganisationId id, PersonId by) { tx.exec(kSettle, id, by); }

PersonId assignee(Tx& tx, OrganisationId id) { return PersonId{tx.exec(kAssignee, id)[0][0].as<std::int64_t>()}; }

std::optional<v1::Profile> last_submitted(Tx& tx, OrganisationId id) {
  const auto found = tx.exec(kLast, id);
  if (found.empty()) return std::nullopt;
  v1::Profile profile;
  json::read(found[0][0].as<std::string>(), profile);
  return profile;
}

v1::Reasons last_reasons(Tx& tx, OrganisationId id) {
  v1::Reasons reasons;
  const auto found = tx.exec(kReasons, id);
  if (!found.empty() && found[0][0].as<std::string>() == "returned") json::read(found[0][1].as<std::string>(), reasons);
  return reasons;
}

}  // namespace wasl::directory::verification::queue
