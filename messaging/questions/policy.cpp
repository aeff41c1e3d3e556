#include "messaging/questions/policy.hpp"

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::messaging::questions::policy {

namespace {

constexpr std::size_t kLongestNote = 1000, kLongestThanks = 500, kTitleBytes = 120;

void precondition(bool holds, const char* reason, const char* message) {
  require(holds, {Code::kFailedPrecondition, reason, message});
}

bool is_for(const Record& record, const Standing& viewer) {
  const bool steps_in = viewer.steward && record.stage == Stage::kStewards;
  return (viewer.of_sector || steps_in) && !viewer.apart;
}

void is_asker(const Record& record, PersonId viewer) {
  require(takes_part(record, viewer), not_found("question"));
  require(record.asker() == viewer, {Code::kPermissionDenied, "questions.asker_only", "Only who has asked does this."});
}

}  // namespace

void may_be_filed(const v1::AskSpecialistRequest& request, const directory::access::Filed& filed) {
  require(filed.sector, invalid("sector", "questions.bad_sector", "There is no such sector."));
  require(filed.region || request.region().empty(),
          invalid("region", "questions.bad_region", "There is no such region."));
  require(filed.language, invalid("language", "questions.bad_language", "There is no such language."));
}

void few_enough(int open, int lately) {
  require(open <= kMostOpen,
          {Code::kResourceExhausted, "questions.too_many", "You have 5 open questions. Close one of them first."});
  require(lately <= kMostADay,
          {Code::kResourceExhausted, "questions.too_many_today", "You have asked enough for one day. Go on tomorrow."});
}

std::string title(const std::string& text) {
  const auto line = text::clean_line(text);
  return line.size() <= kTitleBytes ? line : text::head(line, kTitleBytes) + "…";
}

bool takes_part(const Record& record, PersonId person) { return record.asker() == person || record.taker() == person; }

void may_see(const Record& record, const Standing& viewer) {
  const bool waits = record.question.state() == v1::QUESTION_WAITING;
  require(takes_part(record, viewer.person) || (waits && is_for(record, viewer)), not_found("question"));
}

void may_take(const Record& record, const Standing& viewer) {
  require(takes_part(record, viewer.person) || is_for(record, viewer), not_found("question"));
  precondition(record.asker() != viewer.person, "questions.own", "Somebody else answers your own question.");
  require(record.question.state() != v1::QUESTION_TAKEN,
          {Code::kAborted, "questions.taken", "Somebody else has taken it."});
  precondition(record.question.state() == v1::QUESTION_WAITING, "questions.done", "It is done.");
}

void answers(const Record& record, PersonId viewer) {
  require(takes_part(record, viewer), not_found("question"));
  require(record.taker() == viewer, {Code::kPermissionDenied, "questions.taker_only", "Only who answers does this."});
  precondition(record.question.state() == v1::QUESTION_TAKEN, "questions.done", "It is done.");
}

void may_be_given(const Record& record, const Standing& other) {
  require(other.of_sector && !other.apart && !takes_part(record, other.person),
          invalid("person_id", "questions.no_specialist", "Choose another specialist of this sector."));
}

std::string note(const std::string& typed) {
  auto text = text::clean(typed);
  require(text::length(text) <= kLongestNote, invalid("note", "questions.note_length", "At most 1000 characters."));
  return text;
}

void may_reopen(const Record& record, PersonId viewer) { is_asker(record, viewer); }

std::string thanks(const std::string& typed) {
  auto text = text::clean(typed);
  require(text::length(text) <= kLongestThanks, invalid("text", "questions.thanks_length", "At most 500 characters."));
  return text;
}

void may_thank(const Record& record, PersonId viewer, bool apart) {
  is_asker(record, viewer);
  precondition(record.question.state() == v1::QUESTION_DONE && raw(record.taker()) != 0, "questions.not_done",
               "Say thank you once it is answered and done.");
  precondition(!apart, "questions.apart", "A block stands between you.");
}

}  // namespace wasl::messaging::questions::policy
