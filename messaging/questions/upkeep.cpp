#include "messaging/questions/upkeep.hpp"

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>

#include <stdexcept>

#include "accounts/access.hpp"
#include "messaging/questions/desk.hpp"
#include "messaging/questions/store.hpp"

namespace wasl::messaging::questions {

using storage::Tx;
using streams::Streams;

namespace {

// Each in a transaction of its own, held, if it is still what it was looked for as.
template <class Find, class Step>
int each(storage::Db& db, Streams& streams, Find find, Step step) {
  int done = 0;
  for (const auto id : db.transact_now(find))
    done += db.transact_now([&](Tx& tx) { return step(Desk(tx, streams), store::lock(tx, id)) ? 1 : 0; },
                            storage::InDoubt::kRunAgain);
  return done;
}

int widen(storage::Db& db, Streams& streams, Stage from, Stage to, std::chrono::sys_seconds due_before) {
  const auto seconds = due_before.time_since_epoch().count();
  const auto due_ms = seconds * 1000;
  for (int all = 0;;) {
    const int done = each(
        db, streams, [&](Tx& tx) { return store::overdue(tx, from, seconds); },
        [&](Desk desk, const Record& record) {
          if (record.question.state() != v1::QUESTION_WAITING || record.stage != from ||
              record.question.due_at_ms() > due_ms)
            return false;
          desk.widen(record, to);
          return true;
        });
    all += done;
    if (done == 0) return all;
  }
}

bool is_taken_by(const Record& record, PersonId person) {
  return record.question.state() == v1::QUESTION_TAKEN && record.taker() == person;
}

PersonId read_person(const std::string& payload) {
  google::protobuf::Struct read;
  if (!google::protobuf::util::JsonStringToMessage(payload, &read).ok())
    throw std::runtime_error("specialist_changed: not JSON");
  const auto field = read.fields().find("person_id");
  if (field == read.fields().end() || field->second.number_value() < 1)
    throw std::runtime_error("specialist_changed: no person_id");
  return PersonId{static_cast<std::int64_t>(field->second.number_value())};
}

}  // namespace

KeptQuestions keep(storage::Db& db, Streams& streams, std::chrono::sys_seconds now) {
  KeptQuestions done;
  done.widened = widen(db, streams, Stage::kSome, Stage::kSector, now);
  done.escalated = widen(db, streams, Stage::kSector, Stage::kStewards, now - kPatience);
  return done;
}

void forget_person(storage::Db& db, Streams& streams, PersonId person) {
  each(
      db, streams, [&](Tx& tx) { return store::answered_by(tx, person); },
      [&](Desk desk, const Record& record) {
        if (!is_taken_by(record, person)) return false;
        desk.give_back(record, person, record.note);
        return true;
      });
  each(
      db, streams, [&](Tx& tx) { return store::open_of(tx, person); },
      [&](Desk desk, const Record& record) {
        if (record.question.state() == v1::QUESTION_DONE) return false;
        desk.close(record, person);
        return true;
      });
}

void settle_specialist(storage::Db& db, Streams& streams, const std::string& payload) {
  settle_answers(db, streams, read_person(payload));
}

void settle_answers(storage::Db& db, Streams& streams, PersonId person) {
  each(
      db, streams, [&](Tx& tx) { return store::answered_by(tx, person); },
      [&](Desk desk, const Record& record) {
        if (!is_taken_by(record, person) || desk.still_answers(record, person)) return false;
        desk.give_back(record, person, record.note);
        return true;
      });
}

void settle_block(Tx& tx, Streams& streams, PersonId a, PersonId b) {
  if (accounts::access::apart(tx, a, {b}).empty()) return;
  for (const auto id : store::between(tx, a, b)) {
    const auto record = store::lock(tx, id);
    if (record.question.state() == v1::QUESTION_TAKEN) Desk(tx, streams).give_back(record, record.taker(), record.note);
  }
}

}  // namespace wasl::messaging::questions
