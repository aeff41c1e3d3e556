#include "messaging/policy.hpp"

#include <algorithm>
#include <map>

#include "core/error.hpp"
#include "core/text.hpp"

namespace wasl::messaging::policy {

namespace {
constexpr std::size_t kLongestLabel = 80;
constexpr std::uint64_t kLastClientId = ~std::uint64_t{0} - (std::uint64_t{1} << 32);

// A byte limit first: normalising is not free.
void require_bytes(const std::string& typed, const char* field, std::size_t characters) {
  if (typed.size() > characters * 4) text::require_length(typed, field, 1, characters);
  if (typed.size() > characters * 12)
    throw invalid(field, std::string(field) + "_length", std::string(field) + " is too long.");
}
}  // namespace

void may_edit(PersonId viewer, const MessageState& message) {
  require(!message.note, not_found("message"));
  require(viewer == message.author,
          {Code::kPermissionDenied, "messaging.not_author", "Only the author edits a message."});
  require(!message.deleted, {Code::kFailedPrecondition, "messaging.deleted", "The message has been deleted."});
  require(!message.poll, {Code::kFailedPrecondition, "messaging.poll", "A question that people answer is not changed."});
  require(!message.forwarded, {Code::kFailedPrecondition, "messaging.forwarded", "What somebody else wrote is not edited."});
}

void may_delete(const Member& viewer, const MessageState& message) {
  require(!message.note, not_found("message"));
  require(viewer.person == message.author || viewer.administers() || (viewer.in_name && message.in_name),
          {Code::kPermissionDenied, "messaging.not_author", "Only the author or an administrator deletes a message."});
}

v1::Reply reply_to(const std::optional<v1::Message>& answered) {
  require(answered && answered->deleted_at_ms() == 0 && !answered->content().has_note(), not_found("message"));
  v1::Reply reply;
  reply.set_offset(answered->offset());
  reply.set_author_id(answered->author_id());
  return reply;
}

void may_forward(const std::optional<v1::Message>& original) {
  require(original && original->deleted_at_ms() == 0 && !original->content().has_note(), not_found("message"));
}

void may_speak_for(std::int64_t asked, std::int64_t own) {
  require(asked == 0 || asked == own, {Code::kPermissionDenied, "messaging.not_in_name",
                                       "You do not write in the name of this organisation here."});
}

void require_only_forward(const v1::SendMessageRequest& request) {
  require(request.text().empty() && request.reply_to() == 0 && request.mentions_size() == 0 && request.attachment_ids_size() == 0 &&
              !request.has_poll(),
          invalid("forward", "forward_only", "A forwarded message has nothing beside it."));
}

std::vector<v1::Mention> mentions(const std::string& text, const google::protobuf::RepeatedPtrField<v1::Mention>& asked) {
  require(asked.size() <= kMostMentions, invalid("mentions", "mentions_count", "A message names at most 20 people."));
  std::map<std::int64_t, v1::Mention> by_person;
  for (const auto& m : asked) {
    v1::Mention mention;
    mention.set_person_id(m.person_id());
    require_bytes(m.label(), "mentions", kLongestLabel);
    mention.set_label(text::clean_line(m.label()));
    text::require_length(mention.label(), "mentions", 1, kLongestLabel);
    require(text.find("@" + mention.label()) != std::string::npos,
            invalid("mentions", "mention_not_in_text", "Whom a message names stands in its text."));
    by_person.try_emplace(m.person_id(), mention);
  }
  std::vector<v1::Mention> out;
  for (auto& [person, mention] : by_person) out.push_back(std::move(mention));
  return out;
}

void may_call_everyone(const Member& author, int members) {
  require(!author.direct && members <= kLargestCalled,
          {Code::kPermissionDenied, "messaging.everyone", "Everyone is called in groups of at most 50 members."});
}

Refused only_reads() {
  return {Code::kPermissionDenied, "messaging.read_only", "Members like you only read this conversation."};
}

std::string message_text(const std::string& typed, bool may_be_empty) {
  require_bytes(typed, "text", kLongestText);
  auto text = text::clean(typed);
  text::require_length(text, "text", may_be_empty ? 0 : 1, kLongestText);
  return text;
}

std::string group_title(const std::string& typed) {
  require_bytes(typed, "title", kLongestTitle);
  auto title = text::clean_line(typed);
  text::require_length(title, "title", 1, kLongestTitle);
  return title;
}

std::int64_t client_id(std::uint64_t given) {
  require(given != 0 && given <= kLastClientId,
          invalid("client_id", "client_id_missing",
                  "client_id must be a random number, neither 0 nor one of the last 2^32."));
  return static_cast<std::int64_t>(given);
}

std::vector<PersonId> invited(PersonId creator, const std::vector<std::int64_t>& asked) {
  std::vector<PersonId> people;
  for (const auto id : asked)
    if (PersonId{id} != creator) people.push_back(PersonId{id});
  std::ranges::sort(people);
  const auto [first, last] = std::ranges::unique(people);
  people.erase(first, last);
  require(!people.empty() && people.size() <= kMostInvited,
          invalid("person_ids", "members_count", "A group has 1 to 199 members beside its creator."));
  return people;
}

std::uint32_t page_size(std::uint32_t asked, std::uint32_t usual) {
  require(asked <= 100, invalid("limit", "limit_range", "limit must be 1 to 100, or 0 for the usual size."));
  return asked == 0 ? usual : asked;
}

}  // namespace wasl::messaging::policy
