#include "directory/interventions/handlers.hpp"

#include "core/error.hpp"
#include "directory/history.hpp"
#include "directory/interventions/store.hpp"
#include "directory/profiles/open.hpp"
#include "directory/profiles/store.hpp"
#include "directory/query.hpp"
#include "directory/store.hpp"
#include "router/service.hpp"

namespace wasl::directory::interventions {

using profiles::Need;
using storage::InDoubt;
using storage::Lane;
using storage::Tx;

namespace {

constexpr int kMost = 500;

store::Question question(const v1::ListInterventionsRequest& request) {
  require(v1::InterventionOrder_IsValid(request.order()),
          invalid("order", "directory.bad_filter", "There is no such order."));
  return {clean(request.filter()), false, request.order(), read_cursor(request.order(), request.cursor()),
          query::limit(request.limit())};
}

void add_partners(Tx& tx, v1::ListInterventionsResponse& to) {
  std::vector<OrganisationId> ids;
  for (const auto& shown : to.interventions()) ids.push_back(OrganisationId{shown.intervention().organisation_id()});
  const auto found = directory::store::organisations(tx, ids);
  for (auto& shown : *to.mutable_interventions())
    *shown.mutable_partner() = found.at(shown.intervention().organisation_id()).organisation;
}

// Asked for one more than the page holds: its presence says that there is a next page.
v1::ListInterventionsResponse page(Tx& tx, store::Question q) {
  const auto limit = static_cast<std::size_t>(q.limit++);
  auto found = store::list(tx, q);
  v1::ListInterventionsResponse out;
  if (found.size() > limit) {
    found.resize(limit);
    out.set_next_cursor(cursor_after(q.order, found.back().place));
  }
  for (auto& listed : found) *out.add_interventions()->mutable_intervention() = std::move(listed.intervention);
  add_partners(tx, out);
  if (q.after.id != 0) return out;
  auto totals = store::totals(tx, q);
  out.set_total(totals.total);
  for (auto& place : totals.places) *out.add_places() = std::move(place);
  return out;
}

void note(Tx& tx, PersonId by, OrganisationId id, const char* action, const wasl::v1::LocalText& title) {
  history::add(tx, id,
               {by,
                action,
                {},
                !title.fr().empty()   ? title.fr()
                : !title.ar().empty() ? title.ar()
                                      : title.en()});
}

v1::Intervention add(Tx& tx, PersonId by, std::uint64_t client_id, const v1::Intervention& i) {
  profiles::policy::require_client_id(client_id);
  const OrganisationId organisation{i.organisation_id()};
  if (auto made = store::find_by_client(tx, organisation, client_id)) return *std::move(made);
  require(store::count(tx, organisation) < kMost,
          {Code::kFailedPrecondition, "interventions.full", "There are 500 already. Remove what has ended."});
  const auto id = store::insert(tx, by, client_id, i);
  note(tx, by, organisation, "intervention_added", i.title());
  return *store::find(tx, organisation, id);
}

v1::Intervention change(Tx& tx, PersonId by, const v1::Intervention& i) {
  const OrganisationId organisation{i.organisation_id()};
  const auto now = store::find(tx, organisation, i.id());
  require(now.has_value(), not_found("intervention"));
  require(now->version() == i.version(), {Code::kAborted, "interventions.changed_meanwhile",
                                          "Somebody has changed it meanwhile. Load it, and make your changes again."});
  store::update(tx, by, i);
  note(tx, by, organisation, "intervention_changed", i.title());
  return *store::find(tx, organisation, i.id());
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.InterventionService", std::move(handlers));
  service.bind("ListInterventions", &Handlers::list);
  service.bind("SaveIntervention", &Handlers::save);
  service.bind("RemoveIntervention", &Handlers::remove);
}

asio::awaitable<v1::ListInterventionsResponse> Handlers::list(Context& context,
                                                              const v1::ListInterventionsRequest& request) {
  auto q = question(request);
  co_return co_await db_.transact(
      [viewer = context.viewer, q](Tx& tx) mutable {
        if (const OrganisationId id{q.filter.organisation_id()}; raw(id) != 0) {
          const auto record = profiles::open(tx, viewer, id, Need::kSee);
          q.own = !record.published();
        }
        return page(tx, q);
      },
      InDoubt::kRunAgain, Lane::kSearch);
}

asio::awaitable<v1::SaveInterventionResponse> Handlers::save(Context& context,
                                                             const v1::SaveInterventionRequest& request) {
  co_return co_await db_.transact([viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.intervention().organisation_id()};
    const auto record = profiles::hold(tx, viewer, id, Need::kEdit);
    require(record.profile.kind() == v1::ORGANISATION_PARTNER,
            {Code::kFailedPrecondition, "interventions.not_a_partner", "Only partners tell of their interventions."});
    const auto written = clean(request.intervention(), profiles::store::known(tx));
    v1::SaveInterventionResponse response;
    *response.mutable_intervention() =
        written.id() == 0 ? add(tx, viewer.person, request.client_id(), written) : change(tx, viewer.person, written);
    return response;
  });
}

asio::awaitable<v1::RemoveInterventionResponse> Handlers::remove(Context& context,
                                                                 const v1::RemoveInterventionRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, request](Tx& tx) {
        const OrganisationId id{request.organisation_id()};
        profiles::hold(tx, viewer, id, Need::kEdit);
        const auto now = store::find(tx, id, request.intervention_id());
        if (now && store::remove(tx, id, request.intervention_id()))
          note(tx, viewer.person, id, "intervention_removed", now->title());
        return v1::RemoveInterventionResponse{};
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::directory::interventions
