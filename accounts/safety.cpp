#include "accounts/safety.hpp"

#include "accounts/access.hpp"
#include "core/error.hpp"
#include "directory/access.hpp"
#include "wasl/accounts/v1/accounts.pb.h"

namespace wasl::accounts {

namespace {

using storage::InDoubt;
using storage::Statement;
using storage::Tx;

constexpr int kMostBlocked = 1000;

const Statement kBlock{"accounts.block", R"(
  insert into blocks (person_id, blocked_id)
  select $1, $2 where (select count(*) from blocks where person_id = $1) < $3
  on conflict do nothing)"};
const Statement kBlocks{"accounts.blocks", "select 1 from blocks where person_id = $1 and blocked_id = $2"};
const Statement kUnblock{"accounts.unblock", "delete from blocks where person_id = $1 and blocked_id = $2"};
const Statement kListBlocked{"accounts.list_blocked", R"(
  select blocked_id from blocks where person_id = $1 order by created_at desc, blocked_id desc)"};

bool is_blocking(Tx& tx, PersonId who, PersonId whom) { return !tx.exec(kBlocks, who, whom).empty(); }

}  // namespace

void Safety::announce(Tx& tx, PersonId who, PersonId whom, bool blocked) {
  v1::BlocksChanged event;
  event.set_person_id(raw(whom));
  event.set_blocked(blocked);
  streams_.append(tx, stream_of(who), v1::EVENT_BLOCKS_CHANGED, event);
  for (const auto& listener : listeners_) listener(tx, who, whom);
}

asio::awaitable<v1::BlockPersonResponse> Safety::block(router::Context& context, const v1::BlockPersonRequest& request) {
  const auto me = context.viewer.person;
  const PersonId other{request.person_id()};
  require(me != other, invalid("person_id", "accounts.self", "Nobody can block themselves."));
  co_return co_await db_.transact(
      [this, me, other](Tx& tx) {
        require(!access::existing(tx, {other}).empty(), not_found("person"));
        if (tx.exec(kBlock, me, other, kMostBlocked).affected_rows() > 0)
          announce(tx, me, other, true);
        else
          require(is_blocking(tx, me, other), {Code::kFailedPrecondition, "accounts.too_many_blocked", "One person blocks at most 1000 others."});
        return v1::BlockPersonResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::UnblockPersonResponse> Safety::unblock(router::Context& context, const v1::UnblockPersonRequest& request) {
  const auto me = context.viewer.person;
  const PersonId other{request.person_id()};
  co_return co_await db_.transact(
      [this, me, other](Tx& tx) {
        if (tx.exec(kUnblock, me, other).affected_rows() > 0) announce(tx, me, other, false);
        return v1::UnblockPersonResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListBlockedResponse> Safety::list_blocked(router::Context& context, const v1::ListBlockedRequest&) {
  const auto me = context.viewer.person;
  co_return co_await db_.transact(
      [me](Tx& tx) {
        v1::ListBlockedResponse response;
        response.set_person_head(streams::Streams::heads(tx, {stream_of(me)}).at(stream_of(me)));
        std::vector<PersonId> people;
        for (const auto& row : tx.exec(kListBlocked, me)) people.push_back(PersonId{row[0].as<std::int64_t>()});
        for (auto& card : directory::access::person_cards(tx, people)) *response.add_people() = std::move(card);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::accounts
