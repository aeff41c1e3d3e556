// Who may do what in a conversation. Pure.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/ids.hpp"
#include "messaging/member.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging::policy {

inline constexpr std::size_t kLongestText = 4000;
inline constexpr std::size_t kLongestTitle = 120;
inline constexpr std::size_t kMostInvited = 199;
inline constexpr int kMostMentions = 20;
inline constexpr int kLargestCalled = 50;  // members of a group in which one calls everyone

struct MessageState {
  PersonId author;
  bool deleted;
  bool note = false;
  bool forwarded = false;
  bool poll = false;
  bool in_name = false;  // of an organisation
};

// Each throws Refused, saying why.
void may_edit(PersonId viewer, const MessageState& message);
void may_delete(const Member& viewer, const MessageState& message);

// What an answer keeps of the message that it answers. Throws not_found when that is not there, deleted or a note.
v1::Reply reply_to(const std::optional<v1::Message>& answered);

// A message that is not there, deleted or a note is not forwarded.
void may_forward(const std::optional<v1::Message>& original);
// `own`: in whose name the author writes here; 0: in their own.
void may_speak_for(std::int64_t asked, std::int64_t own);
void require_only_forward(const v1::SendMessageRequest& request);

// Those whom the text names, each once; labels as they are stored.
std::vector<v1::Mention> mentions(const std::string& text, const google::protobuf::RepeatedPtrField<v1::Mention>& asked);
void may_call_everyone(const Member& author, int members);

// What members hear who may not write.
Refused only_reads();

// The text as it is stored: NFC, trimmed. Empty only beside something else.
std::string message_text(const std::string& typed, bool may_be_empty = false);
std::string group_title(const std::string& typed);
// Any number but 0 and the last 2^32, by which other modules name their own uses of files (directory/papers).
std::int64_t client_id(std::uint64_t given);

// Those to invite beside the creator: each once, in ascending order.
std::vector<PersonId> invited(PersonId creator, const std::vector<std::int64_t>& asked);

// 0 means `usual`; 1 to 100 else.
std::uint32_t page_size(std::uint32_t asked, std::uint32_t usual);

}  // namespace wasl::messaging::policy
