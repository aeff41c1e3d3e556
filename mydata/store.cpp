#include "mydata/store.hpp"

namespace wasl::mydata::store {

using storage::Statement;

namespace {

#define WASL_EXPORT_COLUMNS \
  R"( id, conversation_id, finished_at is not null, file_id, percent, attempts, (extract(epoch from created_at) * 1000)::bigint, bytes,
  coalesce((extract(epoch from finished_at + interval '1 day') * 1000)::bigint, 0) )"

const Statement kKnown{"mydata.known",
                       "select" WASL_EXPORT_COLUMNS "from exports where person_id = $1 and client_id = $2"};
const Statement kInsert{"mydata.insert", R"(
  insert into exports (person_id, client_id, conversation_id, language) values ($1, $2, $3, $4) returning)" WASL_EXPORT_COLUMNS};
const Statement kList{"mydata.list", "select" WASL_EXPORT_COLUMNS R"(
  from exports where person_id = $1 and (finished_at is null or finished_at > now() - interval '1 day')
  order by created_at desc, id desc limit 20)"};
const Statement kLock{"mydata.lock", "select pg_advisory_xact_lock(hashtextextended('exports', $1))"};
const Statement kLoad{"mydata.load", R"(
  select count(*) filter (where finished_at is null), count(*) filter (where created_at > now() - interval '1 day'),
    coalesce(sum(bytes) filter (where created_at > now() - interval '1 day'), 0)::bigint
  from exports where person_id = $1)"};

const Statement kGiveUp{"mydata.give_up", R"(
  update exports set finished_at = now() where finished_at is null and claimed_until < now() and attempts >= 3)"};
const Statement kClaim{"mydata.claim", R"(
  update exports set claimed_until = now() + interval '1 minute', attempts = attempts + 1, percent = 0 where id = (
    select id from exports where finished_at is null and claimed_until <= now() order by id limit 1 for update skip locked)
  returning id, person_id, conversation_id, language)"};
const Statement kProgress{"mydata.progress", R"(
  update exports set percent = $2, claimed_until = now() + interval '1 minute' where id = $1 and finished_at is null returning 1)"};
const Statement kFinish{"mydata.finish", R"(
  update exports set finished_at = now(), percent = 100, file_id = $2, bytes = $3 where id = $1 and finished_at is null)"};
const Statement kFail{"mydata.fail", "update exports set finished_at = now() where id = $1 and finished_at is null"};

const Statement kForget{"mydata.forget", "delete from exports where person_id = $1"};

v1::Export::State state_of(bool finished, bool there, int attempts) {
  if (finished) return there ? v1::Export::READY : v1::Export::FAILED;
  return attempts > 0 ? v1::Export::RUNNING : v1::Export::WAITING;
}

v1::Export export_of(const storage::Row& row) {
  v1::Export out;
  const bool there = !row[3].is_null();
  out.set_id(row[0].as<std::int64_t>());
  out.set_conversation_id(row[1].as<std::int64_t>());
  out.set_state(state_of(row[2].as<bool>(), there, row[5].as<int>()));
  out.set_percent(row[4].as<std::uint32_t>());
  out.set_created_at_ms(row[6].as<std::int64_t>());
  if (!there) return out;
  out.set_file_id(row[3].as<std::int64_t>());
  out.set_bytes(row[7].as<std::int64_t>());
  out.set_expires_at_ms(row[8].as<std::int64_t>());
  return out;
}

}  // namespace

std::optional<v1::Export> known(Tx& tx, const Asked& asked) {
  const auto rows = tx.exec(kKnown, asked.person, asked.client_id);
  return rows.empty() ? std::nullopt : std::optional(export_of(rows[0]));
}

v1::Export insert(Tx& tx, const Asked& asked) {
  return export_of(tx.exec(kInsert, asked.person, asked.client_id, asked.conversation, asked.language)[0]);
}

std::vector<v1::Export> list(Tx& tx, PersonId person) {
  std::vector<v1::Export> out;
  for (const auto& row : tx.exec(kList, person)) out.push_back(export_of(row));
  return out;
}

Load load(Tx& tx, PersonId person) {
  tx.exec(kLock, person);
  const auto row = tx.exec(kLoad, person)[0];
  return {row[0].as<int>(), row[1].as<int>(), row[2].as<std::int64_t>()};
}

std::optional<Claimed> claim(Tx& tx) {
  tx.exec(kGiveUp);
  const auto rows = tx.exec(kClaim);
  if (rows.empty()) return {};
  const auto row = rows[0];
  return Claimed{row[0].as<std::int64_t>(), PersonId{row[1].as<std::int64_t>()},
                 ConversationId{row[2].as<std::int64_t>()}, row[3].as<std::string>()};
}

bool progress(Tx& tx, std::int64_t id, int percent) { return !tx.exec(kProgress, id, percent).empty(); }
void finish(Tx& tx, std::int64_t id, std::int64_t file, std::int64_t bytes) { tx.exec(kFinish, id, file, bytes); }
void fail(Tx& tx, std::int64_t id) { tx.exec(kFail, id); }

void forget(Tx& tx, PersonId person) { tx.exec(kForget, person); }

}  // namespace wasl::mydata::store
