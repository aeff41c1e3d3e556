// What becomes of a question, announced: on the streams of the people whom it concerns first, then to all who take
// part.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "messaging/questions/policy.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::questions {

// What one transaction has done to a question.
struct Change {
  PersonId by{};
  std::vector<PersonId> offered = {}, not_offered = {};  // from now on
  std::vector<PersonId> came = {}, went = {};            // as members
  bool rights = false;                                   // who may write is another
  v1::Note::Kind note = v1::Note::KIND_UNSPECIFIED;
  std::vector<PersonId> about = {};  // the note
};

namespace events {

void changed(streams::Streams& streams, storage::Tx& tx, const Record& now, const Change& change);
// The same of a new one, which begins with what was asked.
void asked(streams::Streams& streams, storage::Tx& tx, const Record& now, const Change& change,
           const std::string& title, std::int64_t client_id, const std::string& text);

}  // namespace events
}  // namespace wasl::messaging::questions
