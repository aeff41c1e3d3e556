#include "messaging/rows.hpp"

namespace wasl::messaging::rows {

v1::Message message(const storage::Row& row, int first) {
  v1::Message m;
  m.set_offset(row[first].as<std::int64_t>());
  m.set_author_id(row[first + 1].as<std::int64_t>());
  m.set_client_id(static_cast<std::uint64_t>(row[first + 2].as<std::int64_t>()));
  m.set_text(row[first + 3].c_str());
  m.set_sent_at_ms(row[first + 4].as<std::int64_t>());
  m.set_edited_at_ms(row[first + 5].as<std::int64_t>());
  m.set_deleted_at_ms(row[first + 6].as<std::int64_t>());
  if (const auto content = row[first + 7]; !content.is_null())
    m.mutable_content()->ParseFromString(pqxx::binarystring(content).str());
  if (const auto reactions = row[first + 8]; !reactions.is_null())
    m.MergeFromString(pqxx::binarystring(reactions).str());
  m.set_pinned_at_ms(row[first + 9].as<std::int64_t>());
  m.set_deleted_by_id(row[first + 10].as<std::int64_t>());
  m.set_edit_count(row[first + 11].as<std::uint32_t>());
  return m;
}

v1::ConversationKind conversation_kind(const std::string& word) {
  if (word == "direct") return v1::CONVERSATION_DIRECT;
  if (word == "organisation") return v1::CONVERSATION_ORGANISATION;
  if (word == "question") return v1::CONVERSATION_QUESTION;
  return word == "channel" ? v1::CONVERSATION_CHANNEL : v1::CONVERSATION_GROUP;
}

int settings(const storage::Row& row, int first, v1::ConversationSettings& to) {
  to.set_archived(row[first].as<bool>());
  to.set_pinned(row[first + 1].as<bool>());
  to.set_muted_until_ms(row[first + 2].as<std::int64_t>());
  to.set_marked_unread(row[first + 3].as<bool>());
  return first + 4;
}

namespace {
v1::Conversation::Request request(int state, bool mine) {
  if (state == 0) return v1::Conversation::NONE;
  return mine ? v1::Conversation::FROM_ME : v1::Conversation::TO_ANSWER;
}
}  // namespace

v1::Conversation conversation(const storage::Row& row, PersonId viewer) {
  v1::Conversation c;
  int at = 0;
  c.set_id(row[at++].as<std::int64_t>());
  c.set_kind(conversation_kind(row[at++].as<std::string>()));
  c.set_title(row[at++].c_str());
  c.set_creator_id(row[at++].as<std::int64_t>());
  c.set_created_at_ms(row[at++].as<std::int64_t>());
  c.set_head(row[at++].as<std::int64_t>());
  c.set_read_offset(row[at++].as<std::int64_t>());
  c.set_unread_count(row[at++].as<std::uint32_t>());
  c.set_member_count(row[at++].as<std::uint32_t>());
  auto ids = row[at++].as_array();
  for (auto [kind, text] = ids.get_next(); kind != pqxx::array_parser::done; std::tie(kind, text) = ids.get_next())
    if (kind == pqxx::array_parser::string_value) c.add_member_ids(std::stoll(text));
  c.set_pinned_count(row[at++].as<std::uint32_t>());
  c.set_mention_count(row[at++].as<std::uint32_t>());
  at += 2;  // its place in the list: see store::Listed
  c.set_request(request(row[at++].as<int>(), c.creator_id() == raw(viewer)));
  c.set_may_write(row[at++].as<bool>());
  c.set_description(row[at++].c_str());
  c.set_role(static_cast<v1::MemberRole>(row[at++].as<int>()));
  at = settings(row, at, *c.mutable_settings());
  c.set_organisation_id(row[at++].as<std::int64_t>());
  c.set_in_name(row[at++].as<bool>());
  c.set_request_count(row[at++].as<std::uint32_t>());
  c.set_picture_id(row[at++].as<std::int64_t>());
  if (!row[at].is_null()) *c.mutable_last_message() = message(row, at);
  return c;
}

}  // namespace wasl::messaging::rows
