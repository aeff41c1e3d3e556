// What a message to be sent carries beside plain text: what it answers, whom it names, its files, what it forwards.
#pragma once
#include "messaging/committer.hpp"
#include "storage/tx.hpp"
#include "wasl/messaging/v1/messaging.pb.h"

namespace wasl::messaging {

// A message that needs nothing from the database before it is stored.
bool is_plain(const v1::SendMessageRequest& request);

// Completes `message` with its text and content. Throws Refused when the author may not see, answer, name or forward that.
void compose(storage::Tx& tx, Outgoing& message, const v1::SendMessageRequest& request);

// The files of a message that was refused are free again; of one that is stored after all they stay.
void release_unsent(storage::Tx& tx, PersonId author, std::int64_t client_id);

// Whom a text names, as it is stored; each once, without those who are not members (any more) or whom a block keeps apart
// from the author. Throws Refused.
std::vector<v1::Mention> mentions(storage::Tx& tx, PersonId author, ConversationId id, const std::string& text,
                                  const google::protobuf::RepeatedPtrField<v1::Mention>& asked);

// As in messages.mentions: people, 0 for everyone; nothing for nobody.
std::vector<std::int64_t> mentioned(const v1::MessageContent& content);

}  // namespace wasl::messaging
