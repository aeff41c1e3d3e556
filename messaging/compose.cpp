#include "messaging/compose.hpp"

#include <algorithm>
#include <set>

#include "accounts/access.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "media/access.hpp"
#include "messaging/member.hpp"
#include "messaging/policy.hpp"
#include "messaging/polls/policy.hpp"
#include "messaging/store.hpp"

namespace wasl::messaging {

namespace {

const storage::Statement kMembersAmong{"messaging.members_among", R"(
  select person_id from conversation_members where conversation_id = $1 and person_id = any($2::bigint[]))"};
const storage::Statement kIsStored{"messaging.is_stored",
                                   "select 1 from messages where author_id = $1 and client_id = $2"};
const storage::Statement kMemberCountUpTo{"messaging.member_count_up_to", R"(
  select count(*) from (select 1 from conversation_members where conversation_id = $1 limit $2) n)"};

std::set<std::int64_t> members_among(storage::Tx& tx, ConversationId id, const std::vector<std::int64_t>& people) {
  std::set<std::int64_t> out;
  for (const auto& row : tx.exec(kMembersAmong, id, people)) out.insert(row[0].as<std::int64_t>());
  return out;
}

void require_small_group(storage::Tx& tx, PersonId author, ConversationId id) {
  const auto count = tx.exec(kMemberCountUpTo, id, policy::kLargestCalled + 1)[0][0].as<int>();
  policy::may_call_everyone(store::member(tx, author, id), count);
}

// The text goes with its content; whom it named, what it answered and the reactions stay behind. The author is told
// only to people who are with them here: others learn that it was forwarded, not from whom.
void forward(storage::Tx& tx, Outgoing& message, const v1::SendMessageRequest& request) {
  const ConversationId from{request.forward().conversation_id()};
  store::require_member(tx, message.author, from);
  const auto original = store::message(tx, from, request.forward().offset());
  policy::may_forward(original);
  message.text = original->text();
  message.content = original->content();
  message.content.clear_reply_to();
  message.content.clear_mentions();
  message.content.clear_organisation_id();  // nobody writes in its name by forwarding
  const auto author =
      original->content().has_forwarded() ? original->content().forwarded().author_id() : original->author_id();
  const bool known = author != 0 && !members_among(tx, message.conversation, {author}).empty();
  message.content.mutable_forwarded()->set_author_id(known ? author : 0);
  if (message.content.attachments_size() == 0) return;
  store::require_writer(tx, message.author, message.conversation);
  media::access::share(tx, message.author, message.client_id, stream_of(message.conversation), message.content.attachments());
}

void attach(storage::Tx& tx, Outgoing& message, const v1::SendMessageRequest& request) {
  if (request.attachment_ids_size() == 0) return;
  store::require_writer(tx, message.author, message.conversation);
  *message.content.mutable_attachments() =
      media::access::use(tx, message.author, message.client_id, stream_of(message.conversation),
                         {request.attachment_ids().begin(), request.attachment_ids().end()});
}

}  // namespace

bool is_plain(const v1::SendMessageRequest& request) {
  return request.reply_to() == 0 && request.mentions_size() == 0 && request.attachment_ids_size() == 0 &&
         !request.has_forward() && !request.has_poll() && request.organisation_id() == 0;
}

void compose(storage::Tx& tx, Outgoing& message, const v1::SendMessageRequest& request) {
  if (request.has_forward())
    policy::require_only_forward(request);
  else
    message.text = policy::message_text(request.text(), request.attachment_ids_size() > 0 && !request.has_poll());
  // A retry hears the first answer, though what it refers to may be gone by now.
  if (!tx.exec(kIsStored, message.author, message.client_id).empty()) return;
  store::require_member(tx, message.author, message.conversation);
  if (request.organisation_id() != 0)
    policy::may_speak_for(request.organisation_id(), store::speaks_for(tx, message.author, message.conversation));
  if (request.has_forward()) return forward(tx, message, request);
  if (request.reply_to() != 0)
    *message.content.mutable_reply_to() =
        policy::reply_to(store::message(tx, message.conversation, request.reply_to()));
  if (request.has_poll()) *message.content.mutable_poll() = policy::poll(request.poll(), now_ms());
  for (auto& m : mentions(tx, message.author, message.conversation, message.text, request.mentions()))
    *message.content.add_mentions() = std::move(m);
  attach(tx, message, request);
}

void release_unsent(storage::Tx& tx, PersonId author, std::int64_t client_id) {
  if (tx.exec(kIsStored, author, client_id).empty()) media::access::release(tx, author, client_id);
}

std::vector<v1::Mention> mentions(storage::Tx& tx, PersonId author, ConversationId id, const std::string& text,
                                  const google::protobuf::RepeatedPtrField<v1::Mention>& asked) {
  auto named = policy::mentions(text, asked);
  std::vector<std::int64_t> people;
  std::vector<PersonId> persons;
  for (const auto& m : named)
    if (m.person_id() != 0) {
      people.push_back(m.person_id());
      persons.push_back(PersonId{m.person_id()});
    }
  if (people.size() < named.size()) require_small_group(tx, author, id);
  const auto members = members_among(tx, id, people);
  const auto apart = accounts::access::apart(tx, author, persons);
  std::erase_if(named, [&](const auto& m) {
    return m.person_id() != 0 &&
           (!members.contains(m.person_id()) || std::ranges::find(apart, PersonId{m.person_id()}) != apart.end());
  });
  return named;
}

std::vector<std::int64_t> mentioned(const v1::MessageContent& content) {
  std::vector<std::int64_t> out;
  for (const auto& m : content.mentions()) out.push_back(m.person_id());
  return out;
}

}  // namespace wasl::messaging
