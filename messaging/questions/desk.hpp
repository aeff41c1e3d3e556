// What happens to questions, whoever makes it happen: people, the time that passes, accounts that end. Each step is
// within the caller's transaction, which holds the question (store::lock), and is announced.
#pragma once
#include <string>

#include "messaging/questions/events.hpp"
#include "messaging/questions/policy.hpp"
#include "streams/streams.hpp"

namespace wasl::messaging::questions {

class Desk {
 public:
  Desk(storage::Tx& tx, streams::Streams& streams) : tx_(tx), streams_(streams) {}

  // Of somebody who has not asked with this client_id yet.
  ConversationId ask(PersonId asker, std::int64_t client_id, const v1::AskSpecialistRequest& request,
                     const std::string& text);
  void take(const Record& record, PersonId taker);
  // The taker leaves; others are asked.
  void give_back(const Record& record, PersonId by, const std::string& note);
  void hand_on(const Record& record, PersonId to, const std::string& note);
  void close(const Record& record, PersonId by);
  void reopen(const Record& record);
  void thank(const Record& record, const std::string& text);
  // It is overdue.
  void widen(const Record& record, Stage stage);

  // What somebody is to a question.
  Standing standing(const Record& record, PersonId person, bool steward = false);
  bool still_answers(const Record& record, PersonId taker);

 private:
  // Puts it before those who are to be asked: of them, who was not before. Nobody there to ask: the platform's people
  // are.
  std::vector<PersonId> offer(const Record& record, PersonId but);
  std::vector<PersonId> offer_to(const Record& record, Stage stage, std::vector<PersonId> people);
  // The taker is no member any more, and what they have done is kept.
  void leave(const Record& record);
  void announce(ConversationId id, const Change& change);

  storage::Tx& tx_;
  streams::Streams& streams_;
};

}  // namespace wasl::messaging::questions
