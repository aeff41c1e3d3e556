#include "messaging/marks_store.hpp"

#include "messaging/rows.hpp"

namespace wasl::messaging::marks {

using storage::Statement;

namespace {

const Statement kReact{"messaging.react", R"(
  insert into message_reactions (conversation_id, "offset", emoji, person_id) values ($1, $2, $3, $4)
  on conflict do nothing returning 1)"};
const Statement kUnreact{"messaging.unreact", R"(
  delete from message_reactions where conversation_id = $1 and "offset" = $2 and emoji = $3 and person_id = $4 returning 1)"};
const Statement kKeepReactions{"messaging.keep_reactions",
                               R"(update messages set reactions = nullif($3, ''::bytea) where conversation_id = $1 and "offset" = $2)"};
const Statement kReactions{"messaging.list_reactions", R"(
  select emoji, person_id from message_reactions
  where conversation_id = $1 and "offset" = $2 and (emoji, person_id) > ($3, $4) order by emoji, person_id limit $5)"};
const Statement kOwnReactions{"messaging.own_reactions", R"(
  select w."offset", w.emoji from unnest($3::bigint[], $4::text[]) as w("offset", emoji)
  join message_reactions r on r.conversation_id = $1 and r."offset" = w."offset" and r.emoji = w.emoji and r.person_id = $2)"};

const Statement kSetPinned{"messaging.set_pinned", R"(
  update messages m set pinned_at = case when $3 then now() end where conversation_id = $1 and "offset" = $2 returning )" WASL_MESSAGE_COLUMNS};
const Statement kLockStream{"messaging.lock_stream", "select 1 from streams where kind = 2 and key = $1 for update"};
const Statement kPinnedCount{"messaging.pinned_count",
                             "select count(*) from messages where conversation_id = $1 and pinned_at is not null"};
const Statement kPinned{"messaging.list_pinned", "select " WASL_MESSAGE_COLUMNS R"(
  from messages m where m.conversation_id = $1 and m.pinned_at is not null order by m.pinned_at desc, m."offset" desc limit 50)"};

const Statement kKeepVersion{"messaging.keep_version", R"(
  insert into message_versions (conversation_id, "offset", version, text, written_at)
  select conversation_id, "offset", edit_count, text, coalesce(edited_at, sent_at) from messages
  where conversation_id = $1 and "offset" = $2)"};
const Statement kNoteEdit{"messaging.note_edit", R"(
  update message_versions set event_offset = $4 where conversation_id = $1 and "offset" = $2 and version = $3)"};
const Statement kEdits{"messaging.edits", R"(
  select event_offset from message_versions where conversation_id = $1 and "offset" = $2 and event_offset is not null)"};
const Statement kVersions{"messaging.list_versions", R"(
  select version, text, (extract(epoch from written_at) * 1000)::bigint from message_versions
  where conversation_id = $1 and "offset" = $2 and version < $3 order by version desc limit $4)"};

const Statement kForgetReactions{"messaging.forget_reactions",
                                 R"(delete from message_reactions where conversation_id = $1 and "offset" = $2)"};
const Statement kForgetVersions{"messaging.forget_versions",
                                R"(delete from message_versions where conversation_id = $1 and "offset" = $2)"};

}  // namespace

bool set_reaction(Tx& tx, PersonId person, ConversationId id, Offset offset, const std::string& emoji, bool there) {
  return !tx.exec(there ? kReact : kUnreact, id, offset, emoji, person).empty();
}

void keep_reactions(Tx& tx, ConversationId id, const v1::Message& message) {
  v1::Message only;
  *only.mutable_reactions() = message.reactions();
  if (message.has_tally()) *only.mutable_tally() = message.tally();
  const auto bytes = only.SerializeAsString();
  tx.exec(kKeepReactions, id, message.offset(), pqxx::binarystring(bytes));
}

std::vector<v1::PersonalReaction> reactions(Tx& tx, ConversationId id, Offset offset, const Cursor& after, std::uint32_t limit) {
  std::vector<v1::PersonalReaction> out;
  for (const auto& row : tx.exec(kReactions, id, offset, after.emoji, after.person, limit)) {
    auto& reaction = out.emplace_back();
    reaction.set_emoji(row[0].c_str());
    reaction.set_person_id(row[1].as<std::int64_t>());
  }
  return out;
}

std::vector<v1::OwnReaction> own_reactions(Tx& tx, PersonId viewer, ConversationId id, const std::vector<v1::Message>& messages) {
  std::vector<Offset> offsets;
  std::vector<std::string> emoji;
  for (const auto& m : messages)
    for (const auto& reaction : m.reactions()) {
      offsets.push_back(m.offset());
      emoji.push_back(reaction.emoji());
    }
  std::vector<v1::OwnReaction> out;
  if (offsets.empty()) return out;
  for (const auto& row : tx.exec(kOwnReactions, id, viewer, offsets, emoji)) {
    auto& own = out.emplace_back();
    own.set_offset(row[0].as<Offset>());
    own.set_emoji(row[1].c_str());
  }
  return out;
}

v1::Message set_pinned(Tx& tx, ConversationId id, Offset offset, bool pinned) {
  return rows::message(tx.exec(kSetPinned, id, offset, pinned)[0], 0);
}

int pinned_count(Tx& tx, ConversationId id) {
  tx.exec(kLockStream, id);
  return tx.exec(kPinnedCount, id)[0][0].as<int>();
}

std::vector<v1::Message> pinned(Tx& tx, ConversationId id) {
  std::vector<v1::Message> out;
  for (const auto& row : tx.exec(kPinned, id)) out.push_back(rows::message(row, 0));
  return out;
}

void keep_version(Tx& tx, ConversationId id, Offset offset) { tx.exec(kKeepVersion, id, offset); }

void note_edit(Tx& tx, ConversationId id, Offset offset, unsigned version, Offset event) {
  tx.exec(kNoteEdit, id, offset, version, event);
}

std::vector<Offset> edits(Tx& tx, ConversationId id, Offset offset) {
  std::vector<Offset> out;
  for (const auto& row : tx.exec(kEdits, id, offset)) out.push_back(row[0].as<Offset>());
  return out;
}

std::vector<v1::Version> versions(Tx& tx, ConversationId id, Offset offset, std::uint32_t before, std::uint32_t limit) {
  std::vector<v1::Version> out;
  for (const auto& row : tx.exec(kVersions, id, offset, before, limit)) {
    auto& version = out.emplace_back();
    version.set_version(row[0].as<std::uint32_t>());
    version.set_text(row[1].c_str());
    version.set_written_at_ms(row[2].as<std::int64_t>());
  }
  return out;
}

void forget(Tx& tx, ConversationId id, Offset offset) {
  tx.exec(kForgetReactions, id, offset);
  tx.exec(kForgetVersions, id, offset);
}

}  // namespace wasl::messaging::marks
