#include "messaging/questions/store.hpp"

#include <map>

#include "core/error.hpp"

namespace wasl::messaging::questions::store {

using storage::Statement;

namespace {

#define WASL_MS(column) "coalesce((extract(epoch from " column ") * 1000)::bigint, 0)"
#define WASL_QUESTION_COLUMNS \
  "q.conversation_id, q.sector, q.region, q.language, q.state, q.asker_id, coalesce(q.taker_id, 0), "     \
  WASL_MS("q.asked_at") ", case when q.state = 'done' then 0 else " WASL_MS("q.due_at") " end, "          \
  WASL_MS("q.done_at") ", " WASL_MS("q.thanked_at") ", coalesce(q.thanked_id, 0), q.thanks, q.note, q.stage"
constexpr int kQuestionColumns = 15;

const Statement kHoldAsker{"messaging.hold_asker",
                           "select pg_advisory_xact_lock(hashtextextended('wasl.ask', $1::bigint))"};
const Statement kAsked{"messaging.asked", R"(
  select c.id, c.kind = 'question' from conversations c where c.creator_id = $1 and c.client_id = $2)"};
const Statement kInsert{"messaging.insert_question_conversation", R"(
  insert into conversations (kind, creator_id, client_id, title) values ('question', $1, $2, $3) returning id)"};
const Statement kInsertQuestion{"messaging.insert_question", R"(
  insert into questions (conversation_id, asker_id, sector, region, language, state, due_at)
  values ($1, $2, $3, $4, $5, 'waiting', now() + $6::int * interval '1 hour'))"};
const Statement kInsertText{"messaging.insert_question_text", R"(
  insert into messages (conversation_id, "offset", author_id, client_id, text) values ($1, $2, $3, $4, $5)
  on conflict (author_id, client_id) do nothing returning (extract(epoch from sent_at) * 1000)::bigint)"};
const Statement kCounts{"messaging.question_counts", R"(
  select count(*) filter (where state <> 'done'), count(*) filter (where asked_at > now() - interval '1 day')
  from questions where asker_id = $1)"};

const Statement kFind{"messaging.question",
                      "select " WASL_QUESTION_COLUMNS " from questions q where q.conversation_id = $1"};
const Statement kLock{"messaging.lock_question", "select 1 from conversations where id = $1 for no key update"};

const Statement kWait{"messaging.question_waits", R"(
  update questions set state = 'waiting', taker_id = null, done_at = null, stage = 0 where conversation_id = $1)"};
const Statement kBegin{"messaging.question_begins_anew", R"(
  update questions set waiting_since = now(), due_at = now() + $3::int * interval '1 hour', note = $2 where conversation_id = $1)"};
const Statement kTake{"messaging.take_question", R"(
  update questions set state = 'taken', taker_id = $2, done_at = null,
    taken_offset = coalesce((select head from streams where kind = 2 and key = $1), 0)
  where conversation_id = $1)"};
const Statement kBeginTurn{"messaging.begin_turn", R"(
  insert into question_turns (conversation_id, person_id, waited_since)
  select conversation_id, $2, waiting_since from questions where conversation_id = $1
  on conflict (conversation_id, person_id) do nothing)"};
#define WASL_FIRST_ANSWER                                                                                           \
  "select m.sent_at from messages m where m.conversation_id = q.conversation_id and m.\"offset\" > q.taken_offset " \
  "and m.author_id = q.taker_id and not m.is_note order by m.\"offset\" limit 1"
const Statement kEndTurn{"messaging.end_turn", R"(
  update question_turns t set response_s = coalesce(t.response_s, a.s), done = t.done or ($3::boolean and coalesce(t.response_s, a.s) is not null)
  from questions q left join lateral (
    select greatest(0, extract(epoch from f.sent_at - q.waiting_since))::int as s from ()" WASL_FIRST_ANSWER
                                               R"() f) a on true
  where q.conversation_id = $1 and t.conversation_id = $1 and t.person_id = $2)"};
const Statement kClose{"messaging.close_question",
                       "update questions set state = 'done', done_at = now() where conversation_id = $1"};
const Statement kThank{"messaging.thank", R"(
  update questions set thanks = $3, thanked_id = $2, thanked_at = now() where conversation_id = $1)"};
const Statement kSetStage{"messaging.set_question_stage", "update questions set stage = $2 where conversation_id = $1"};
const Statement kSetWriting{"messaging.set_question_writing",
                            "update conversation_members set may_write = $2 where conversation_id = $1"};
const Statement kAddMember{"messaging.add_to_question", R"(
  insert into conversation_members (conversation_id, person_id) values ($1, $2) on conflict do nothing)"};
const Statement kRemoveMember{"messaging.remove_from_question",
                              "delete from conversation_members where conversation_id = $1 and person_id = $2"};

const Statement kLoads{"messaging.question_loads", R"(
  select taker_id, count(*) from questions where state = 'taken' and taker_id = any($1::bigint[]) group by 1)"};
const Statement kAddOffers{"messaging.offer_question", R"(
  insert into question_offers (conversation_id, person_id) select $1, p from unnest($2::bigint[]) p
  on conflict do nothing returning person_id)"};
const Statement kTakeBack{"messaging.take_back_offers",
                          "delete from question_offers where conversation_id = $1 returning person_id"};

#define WASL_ENTRY_COLUMNS                                                                                             \
  WASL_QUESTION_COLUMNS                                                                                                \
  ", coalesce((select m.text from messages m where m.conversation_id = q.conversation_id and m.\"offset\" = 2), ''), " \
  "exists (select from question_offers o where o.conversation_id = q.conversation_id and o.person_id = $1), "          \
  "exists (" WASL_FIRST_ANSWER ")"
// $1: the viewer, $2: their sectors, $3: of the platform.
#define WASL_MAY_TAKE                                                                                           \
  "q.state = 'waiting' and (q.sector = any($2::text[]) or ($3::boolean and q.stage = 2)) and q.asker_id <> $1 " \
  "and not exists (select from people_apart a where a.person_id = $1 and a.other_id = q.asker_id)"

const Statement kWaiting{"messaging.list_waiting_questions", "select " WASL_ENTRY_COLUMNS R"(,
    (extract(epoch from q.due_at) * 1000000)::bigint
  from questions q where )" WASL_MAY_TAKE R"(
    and ($4::bigint is null or (q.due_at, q.conversation_id) > (timestamptz 'epoch' + $4::bigint * interval '1 microsecond', $5::bigint))
  order by q.due_at, q.conversation_id limit $6)"};
const Statement kMine{"messaging.list_taken_questions", "select " WASL_ENTRY_COLUMNS R"(,
    (extract(epoch from q.due_at) * 1000000)::bigint
  from questions q where q.state = 'taken' and q.taker_id = $1
    and ($2::bigint is null or (q.due_at, q.conversation_id) > (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::bigint))
  order by q.due_at, q.conversation_id limit $4)"};
const Statement kDone{"messaging.list_done_questions", "select " WASL_ENTRY_COLUMNS R"(,
    (extract(epoch from q.done_at) * 1000000)::bigint
  from questions q where q.state = 'done' and q.taker_id = $1
    and ($2::bigint is null or (q.done_at, q.conversation_id) < (timestamptz 'epoch' + $2::bigint * interval '1 microsecond', $3::bigint))
  order by q.done_at desc, q.conversation_id desc limit $4)"};
const Statement kQueueCounts{"messaging.count_questions",
                             "select (select count(*) from questions q where " WASL_MAY_TAKE R"(),
    (select count(*) from questions q where q.state = 'taken' and q.taker_id = $1))"};
const Statement kEntry{"messaging.question_entry",
                       "select " WASL_ENTRY_COLUMNS " from questions q where q.conversation_id = $2"};

const Statement kHelpGiven{"messaging.help_given", R"(
  select count(*) filter (where done), (select count(*) from questions where thanked_id = $1),
    coalesce(percentile_cont(0.5) within group (order by response_s), 0)::bigint
  from question_turns where person_id = $1)"};

const Statement kOverdue{"messaging.overdue_questions", R"(
  select conversation_id from questions where state = 'waiting' and stage = $1 and due_at <= to_timestamp($2::bigint)
  order by due_at limit 100)"};
const Statement kAnsweredBy{"messaging.questions_answered_by",
                            "select conversation_id from questions where taker_id = $1 and state = 'taken' order by 1"};
const Statement kOpenOf{"messaging.open_questions_of",
                        "select conversation_id from questions where asker_id = $1 and state <> 'done' order by 1"};
const Statement kBetween{"messaging.questions_between", R"(
  select conversation_id from questions
  where state = 'taken' and ((asker_id = $1 and taker_id = $2) or (asker_id = $2 and taker_id = $1)) order by 1)"};

constexpr int kTargetHours = kResponseTarget.count();

v1::QuestionState state_of(const std::string& word) {
  if (word == "waiting") return v1::QUESTION_WAITING;
  return word == "taken" ? v1::QUESTION_TAKEN : v1::QUESTION_DONE;
}

Record record_of(const storage::Row& row) {
  Record out;
  auto& q = out.question;
  int at = 0;
  q.set_conversation_id(row[at++].as<std::int64_t>());
  q.set_sector(row[at++].as<std::string>());
  q.set_region(row[at++].as<std::string>());
  q.set_language(row[at++].as<std::string>());
  q.set_state(state_of(row[at++].as<std::string>()));
  q.set_asker_id(row[at++].as<std::int64_t>());
  q.set_taker_id(row[at++].as<std::int64_t>());
  q.set_asked_at_ms(row[at++].as<std::int64_t>());
  q.set_due_at_ms(row[at++].as<std::int64_t>());
  q.set_done_at_ms(row[at++].as<std::int64_t>());
  q.set_thanked_at_ms(row[at++].as<std::int64_t>());
  q.set_thanked_id(row[at++].as<std::int64_t>());
  q.set_thanks(row[at++].as<std::string>());
  out.note = row[at++].as<std::string>();
  out.stage = static_cast<Stage>(row[at++].as<int>());
  return out;
}

v1::QuestionEntry entry_of(const storage::Row& row) {
  auto record = record_of(row);
  v1::QuestionEntry out;
  *out.mutable_question() = std::move(record.question);
  out.set_note(std::move(record.note));
  out.set_text(row[kQuestionColumns].as<std::string>());
  out.set_offered(row[kQuestionColumns + 1].as<bool>());
  out.set_answered(row[kQuestionColumns + 2].as<bool>());
  return out;
}

std::vector<std::int64_t> raw_ids(const std::vector<PersonId>& people) {
  std::vector<std::int64_t> out;
  for (const auto person : people) out.push_back(raw(person));
  return out;
}

template <class Id>
std::vector<Id> ids_of(const storage::Result& found) {
  std::vector<Id> out;
  for (const auto& row : found) out.push_back(Id{row[0].as<std::int64_t>()});
  return out;
}

Refused used_client_id() {
  return invalid("client_id", "questions.client_id", "client_id has been used for something else.");
}

}  // namespace

void hold_asker(Tx& tx, PersonId asker) { tx.exec(kHoldAsker, asker); }

std::optional<ConversationId> asked(Tx& tx, PersonId asker, std::int64_t client_id) {
  const auto found = tx.exec(kAsked, asker, client_id);
  if (found.empty()) return std::nullopt;
  require(found[0][1].as<bool>(), used_client_id());
  return ConversationId{found[0][0].as<std::int64_t>()};
}

ConversationId insert(Tx& tx, PersonId asker, std::int64_t client_id, const std::string& title,
                      const v1::AskSpecialistRequest& request) {
  const ConversationId id{tx.exec(kInsert, asker, client_id, title)[0][0].as<std::int64_t>()};
  tx.exec(kInsertQuestion, id, asker, request.sector(), request.region(), request.language(), kTargetHours);
  add_member(tx, id, asker);
  return id;
}

v1::Message insert_text(Tx& tx, ConversationId id, Offset offset, PersonId author, std::int64_t client_id,
                        const std::string& text) {
  const auto stored = tx.exec(kInsertText, id, offset, author, client_id, text);
  require(!stored.empty(), used_client_id());
  v1::Message m;
  m.set_offset(offset);
  m.set_author_id(raw(author));
  m.set_client_id(static_cast<std::uint64_t>(client_id));
  m.set_text(text);
  m.set_sent_at_ms(stored[0][0].as<std::int64_t>());
  return m;
}

Counts counts(Tx& tx, PersonId asker) {
  const auto row = tx.exec(kCounts, asker)[0];
  return {row[0].as<int>(), row[1].as<int>()};
}

std::optional<Record> find(Tx& tx, ConversationId id) {
  const auto found = tx.exec(kFind, id);
  return found.empty() ? std::nullopt : std::optional(record_of(found[0]));
}

Record lock(Tx& tx, ConversationId id) {
  tx.exec(kLock, id);
  auto found = find(tx, id);
  require(found.has_value(), not_found("question"));
  return std::move(*found);
}

void wait(Tx& tx, ConversationId id, const std::string& note) {
  tx.exec(kWait, id);
  begin_anew(tx, id, note);
}

void begin_anew(Tx& tx, ConversationId id, const std::string& note) { tx.exec(kBegin, id, note, kTargetHours); }

void take(Tx& tx, ConversationId id, PersonId taker) {
  tx.exec(kTake, id, taker);
  tx.exec(kBeginTurn, id, taker);
}

void end_turn(Tx& tx, ConversationId id, PersonId taker, bool closed) { tx.exec(kEndTurn, id, taker, closed); }

void close(Tx& tx, ConversationId id) { tx.exec(kClose, id); }

void thank(Tx& tx, ConversationId id, PersonId whom, const std::string& text) { tx.exec(kThank, id, whom, text); }

void set_stage(Tx& tx, ConversationId id, Stage stage) { tx.exec(kSetStage, id, static_cast<int>(stage)); }

void set_writing(Tx& tx, ConversationId id, bool may_write) { tx.exec(kSetWriting, id, may_write); }

void add_member(Tx& tx, ConversationId id, PersonId person) { tx.exec(kAddMember, id, person); }

void remove_member(Tx& tx, ConversationId id, PersonId person) { tx.exec(kRemoveMember, id, person); }

std::vector<Candidate> with_loads(Tx& tx, std::vector<directory::access::Specialist> people) {
  std::vector<std::int64_t> ids;
  for (const auto& one : people) ids.push_back(raw(one.person));
  std::map<std::int64_t, int> loads;
  for (const auto& row : tx.exec(kLoads, ids)) loads[row[0].as<std::int64_t>()] = row[1].as<int>();
  std::vector<Candidate> out;
  for (auto& one : people) {
    const auto load = loads[raw(one.person)];
    out.push_back({std::move(one), load});
  }
  return out;
}

std::vector<PersonId> add_offers(Tx& tx, ConversationId id, const std::vector<PersonId>& people) {
  return ids_of<PersonId>(tx.exec(kAddOffers, id, raw_ids(people)));
}

std::vector<PersonId> take_back_offers(Tx& tx, ConversationId id) { return ids_of<PersonId>(tx.exec(kTakeBack, id)); }

Listed list(Tx& tx, const Answerer& viewer, v1::QuestionFilter filter, const std::optional<Cursor>& after,
            std::uint32_t limit) {
  std::optional<std::int64_t> time_us;
  if (after) time_us = after->time_us;
  const auto id = after.value_or(Cursor{}).id;
  const auto found = filter == v1::QUESTIONS_WAITING
                         ? tx.exec(kWaiting, viewer.person, viewer.sectors, viewer.steward, time_us, id, limit + 1)
                         : tx.exec(filter == v1::QUESTIONS_MINE ? kMine : kDone, viewer.person, time_us, id, limit + 1);
  Listed out;
  std::int64_t last_us = 0;
  for (const auto& row : found) {
    if (out.entries.size() == limit) {
      out.next = Cursor{0, last_us, out.entries.back().question().conversation_id()};
      break;
    }
    out.entries.push_back(entry_of(row));
    last_us = row[kQuestionColumns + 3].as<std::int64_t>();
  }
  return out;
}

QueueCounts queue_counts(Tx& tx, const Answerer& viewer) {
  const auto row = tx.exec(kQueueCounts, viewer.person, viewer.sectors, viewer.steward)[0];
  return {row[0].as<std::uint32_t>(), row[1].as<std::uint32_t>()};
}

v1::QuestionEntry entry(Tx& tx, PersonId viewer, ConversationId id) { return entry_of(tx.exec(kEntry, viewer, id)[0]); }

v1::HelpGiven help_given(Tx& tx, PersonId person) {
  const auto row = tx.exec(kHelpGiven, person)[0];
  v1::HelpGiven out;
  out.set_person_id(raw(person));
  out.set_answered(row[0].as<std::uint32_t>());
  out.set_thanks(row[1].as<std::uint32_t>());
  out.set_median_response_s(row[2].as<std::uint32_t>());
  return out;
}

std::vector<ConversationId> overdue(Tx& tx, Stage stage, std::int64_t due_before_s) {
  return ids_of<ConversationId>(tx.exec(kOverdue, static_cast<int>(stage), due_before_s));
}

std::vector<ConversationId> answered_by(Tx& tx, PersonId taker) {
  return ids_of<ConversationId>(tx.exec(kAnsweredBy, taker));
}

std::vector<ConversationId> open_of(Tx& tx, PersonId asker) { return ids_of<ConversationId>(tx.exec(kOpenOf, asker)); }

std::vector<ConversationId> between(Tx& tx, PersonId a, PersonId b) {
  return ids_of<ConversationId>(tx.exec(kBetween, a, b));
}

}  // namespace wasl::messaging::questions::store
