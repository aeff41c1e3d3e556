// Who asks, answers, hands on, ends and thanks. Pure; each throws Refused, saying why.
#pragma once
#include <chrono>
#include <string>

#include "core/ids.hpp"
#include "directory/access.hpp"
#include "wasl/messaging/v1/questions.pb.h"

namespace wasl::messaging::questions {

// How long people wait for an answer, usually; and how much longer until others than specialists step in.
inline constexpr std::chrono::hours kResponseTarget{48}, kPatience{24};

// Whom it is offered to while it waits.
enum class Stage { kSome = 0, kSector = 1, kStewards = 2 };

struct Record {
  v1::Question question;
  std::string note;
  Stage stage{};

  ConversationId id() const { return ConversationId{question.conversation_id()}; }
  PersonId asker() const { return PersonId{question.asker_id()}; }
  PersonId taker() const { return PersonId{question.taker_id()}; }
};

// What somebody is to a question.
struct Standing {
  PersonId person{};
  bool of_sector = false;  // a specialist there
  bool steward = false;    // of the platform
  bool apart = false;      // from whoever asked
};

namespace policy {

inline constexpr int kMostOpen = 5, kMostADay = 10;

void may_be_filed(const v1::AskSpecialistRequest& request, const directory::access::Filed& filed);
void few_enough(int open, int lately);
// How it begins.
std::string title(const std::string& text);

bool takes_part(const Record& record, PersonId person);
// To others it does not exist.
void may_see(const Record& record, const Standing& viewer);
void may_take(const Record& record, const Standing& viewer);
void answers(const Record& record, PersonId viewer);
// Throws at person_id.
void may_be_given(const Record& record, const Standing& other);
std::string note(const std::string& typed);
void may_reopen(const Record& record, PersonId viewer);
std::string thanks(const std::string& typed);
// `apart`: a block stands between them.
void may_thank(const Record& record, PersonId viewer, bool apart);

}  // namespace policy
}  // namespace wasl::messaging::questions
