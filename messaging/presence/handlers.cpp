#include "messaging/presence/handlers.hpp"

#include <algorithm>

#include "accounts/access.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace wasl::messaging {

namespace {

using storage::InDoubt;
using storage::Statement;
using storage::Tx;

constexpr int kMostAsked = 100;

const Statement kActive{"messaging.active", R"(
  insert into presence as p (person_id, active_at) values ($1, date_trunc('minute', now()))
  on conflict (person_id) do update set active_at = excluded.active_at where p.active_at < excluded.active_at)"};
const Statement kIsHidden{"messaging.presence_is_hidden", "select 1 from presence_hidden where person_id = $1"};
const Statement kHide{"messaging.hide_presence", "insert into presence_hidden (person_id) values ($1) on conflict do nothing"};
const Statement kForget{"messaging.forget_presence", "delete from presence where person_id = $1"};
const Statement kShow{"messaging.show_presence", "delete from presence_hidden where person_id = $1"};
const Statement kPresences{"messaging.presences", R"(
  select p.person_id, (extract(epoch from p.active_at) * 1000)::bigint
  from presence p
  where p.person_id = any ($2::bigint[]) and not exists (select from presence_hidden h where h.person_id = p.person_id)
    and exists (select from conversation_members b
                join conversation_members a on a.conversation_id = b.conversation_id and a.person_id = $1
                join conversations c on c.id = b.conversation_id and c.request = 0 and c.kind in ('direct', 'group')
                where b.person_id = p.person_id)
  order by p.person_id)"};

bool is_hidden(Tx& tx, PersonId person) { return !tx.exec(kIsHidden, person).empty(); }

std::vector<std::int64_t> without(std::vector<std::int64_t> people, const std::vector<PersonId>& apart) {
  std::erase_if(people, [&](std::int64_t id) { return std::ranges::find(apart, PersonId{id}) != apart.end(); });
  return people;
}

void tell(Tx& tx, PersonId me, const std::vector<std::int64_t>& asked, v1::ExchangePresenceResponse& response) {
  std::vector<PersonId> people;
  for (const auto id : asked) people.push_back(PersonId{id});
  for (const auto& row : tx.exec(kPresences, me, without(asked, accounts::access::apart(tx, me, people)))) {
    auto& presence = *response.add_people();
    presence.set_person_id(row[0].as<std::int64_t>());
    presence.set_active_at_ms(row[1].as<std::int64_t>());
  }
}

}  // namespace

asio::awaitable<v1::ExchangePresenceResponse> PresenceHandlers::exchange(router::Context& context,
                                                                         const v1::ExchangePresenceRequest& request) {
  const auto me = context.viewer.person;
  require(request.person_ids_size() <= kMostAsked, invalid("person_ids", "messaging.people_count", "At most 100 people at once."));
  co_return co_await db_.transact(
      [me, active = request.active(), asked = std::vector<std::int64_t>(request.person_ids().begin(), request.person_ids().end())](Tx& tx) {
        v1::ExchangePresenceResponse response;
        response.set_now_ms(now_ms());
        if (is_hidden(tx, me)) return response;
        if (active) tx.exec(kActive, me);
        if (!asked.empty()) tell(tx, me, asked, response);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetPresenceSettingResponse> PresenceHandlers::get_setting(router::Context& context,
                                                                              const v1::GetPresenceSettingRequest&) {
  co_return co_await db_.transact(
      [me = context.viewer.person](Tx& tx) {
        v1::GetPresenceSettingResponse response;
        response.set_hidden(is_hidden(tx, me));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::SetPresenceSettingResponse> PresenceHandlers::set_setting(router::Context& context,
                                                                              const v1::SetPresenceSettingRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, hidden = request.hidden()](Tx& tx) {
        tx.exec(hidden ? kHide : kShow, me);
        if (hidden) tx.exec(kForget, me);
        return v1::SetPresenceSettingResponse{};
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::messaging
