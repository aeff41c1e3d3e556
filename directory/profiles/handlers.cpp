#include "directory/profiles/handlers.hpp"

#include "core/error.hpp"
#include "directory/access.hpp"
#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/profiles/diff.hpp"
#include "directory/profiles/open.hpp"
#include "directory/profiles/show.hpp"
#include "directory/profiles/store.hpp"
#include "directory/query.hpp"
#include "directory/seats/store.hpp"
#include "router/service.hpp"

namespace wasl::directory::profiles {

using storage::InDoubt;
using storage::Tx;

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.OrganisationService", std::move(handlers));
  service.bind("GetPublicProfile", &Handlers::get_public_profile);
  service.bind("GetProfile", &Handlers::get_profile);
  service.bind("RegisterOrganisation", &Handlers::register_organisation);
  service.bind("GetDraft", &Handlers::get_draft);
  service.bind("SaveDraft", &Handlers::save_draft);
  service.bind("SubmitDraft", &Handlers::submit);
  service.bind("WithdrawDraft", &Handlers::withdraw);
  service.bind("AddPaper", &Handlers::add_paper);
  service.bind("RemovePaper", &Handlers::remove_paper);
  service.bind("ConfirmOrganisation", &Handlers::confirm);
  service.bind("ListHistory", &Handlers::list_history);
}

asio::awaitable<v1::GetPublicProfileResponse> Handlers::get_public_profile(Context&,
                                                                           const v1::GetPublicProfileRequest& request) {
  co_return co_await db_.transact(
      [id = OrganisationId{request.id()}](Tx& tx) {
        const auto record = open(tx, router::Viewer{}, id, Need::kSee);
        v1::GetPublicProfileResponse response;
        *response.mutable_organisation() = show(record, Contacts::kPublic);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetProfileResponse> Handlers::get_profile(Context& context, const v1::GetProfileRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = OrganisationId{request.id()}](Tx& tx) {
        const auto record = open(tx, viewer, id, Need::kSee);
        const bool all = policy::may_see_contacts(viewer, record, access::speaks_for_somebody(tx, viewer.person));
        v1::GetProfileResponse response;
        *response.mutable_organisation() = show(record, all ? Contacts::kAll : Contacts::kPublic);
        response.set_state(record.state);
        response.set_role(record.role);
        response.set_contacts_withheld(response.organisation().profile().contacts_size() <
                                       record.profile.contacts_size());
        response.set_asked_for_seat(seats::store::has_asked(tx, id, viewer.person));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RegisterOrganisationResponse> Handlers::register_organisation(
    Context& context, const v1::RegisterOrganisationRequest& request) {
  policy::require_client_id(request.client_id());
  co_return co_await db_.transact(
      [this, viewer = context.viewer, request](Tx& tx) {
        const auto profile = clean(request.profile(), store::known(tx));
        const auto [id, made] = store::insert(tx, viewer.person, request.client_id(), profile);
        if (made) {
          history::add(tx, id, {viewer.person, "registered"});
          // Locks the person's stream: of many at once each is counted.
          events::seats_changed(keeper_.streams(), tx, id, {viewer.person});
          policy::few_enough_drafts(store::drafts_of(tx, viewer.person));
          keeper_.tell_modules(tx, id, viewer.person);
        }
        v1::RegisterOrganisationResponse response;
        *response.mutable_draft() = show_draft(tx, open(tx, viewer, id, Need::kEdit));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetDraftResponse> Handlers::get_draft(Context& context, const v1::GetDraftRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        v1::GetDraftResponse response;
        *response.mutable_draft() = show_draft(tx, open(tx, viewer, id, Need::kEdit));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::SaveDraftResponse> Handlers::save_draft(Context& context, const v1::SaveDraftRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const auto record = hold(tx, viewer, id, Need::kEdit);
    policy::require_editable(record, request.version());
    const auto profile = clean(request.profile(), store::known(tx));
    store::touch(tx, id, viewer.person);
    if (record.has_been_public()) {
      store::write_draft(tx, id, profile);
    } else {
      store::write_profile(tx, id, profile);
      if (shows_in_lists(record.profile, profile)) events::organisation_changed(keeper_.streams(), tx, id);
    }
    v1::SaveDraftResponse response;
    *response.mutable_draft() = show_draft(tx, open(tx, viewer, id, Need::kEdit));
    return response;
  });
}

asio::awaitable<v1::ConfirmOrganisationResponse> Handlers::confirm(Context& context,
                                                                   const v1::ConfirmOrganisationRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        const auto record = hold(tx, viewer, id, Need::kEdit);
        policy::require_public(record);
        store::confirm(tx, id);
        history::add(tx, id, {viewer.person, "confirmed"});
        if (!record.published()) events::organisation_changed(keeper_.streams(), tx, id);
        v1::ConfirmOrganisationResponse response;
        *response.mutable_organisation() = show(open(tx, viewer, id, Need::kEdit), Contacts::kAll);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListHistoryResponse> Handlers::list_history(Context& context,
                                                                const v1::ListHistoryRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, request, limit = query::limit(request.limit())](Tx& tx) {
        const OrganisationId id{request.organisation_id()};
        policy::may_see_history(viewer, open(tx, viewer, id, Need::kSee));
        return history::list(tx, id, request.before(), limit);
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::directory::profiles
