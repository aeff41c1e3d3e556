#include "accounts/session_store.hpp"

#include <sstream>

#include "accounts/policy.hpp"

namespace wasl::accounts::store {

namespace {

using storage::Statement;

// `for share` makes a change of the password wait for this insert, or this insert see the change.
const Statement kInsert{"accounts.insert_session", R"(
  with person as (select id from people where id = $1 and password_hash = $2
                    and coalesce(suspended_until <= now(), suspended_at is null) for share)
  insert into sign_in_sessions (person_id, token_hash, user_agent, stay, expires_at)
  select id, $3, $4, $5, now() + $6 * interval '1 hour' from person
  returning id)"};

const Statement kIsNewDevice{"accounts.is_new_device", R"(
  select exists (select from sign_in_sessions where person_id = $1)
     and not exists (select from sign_in_sessions where person_id = $1 and user_agent = $2))"};

const Statement kFind{"accounts.find_session", R"(
  select s.id, s.person_id, s.last_seen_at < now() - interval '5 minutes',
         (select string_agg(r.role, ' ') from platform_roles r where r.person_id = s.person_id)
  from sign_in_sessions s join confirmed_people p on p.id = s.person_id
  where s.token_hash = $1 and s.ended_at is null and s.expires_at > now())"};

const Statement kTouch{"accounts.touch_sessions", R"(
  update sign_in_sessions set last_seen_at = now(),
    expires_at = case when stay then now() + $2 * interval '1 hour' else expires_at end
  where id = any ($1::bigint[]) and ended_at is null and expires_at > now()
    and last_seen_at < now() - interval '5 minutes')"};

const Statement kEndedAmong{"accounts.ended_among", R"(
  select i.id from unnest($1::bigint[]) as i(id)
  where not exists (select from sign_in_sessions s join confirmed_people p on p.id = s.person_id
                    where s.id = i.id and s.ended_at is null and s.expires_at > now()))"};

const Statement kChangedAmong{"accounts.changed_among", R"(
  select s.id, (extract(epoch from max(a.at)) * 1000)::bigint
  from sign_in_sessions s join privileged_acts a on a.target_id = s.person_id
  where s.id = any($1::bigint[]) and a.act in ('role_granted', 'role_revoked') and a.target_kind = 1
    and a.at > now() - interval '20 seconds'
  group by s.id)"};

const Statement kOfPerson{"accounts.sessions_of", R"(
  select id, user_agent, (extract(epoch from created_at) * 1000)::bigint, (extract(epoch from last_seen_at) * 1000)::bigint
  from sign_in_sessions
  where person_id = $1 and ended_at is null and expires_at > now()
  order by last_seen_at desc, id desc
  limit 100)"};

const Statement kEnd{"accounts.end_session", R"(
  update sign_in_sessions set ended_at = now()
  where id = $2 and person_id = $1 and ended_at is null and expires_at > now()
  returning id)"};

const Statement kEndOthers{"accounts.end_other_sessions", R"(
  update sign_in_sessions set ended_at = now()
  where person_id = $1 and id <> $2 and ended_at is null and expires_at > now()
  returning id)"};

const Statement kEndOldest{"accounts.end_oldest_sessions", R"(
  update sign_in_sessions set ended_at = now()
  where id in (select id from sign_in_sessions
               where person_id = $1 and ended_at is null and expires_at > now()
               order by last_seen_at desc, id desc offset $2)
  returning id)"};

const Statement kForget{"accounts.forget_sessions",
                        "delete from sign_in_sessions where expires_at < now() - interval '180 days'"};

std::int64_t hours(std::chrono::hours h) { return static_cast<std::int64_t>(h.count()); }

std::vector<std::int64_t> numbers(const std::vector<SessionId>& sessions) {
  std::vector<std::int64_t> out;
  out.reserve(sessions.size());
  for (const auto id : sessions) out.push_back(raw(id));
  return out;
}

std::vector<SessionId> ids(const storage::Result& rows) {
  std::vector<SessionId> out;
  for (const auto& row : rows) out.push_back(SessionId{row[0].as<std::int64_t>()});
  return out;
}

std::vector<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string word; in >> word;) out.push_back(word);
  return out;
}

v1::Session session_of(const storage::Row& row) {
  v1::Session out;
  out.set_id(row[0].as<std::int64_t>());
  out.set_user_agent(row[1].as<std::string>());
  out.set_created_at_ms(row[2].as<std::int64_t>());
  out.set_last_seen_at_ms(row[3].as<std::int64_t>());
  return out;
}

}  // namespace

std::optional<SessionId> insert_session(Tx& tx, const NewSession& s) {
  const auto lifetime = hours(s.stay ? policy::kStayFor : policy::kVisitFor);
  const auto rows =
      tx.exec(kInsert, s.person, s.password_hash, pqxx::binarystring(s.token_hash), s.user_agent, s.stay, lifetime);
  if (rows.empty()) return std::nullopt;
  return SessionId{rows[0][0].as<std::int64_t>()};
}

bool is_new_device(Tx& tx, PersonId person, const std::string& user_agent) {
  return tx.exec(kIsNewDevice, person, user_agent)[0][0].as<bool>();
}

std::optional<LiveSession> find_session(Tx& tx, const std::string& token_hash) {
  const auto rows = tx.exec(kFind, pqxx::binarystring(token_hash));
  if (rows.empty()) return std::nullopt;
  const auto row = rows[0];
  return LiveSession{SessionId{row[0].as<std::int64_t>()}, PersonId{row[1].as<std::int64_t>()},
                     words(row[3].as<std::string>("")), row[2].as<bool>()};
}

void touch(Tx& tx, const std::vector<SessionId>& sessions) {
  tx.exec(kTouch, numbers(sessions), hours(policy::kStayFor));
}

std::vector<SessionId> ended_among(Tx& tx, const std::vector<SessionId>& sessions) {
  return ids(tx.exec(kEndedAmong, numbers(sessions)));
}

std::map<SessionId, std::int64_t> changed_among(Tx& tx, const std::vector<SessionId>& sessions) {
  std::map<SessionId, std::int64_t> out;
  for (const auto& row : tx.exec(kChangedAmong, numbers(sessions)))
    out.emplace(SessionId{row[0].as<std::int64_t>()}, row[1].as<std::int64_t>());
  return out;
}

std::vector<v1::Session> sessions_of(Tx& tx, PersonId person) {
  std::vector<v1::Session> out;
  for (const auto& row : tx.exec(kOfPerson, person)) out.push_back(session_of(row));
  return out;
}

std::vector<SessionId> end_session(Tx& tx, PersonId person, SessionId session) {
  return ids(tx.exec(kEnd, person, session));
}

std::vector<SessionId> end_other_sessions(Tx& tx, PersonId person, SessionId but) {
  return ids(tx.exec(kEndOthers, person, but));
}

std::vector<SessionId> end_all_sessions(Tx& tx, PersonId person) {
  return end_other_sessions(tx, person, SessionId{0});
}

std::vector<SessionId> end_oldest_sessions(Tx& tx, PersonId person, int keep) {
  return ids(tx.exec(kEndOldest, person, keep));
}

void forget_old_sessions(Tx& tx) { tx.exec(kForget); }

}  // namespace wasl::accounts::store
