#include "directory/seats/store.hpp"

#include "directory/rows.hpp"

namespace wasl::directory::seats::store {

namespace {

using storage::Statement;

#define WASL_MS(column) "(extract(epoch from " column ") * 1000)::bigint"
#define WASL_WORKS "revoked_at is null and expires_at > now() and (email is null or used_at is null)"

const Statement kCounts{
    "directory.seat_counts",
    "select count(*), count(*) filter (where role = 'owner') from seats where organisation_id = $1"};
const Statement kRole{"directory.seat_role", "select role from seats where organisation_id = $1 and person_id = $2"};
const Statement kPut{"directory.put_seat", R"(
  insert into seats (organisation_id, person_id, role) values ($1, $2, $3)
  on conflict (organisation_id, person_id) do update set role = excluded.role)"};
const Statement kRemove{"directory.remove_seat", "delete from seats where organisation_id = $1 and person_id = $2"};
const Statement kOrphaned{"directory.set_orphaned", R"(
  update organisations set orphaned_at = case when $2::boolean then coalesce(orphaned_at, now()) end where id = $1)"};

const Statement kAsk{"directory.ask_for_seat", R"(
  insert into seat_requests (organisation_id, person_id, text) values ($1, $2, $3)
  on conflict (organisation_id, person_id) do update set text = excluded.text)"};
const Statement kSettle{"directory.settle_seat_request",
                        "delete from seat_requests where organisation_id = $1 and person_id = $2 returning 1"};
const Statement kHasAsked{"directory.has_asked_for_seat",
                          "select exists (select from seat_requests where organisation_id = $1 and person_id = $2)"};
const Statement kAskedBy{"directory.seats_asked_by", "select count(*) from seat_requests where person_id = $1"};
const Statement kAskers{"directory.seat_askers", "select person_id, text, " WASL_MS("asked_at") R"(
  from seat_requests where organisation_id = $1 order by asked_at, person_id limit 200)"};

const Statement kInvite{"directory.invite", R"(
  insert into seat_invitations (organisation_id, token_hash, role, email, creator_id, expires_at)
  values ($1, $2, $3, nullif($4, ''), $5, now() + $6::int * interval '1 hour') returning id)"};
const Statement kInvitations{"directory.seat_invitations", "select id, role, coalesce(email, ''), " WASL_MS(
                                                               "created_at") ", " WASL_MS("expires_at") R"(, creator_id
  from seat_invitations where organisation_id = $1 and )" WASL_WORKS " order by id desc"};
const Statement kRevoke{"directory.revoke_seat_invitation", R"(
  update seat_invitations set revoked_at = coalesce(revoked_at, now()) where organisation_id = $1 and id = $2 returning 1)"};
const Statement kRevokeAll{"directory.revoke_seat_invitations_of", R"(
  update seat_invitations set revoked_at = now() where organisation_id = $1 and creator_id = $2 and revoked_at is null)"};
const Statement kFind{"directory.find_seat_invitation", R"(
  select id, organisation_id, role, creator_id, coalesce(used_by_id, 0), email is not null, )" WASL_WORKS R"(
    and not exists (select from organisation_history h where h.organisation_id = i.organisation_id and h.subject_id = $2
                    and h.action = 'seat_removed' and h.at >= i.created_at)
  from seat_invitations i where token_hash = $1)"};
const Statement kUse{"directory.use_seat_invitation", R"(
  update seat_invitations set used_at = now(), used_by_id = $2 where id = $1 and used_at is null)"};
const Statement kMails{"directory.invitation_mails", R"(
  select (select count(*) from seat_invitations where creator_id = $1 and email is not null and created_at > now() - interval '1 day'),
    (select count(*) from seat_invitations where lower(email) = lower($2) and created_at > now() - interval '1 day'))"};

pqxx::binarystring bytes(const std::string& hash) { return pqxx::binarystring(hash); }

Invited invited_of(const storage::Row& row) {
  Invited out;
  out.invitation.set_id(row[0].as<std::int64_t>());
  out.invitation.set_role(rows::seat_role(row[1].as<std::string>()));
  out.invitation.set_email(row[2].as<std::string>());
  out.invitation.set_created_at_ms(row[3].as<std::int64_t>());
  out.invitation.set_expires_at_ms(row[4].as<std::int64_t>());
  out.creator = PersonId{row[5].as<std::int64_t>()};
  return out;
}

}  // namespace

Counts counts(Tx& tx, OrganisationId id) {
  const auto row = tx.exec(kCounts, id)[0];
  return {row[0].as<int>(), row[1].as<int>()};
}

v1::SeatRole role(Tx& tx, OrganisationId id, PersonId person) {
  const auto found = tx.exec(kRole, id, person);
  return found.empty() ? v1::SEAT_UNSPECIFIED : rows::seat_role(found[0][0].as<std::string>());
}

void put(Tx& tx, OrganisationId id, PersonId person, v1::SeatRole role) {
  tx.exec(kPut, id, person, rows::seat_role(role));
}

void remove(Tx& tx, OrganisationId id, PersonId person) { tx.exec(kRemove, id, person); }

void set_orphaned(Tx& tx, OrganisationId id, bool orphaned) { tx.exec(kOrphaned, id, orphaned); }

void ask(Tx& tx, OrganisationId id, PersonId person, const std::string& text) { tx.exec(kAsk, id, person, text); }

bool settle(Tx& tx, OrganisationId id, PersonId person) { return !tx.exec(kSettle, id, person).empty(); }

int asked_by(Tx& tx, PersonId person) { return tx.exec(kAskedBy, person)[0][0].as<int>(); }

bool has_asked(Tx& tx, OrganisationId id, PersonId person) { return tx.exec(kHasAsked, id, person)[0][0].as<bool>(); }

std::vector<Asker> askers(Tx& tx, OrganisationId id) {
  std::vector<Asker> out;
  for (const auto& row : tx.exec(kAskers, id))
    out.push_back({PersonId{row[0].as<std::int64_t>()}, row[1].as<std::string>(), row[2].as<std::int64_t>()});
  return out;
}

std::int64_t invite(Tx& tx, const NewInvitation& i) {
  return tx
      .exec(kInvite, i.organisation, bytes(i.token_hash), rows::seat_role(i.role), i.email, i.creator,
            static_cast<int>(i.hours))[0][0]
      .as<std::int64_t>();
}

std::vector<Invited> invitations(Tx& tx, OrganisationId id) {
  std::vector<Invited> out;
  for (const auto& row : tx.exec(kInvitations, id)) out.push_back(invited_of(row));
  return out;
}

bool revoke(Tx& tx, OrganisationId id, std::int64_t invitation) { return !tx.exec(kRevoke, id, invitation).empty(); }

void revoke_all_of(Tx& tx, OrganisationId id, PersonId creator) { tx.exec(kRevokeAll, id, creator); }

std::optional<Invitation> find(Tx& tx, const std::string& token_hash, PersonId person) {
  const auto found = tx.exec(kFind, bytes(token_hash), person);
  if (found.empty()) return std::nullopt;
  const auto row = found[0];
  return Invitation{row[0].as<std::int64_t>(),
                    OrganisationId{row[1].as<std::int64_t>()},
                    rows::seat_role(row[2].as<std::string>()),
                    PersonId{row[3].as<std::int64_t>()},
                    PersonId{row[4].as<std::int64_t>()},
                    row[5].as<bool>(),
                    row[6].as<bool>()};
}

void use(Tx& tx, std::int64_t invitation, PersonId person) { tx.exec(kUse, invitation, person); }

Mails mails(Tx& tx, PersonId creator, const std::string& email) {
  const auto row = tx.exec(kMails, creator, email)[0];
  return {row[0].as<int>(), row[1].as<int>()};
}

}  // namespace wasl::directory::seats::store
