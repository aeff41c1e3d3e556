// A member of a conversation, as far as rights go.
#pragma once
#include "core/ids.hpp"
#include "storage/tx.hpp"

namespace wasl::messaging {

struct Member {
  PersonId person;
  bool direct = false;  // the conversation is of two
  int role = 0;         // as in conversation_members
  bool may_write = true;
  bool in_name = false;  // takes part in an organisation's name
  bool question = false;  // of whoever asks and who answers

  bool administers() const { return !direct && role >= 1; }
};

namespace store {
// Throws not_found("conversation") to whoever is none.
Member member(storage::Tx& tx, PersonId viewer, ConversationId id);
// In whose name this member writes; 0: in their own.
std::int64_t speaks_for(storage::Tx& tx, PersonId viewer, ConversationId id);
// Whether their typing is told: that of members who may write.
bool may_be_heard(storage::Tx& tx, PersonId who, std::int64_t conversation);
}  // namespace store

}  // namespace wasl::messaging
