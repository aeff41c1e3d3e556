#include "messaging/polls/store.hpp"

namespace wasl::messaging::polls {

using storage::Statement;

namespace {

const Statement kVoteOf{"messaging.vote_of", R"(
  select o from poll_votes, unnest(options) o where conversation_id = $1 and "offset" = $2 and person_id = $3 order by o)"};
const Statement kSetVote{"messaging.set_vote", R"(
  insert into poll_votes (conversation_id, "offset", person_id, options) values ($1, $2, $3, $4::smallint[])
  on conflict (conversation_id, "offset", person_id) do update set options = excluded.options)"};
const Statement kDropVote{"messaging.drop_vote", R"(
  delete from poll_votes where conversation_id = $1 and "offset" = $2 and person_id = $3)"};
const Statement kVoters{"messaging.voters", R"(
  select person_id from poll_votes where conversation_id = $1 and "offset" = $2 and person_id > $4 and $3 = any(options)
  order by person_id limit $5)"};
const Statement kOwnVotes{"messaging.own_votes", R"(
  select "offset", o from poll_votes, unnest(options) o
  where conversation_id = $1 and person_id = $2 and "offset" = any($3::bigint[]) order by "offset", o)"};
const Statement kForget{"messaging.forget_votes",
                        R"(delete from poll_votes where conversation_id = $1 and "offset" = $2)"};

}  // namespace

std::vector<std::int64_t> vote_of(Tx& tx, PersonId person, ConversationId id, Offset offset) {
  std::vector<std::int64_t> out;
  for (const auto& row : tx.exec(kVoteOf, id, offset, person)) out.push_back(row[0].as<std::int64_t>());
  return out;
}

void set_vote(Tx& tx, PersonId person, ConversationId id, Offset offset, const std::vector<std::int64_t>& options) {
  if (options.empty())
    tx.exec(kDropVote, id, offset, person);
  else
    tx.exec(kSetVote, id, offset, person, options);
}

std::vector<PersonId> voters(Tx& tx, ConversationId id, Offset offset, std::uint32_t option, PersonId after,
                             std::uint32_t limit) {
  std::vector<PersonId> out;
  for (const auto& row : tx.exec(kVoters, id, offset, option, after, limit))
    out.push_back(PersonId{row[0].as<std::int64_t>()});
  return out;
}

std::vector<v1::OwnVote> own_votes(Tx& tx, PersonId viewer, ConversationId id,
                                   const std::vector<v1::Message>& messages) {
  std::vector<Offset> offsets;
  for (const auto& m : messages)
    if (m.content().has_poll()) offsets.push_back(m.offset());
  std::vector<v1::OwnVote> out;
  if (offsets.empty()) return out;
  for (const auto& row : tx.exec(kOwnVotes, id, viewer, offsets)) {
    const auto offset = row[0].as<Offset>();
    if (out.empty() || out.back().offset() != offset) out.emplace_back().set_offset(offset);
    out.back().add_options(row[1].as<std::uint32_t>());
  }
  return out;
}

void forget(Tx& tx, ConversationId id, Offset offset) { tx.exec(kForget, id, offset); }

}  // namespace wasl::messaging::polls
