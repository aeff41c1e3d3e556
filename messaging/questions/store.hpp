// The SQL of questions.
#pragma once
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "core/ids.hpp"
#include "messaging/questions/policy.hpp"
#include "messaging/questions/routing.hpp"
#include "messaging/store.hpp"
#include "storage/tx.hpp"

namespace wasl::messaging::questions::store {

using messaging::store::Cursor;
using storage::Tx;

// Where the conversation's stream has what was asked: after the event that begins it.
inline constexpr Offset kFirst = 2;

// One person asks at a time, until the commit.
void hold_asker(Tx& tx, PersonId asker);
// Nothing: they have not asked with it. Throws at client_id when they have used it for something else.
std::optional<ConversationId> asked(Tx& tx, PersonId asker, std::int64_t client_id);
ConversationId insert(Tx& tx, PersonId asker, std::int64_t client_id, const std::string& title,
                      const v1::AskSpecialistRequest& request);
// Throws at client_id when a message of theirs has it.
v1::Message insert_text(Tx& tx, ConversationId id, Offset offset, PersonId author, std::int64_t client_id,
                        const std::string& text);
struct Counts {
  int open, lately;  // of an asker; in the last 24 hours
};
Counts counts(Tx& tx, PersonId asker);

std::optional<Record> find(Tx& tx, ConversationId id);
// Holds the conversation until the commit. Throws not_found.
Record lock(Tx& tx, ConversationId id);

// It waits, anew: due after the target. `taken`: by that person, whose turn begins.
void wait(Tx& tx, ConversationId id, const std::string& note);
void take(Tx& tx, ConversationId id, PersonId taker);
// The wait begins anew, and the note is for whoever takes it.
void begin_anew(Tx& tx, ConversationId id, const std::string& note);
// Keeps how soon they answered, and, when it is closed, that they did.
void end_turn(Tx& tx, ConversationId id, PersonId taker, bool closed);
void close(Tx& tx, ConversationId id);
void thank(Tx& tx, ConversationId id, PersonId whom, const std::string& text);
void set_stage(Tx& tx, ConversationId id, Stage stage);
void set_writing(Tx& tx, ConversationId id, bool may_write);
// May write, and has read nothing yet.
void add_member(Tx& tx, ConversationId id, PersonId person);
void remove_member(Tx& tx, ConversationId id, PersonId person);

// How many questions each of them answers now.
std::vector<Candidate> with_loads(Tx& tx, std::vector<directory::access::Specialist> people);
// Those to whom it was not offered before; those to whom it was.
std::vector<PersonId> add_offers(Tx& tx, ConversationId id, const std::vector<PersonId>& people);
std::vector<PersonId> take_back_offers(Tx& tx, ConversationId id);

// What a viewer who answers may see.
struct Answerer {
  PersonId person;
  std::vector<std::string> sectors;
  bool steward = false;
};
struct Listed {
  std::vector<v1::QuestionEntry> entries;
  std::optional<Cursor> next;
};
Listed list(Tx& tx, const Answerer& viewer, v1::QuestionFilter filter, const std::optional<Cursor>& after,
            std::uint32_t limit);
struct QueueCounts {
  std::uint32_t waiting, mine;
};
QueueCounts queue_counts(Tx& tx, const Answerer& viewer);
v1::QuestionEntry entry(Tx& tx, PersonId viewer, ConversationId id);

v1::HelpGiven help_given(Tx& tx, PersonId person);

// Waiting ones that are in that stage and were due before that moment (seconds); at most 100.
std::vector<ConversationId> overdue(Tx& tx, Stage stage, std::int64_t due_before_s);
// Not done ones that the person answers; that they have asked; taken ones between the two, whoever asked.
std::vector<ConversationId> answered_by(Tx& tx, PersonId taker);
std::vector<ConversationId> open_of(Tx& tx, PersonId asker);
std::vector<ConversationId> between(Tx& tx, PersonId a, PersonId b);

}  // namespace wasl::messaging::questions::store
