#include "directory/oversight/handlers.hpp"

#include "audit/access.hpp"
#include "core/error.hpp"
#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/oversight/policy.hpp"
#include "directory/oversight/store.hpp"
#include "directory/profiles/open.hpp"
#include "directory/profiles/store.hpp"
#include "directory/query.hpp"
#include "directory/rows.hpp"
#include "directory/store.hpp"
#include "router/service.hpp"

namespace wasl::directory::oversight {

using audit::access::reason;
using audit::access::Target;
using profiles::Need;
using storage::InDoubt;
using storage::Tx;

namespace {

constexpr std::chrono::seconds kFiguresGoodFor{5};
constexpr router::Viewer kPlatform{PersonId{}, SessionId{}, router::kAdministrator};

store::Search search_of(const v1::FindAnyOrganisationRequest& request) {
  require(v1::OrganisationState_IsValid(request.state()),
          invalid("state", "directory.bad_filter", "There is no such filter."));
  return {query::patterns(request.query()), rows::state(request.state()), request.before(),
          query::limit(request.limit())};
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.OversightService", std::move(handlers));
  service.bind("SuspendOrganisation", &Handlers::suspend);
  service.bind("LiftOrganisation", &Handlers::lift);
  service.bind("GetOrganisationSuspension", &Handlers::get_suspension);
  service.bind("FindAnyOrganisation", &Handlers::find);
  service.bind("GetDirectoryFigures", &Handlers::get_figures);
}

// Its people, and those who keep conversations in its name.
void Handlers::tell(Tx& tx, OrganisationId id) {
  events::organisation_changed(keeper_.streams(), tx, id);
  for (const auto person : store::holders(tx, id)) keeper_.tell_modules(tx, id, person);
}

v1::OrganisationState Handlers::put_away(Tx& tx, const router::Viewer& by, OrganisationId id, const std::string& why) {
  const auto record = profiles::hold(tx, by, id, Need::kSee);
  policy::may_be_suspended(record);
  if (store::suspension(tx, id).reason() == why) return v1::STATE_SUSPENDED;
  store::suspend(tx, id, why);
  audit::access::record(tx, {by.person, "organisation_suspended", Target::kOrganisation, raw(id), why});
  history::add(tx, id, {by.person, "suspended", {}, why});
  tell(tx, id);
  letters_.suspended(tx, id, record.profile.name(), why, appeal_address_);
  return v1::STATE_SUSPENDED;
}

v1::OrganisationState Handlers::bring_back(Tx& tx, const router::Viewer& by, OrganisationId id,
                                           const std::string& why) {
  const auto before = profiles::hold(tx, by, id, Need::kSee);
  if (before.state != v1::STATE_SUSPENDED) return before.state;
  store::restore(tx, id);
  audit::access::record(tx, {by.person, "organisation_restored", Target::kOrganisation, raw(id), why});
  history::add(tx, id, {by.person, "restored", {}, why});
  tell(tx, id);
  letters_.to_owners(tx, Letters::Kind::kRestored, id, before.profile.name());
  return profiles::store::find(tx, id, by.person)->state;
}

asio::awaitable<v1::SuspendOrganisationResponse> Handlers::suspend(Context& context,
                                                                   const v1::SuspendOrganisationRequest& request) {
  policy::is_administrator(context.viewer, "organisation");
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()},
       why = reason(request.reason())](Tx& tx) {
        v1::SuspendOrganisationResponse response;
        response.set_state(put_away(tx, viewer, id, why));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::LiftOrganisationResponse> Handlers::lift(Context& context,
                                                             const v1::LiftOrganisationRequest& request) {
  policy::is_administrator(context.viewer, "organisation");
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()},
       why = reason(request.reason())](Tx& tx) {
        v1::LiftOrganisationResponse response;
        response.set_state(bring_back(tx, viewer, id, why));
        return response;
      },
      InDoubt::kRunAgain);
}

void Handlers::suspend_now(OrganisationId id, const std::string& reason_given) {
  db_.transact_now([&, why = reason(reason_given)](Tx& tx) { put_away(tx, kPlatform, id, why); });
}

void Handlers::lift_now(OrganisationId id, const std::string& reason_given) {
  db_.transact_now([&, why = reason(reason_given)](Tx& tx) { bring_back(tx, kPlatform, id, why); });
}

asio::awaitable<v1::GetOrganisationSuspensionResponse> Handlers::get_suspension(
    Context& context, const v1::GetOrganisationSuspensionRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        policy::may_see_suspension(viewer, profiles::open(tx, viewer, id, Need::kSee));
        auto response = store::suspension(tx, id);
        if (response.suspended()) response.set_appeal_address(appeal_address_);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::FindAnyOrganisationResponse> Handlers::find(Context& context,
                                                                const v1::FindAnyOrganisationRequest& request) {
  policy::is_administrator(context.viewer, "team");
  auto search = search_of(request);
  const auto limit = static_cast<std::size_t>(search.limit++);
  co_return co_await db_.transact(
      [search, limit](Tx& tx) {
        auto ids = store::search(tx, search);
        v1::FindAnyOrganisationResponse response;
        response.set_more(ids.size() > limit);
        if (response.more()) ids.resize(limit);
        auto known = directory::store::organisations(tx, ids);
        for (const auto id : ids) {
          auto& found = *response.add_organisations();
          *found.mutable_organisation() = std::move(known.at(raw(id)).organisation);
          found.set_state(known.at(raw(id)).state);
        }
        return response;
      },
      InDoubt::kRunAgain, storage::Lane::kSearch);
}

asio::awaitable<v1::GetDirectoryFiguresResponse> Handlers::get_figures(Context& context,
                                                                       const v1::GetDirectoryFiguresRequest&) {
  policy::may_see_figures(context.viewer);
  if (auto recent = recent_figures()) co_return std::move(*recent);
  auto figures =
      co_await db_.transact([](Tx& tx) { return store::figures(tx); }, InDoubt::kRunAgain, storage::Lane::kSearch);
  keep_figures(figures);
  co_return figures;
}

std::optional<v1::GetDirectoryFiguresResponse> Handlers::recent_figures() const {
  const std::lock_guard lock(mutex_);
  if (figures_ && std::chrono::steady_clock::now() - counted_at_ < kFiguresGoodFor) return figures_;
  return std::nullopt;
}

void Handlers::keep_figures(const v1::GetDirectoryFiguresResponse& figures) {
  const std::lock_guard lock(mutex_);
  figures_ = figures;
  counted_at_ = std::chrono::steady_clock::now();
}

}  // namespace wasl::directory::oversight
