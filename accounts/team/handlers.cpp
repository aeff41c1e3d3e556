#include "accounts/team/handlers.hpp"

#include <map>

#include "accounts/policy.hpp"
#include "accounts/team/policy.hpp"
#include "accounts/team/store.hpp"
#include "audit/access.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/access.hpp"
#include "router/service.hpp"

namespace wasl::accounts::team {

using audit::access::reason;
using audit::access::Target;
using storage::InDoubt;
using storage::Tx;

namespace {

constexpr const char *kPerson = "person", *kTeam = "team";

std::map<std::int64_t, wasl::v1::PersonCard> cards_of(Tx& tx, const std::vector<PersonId>& people) {
  std::map<std::int64_t, wasl::v1::PersonCard> cards;
  for (auto& card : directory::access::person_cards(tx, people)) cards[card.id()] = std::move(card);
  return cards;
}

// Names of those, too, whose address is not confirmed: nobody else sees them.
void name(Tx& tx, v1::Account& account) {
  auto cards = cards_of(tx, {PersonId{account.card().id()}});
  if (const auto at = cards.find(account.card().id()); at != cards.end())
    *account.mutable_card() = std::move(at->second);
}

v1::Account named(Tx& tx, v1::Account account) {
  name(tx, account);
  return account;
}

store::Search search_of(const v1::FindAccountsRequest& request) {
  require(v1::AccountFilter_IsValid(request.filter()),
          invalid("filter", "accounts.bad_filter", "There is no such filter."));
  if (!request.role().empty()) policy::is_role(request.role());
  const auto query = text::clean_line(request.query());
  store::Search out;
  out.patterns = policy::patterns(query);
  if (query.find('@') != std::string::npos) out.email_key = accounts::policy::email(query).key;
  out.team = request.filter() == v1::ACCOUNT_FILTER_TEAM;
  out.suspended = request.filter() == v1::ACCOUNT_FILTER_SUSPENDED;
  out.role = request.role();
  out.before = request.before();
  out.limit = policy::limit(request.limit());
  return out;
}

audit::access::Search search_of(const v1::ListActsRequest& request) {
  require(v1::TargetKind_IsValid(request.target()),
          invalid("target", "accounts.bad_filter", "There is no such filter."));
  require(request.from_ms() >= 0 && request.until_ms() >= 0,
          invalid("from_ms", "accounts.bad_filter", "Times are milliseconds since 1970."));
  require(request.act().size() <= 40, invalid("act", "accounts.bad_filter", "There is no such act."));
  return {request.by_command_line(),
          PersonId{request.actor_id()},
          text::clean_line(request.act()),
          static_cast<Target>(request.target()),
          request.target_id(),
          request.from_ms(),
          request.until_ms(),
          request.before(),
          policy::limit(request.limit())};
}

v1::Act act_of(const audit::access::Entry& entry) {
  v1::Act out;
  out.set_id(entry.id);
  out.set_at_ms(entry.at_ms);
  out.set_act(entry.act);
  out.set_target(static_cast<v1::TargetKind>(entry.target));
  out.set_target_id(entry.target_id);
  out.set_detail(entry.detail);
  out.set_reason(entry.reason);
  return out;
}

v1::ListActsResponse show(Tx& tx, const std::vector<audit::access::Entry>& entries) {
  std::vector<PersonId> people;
  std::vector<std::int64_t> organisations;
  for (const auto& entry : entries) {
    people.push_back(entry.actor);
    if (entry.target == Target::kPerson) people.push_back(PersonId{entry.target_id});
    if (entry.target == Target::kOrganisation) organisations.push_back(entry.target_id);
  }
  auto cards = cards_of(tx, people);
  auto names = directory::access::organisation_names(tx, organisations);
  v1::ListActsResponse response;
  for (const auto& entry : entries) {
    auto& act = *response.add_acts() = act_of(entry);
    const auto card = [&](std::int64_t id, wasl::v1::PersonCard& into) {
      into = cards[id];
      into.set_id(id);
    };
    if (raw(entry.actor) != 0) card(raw(entry.actor), *act.mutable_actor());
    if (entry.target == Target::kPerson) card(entry.target_id, *act.mutable_person());
    if (entry.target == Target::kOrganisation) *act.mutable_organisation() = names[entry.target_id];
  }
  return response;
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.accounts.v1.TeamService", std::move(handlers));
  service.bind("FindAccounts", &Handlers::find);
  service.bind("GetAccount", &Handlers::get);
  service.bind("GrantRole", &Handlers::grant);
  service.bind("RevokeRole", &Handlers::revoke);
  service.bind("SuspendPerson", &Handlers::suspend);
  service.bind("LiftSuspension", &Handlers::lift);
  service.bind("ListActs", &Handlers::list_acts);
  service.bind("GetPeopleFigures", &Handlers::get_figures);
}

asio::awaitable<v1::FindAccountsResponse> Handlers::find(Context& context, const v1::FindAccountsRequest& request) {
  policy::is_administrator(context.viewer, kTeam);
  auto search = search_of(request);
  const auto limit = static_cast<std::size_t>(search.limit++);
  co_return co_await db_.transact(
      [search, limit](Tx& tx) {
        auto found = store::search(tx, search);
        v1::FindAccountsResponse response;
        response.set_more(found.size() > limit);
        if (response.more()) found.resize(limit);
        std::vector<PersonId> people;
        for (const auto& account : found) people.push_back(PersonId{account.card().id()});
        auto cards = cards_of(tx, people);
        for (auto& account : found) {
          const auto id = account.card().id();
          *account.mutable_card() = cards[id];
          account.mutable_card()->set_id(id);
          *response.add_accounts() = std::move(account);
        }
        return response;
      },
      InDoubt::kRunAgain, storage::Lane::kSearch);
}

asio::awaitable<v1::GetAccountResponse> Handlers::get(Context& context, const v1::GetAccountRequest& request) {
  policy::is_administrator(context.viewer, kPerson);
  co_return co_await db_.transact(
      [id = PersonId{request.person_id()}](Tx& tx) {
        auto found = store::find(tx, id);
        require(found.has_value(), not_found(kPerson));
        v1::GetAccountResponse response;
        *response.mutable_account() = named(tx, std::move(*found));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GrantRoleResponse> Handlers::grant(Context& context, const v1::GrantRoleRequest& request) {
  policy::is_administrator(context.viewer, kPerson);
  co_return co_await db_.transact(
      [this, me = context.viewer.person, request, why = reason(request.reason())](Tx& tx) {
        v1::GrantRoleResponse response;
        *response.mutable_account() =
            named(tx, keeper_.grant(tx, me, PersonId{request.person_id()}, request.role(), why));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RevokeRoleResponse> Handlers::revoke(Context& context, const v1::RevokeRoleRequest& request) {
  policy::is_administrator(context.viewer, kPerson);
  co_return co_await db_.transact(
      [this, me = context.viewer.person, request, why = reason(request.reason())](Tx& tx) {
        v1::RevokeRoleResponse response;
        *response.mutable_account() =
            named(tx, keeper_.revoke(tx, me, PersonId{request.person_id()}, request.role(), why));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::SuspendPersonResponse> Handlers::suspend(Context& context,
                                                             const v1::SuspendPersonRequest& request) {
  policy::is_administrator(context.viewer, kPerson);
  co_return co_await db_.transact([this, me = context.viewer.person, request, why = reason(request.reason())](Tx& tx) {
    v1::SuspendPersonResponse response;
    *response.mutable_account() =
        named(tx, keeper_.suspend(tx, me, PersonId{request.person_id()}, why, request.until_ms()));
    return response;
  });
}

asio::awaitable<v1::LiftSuspensionResponse> Handlers::lift(Context& context, const v1::LiftSuspensionRequest& request) {
  policy::is_administrator(context.viewer, kPerson);
  co_return co_await db_.transact(
      [this, me = context.viewer.person, request, why = reason(request.reason())](Tx& tx) {
        v1::LiftSuspensionResponse response;
        *response.mutable_account() = named(tx, keeper_.restore(tx, me, PersonId{request.person_id()}, why));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListActsResponse> Handlers::list_acts(Context& context, const v1::ListActsRequest& request) {
  policy::is_administrator(context.viewer, kTeam);
  auto search = search_of(request);
  const auto limit = static_cast<std::size_t>(search.limit++);
  co_return co_await db_.transact(
      [search, limit](Tx& tx) {
        auto entries = audit::access::list(tx, search);
        const bool more = entries.size() > limit;
        if (more) entries.resize(limit);
        auto response = show(tx, entries);
        response.set_more(more);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetPeopleFiguresResponse> Handlers::get_figures(Context& context,
                                                                    const v1::GetPeopleFiguresRequest&) {
  policy::is_administrator(context.viewer, kTeam);
  if (auto recent = figures_.recent()) co_return std::move(*recent);
  auto figures =
      co_await db_.transact([](Tx& tx) { return store::figures(tx); }, InDoubt::kRunAgain, storage::Lane::kSearch);
  figures_.keep(figures);
  co_return figures;
}

}  // namespace wasl::accounts::team
