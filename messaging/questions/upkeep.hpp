// What becomes of questions without anybody asking for it: as time passes, and as people go.
#pragma once
#include <chrono>
#include <string>

#include "core/ids.hpp"
#include "storage/db.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::questions {

struct KeptQuestions {
  int widened = 0, escalated = 0;
};

// All of these block, work on one question per transaction, and are harmless twice and on several nodes at once.

// Those that are due by `now` and wait are offered to all specialists of their sector; a day later to verifiers and
// administrators.
KeptQuestions keep(storage::Db& db, streams::Streams& streams, std::chrono::sys_seconds now);

// What the person answers goes back to the queue; what they have asked is closed.
void forget_person(storage::Db& db, streams::Streams& streams, PersonId person);

// What the person answers goes back where they may not any more: no specialist of its sector, nor of the platform's
// people; or suspended.
void settle_answers(storage::Db& db, streams::Streams& streams, PersonId person);
// The payload of a job of kind "specialist_changed", {"person_id": N}. Throws std::runtime_error on another.
void settle_specialist(storage::Db& db, streams::Streams& streams, const std::string& payload);

// In the caller's transaction: what one of them answers the other goes back when they are kept apart.
void settle_block(storage::Tx& tx, streams::Streams& streams, PersonId a, PersonId b);

}  // namespace wasl::messaging::questions
