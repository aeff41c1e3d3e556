#include "core/error.hpp"
#include "directory/events.hpp"
#include "directory/history.hpp"
#include "directory/json.hpp"
#include "directory/profiles/clean.hpp"
#include "directory/profiles/diff.hpp"
#include "directory/profiles/handlers.hpp"
#include "directory/profiles/open.hpp"
#include "directory/profiles/show.hpp"
#include "directory/profiles/store.hpp"
#include "directory/verification/queue.hpp"

namespace wasl::directory::profiles {

using storage::Tx;
namespace queue = verification::queue;

namespace {

void submit_new(Tx& tx, const Record& record, PersonId by, const v1::Profile& profile) {
  const auto before = queue::last_submitted(tx, record.id);
  const auto what = before ? changes(*before, profile) : v1::Changes{};
  queue::open(tx, record.id, queue::Submitted::kNew, by, profile);
  store::set_state(tx, record.id, v1::STATE_SUBMITTED);
  history::add(tx, record.id, {by, "submitted", {}, {}, json::write(what)});
}

// What is not important is public at once; the rest waits, and stays in the draft.
void submit_change(Tx& tx, const Record& record, PersonId by, const v1::Profile& profile) {
  const auto now = unimportant_part(record.profile, profile);
  const auto what = changes(record.profile, now);
  store::write_profile(tx, record.id, now);
  store::confirm(tx, record.id);
  if (what.changes_size() > 0) history::add(tx, record.id, {by, "changed", {}, {}, json::write(what)});
  if (!changes_important(record.profile, profile)) {
    store::write_draft(tx, record.id, std::nullopt);
    return;
  }
  queue::open(tx, record.id, queue::Submitted::kChange, by, profile);
  history::add(tx, record.id, {by, "submitted", {}, {}, json::write(changes(now, profile))});
}

}  // namespace

asio::awaitable<v1::SubmitDraftResponse> Handlers::submit(Context& context, const v1::SubmitDraftRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const auto record = hold(tx, viewer, id, Need::kEdit);
    policy::require_editable(record, request.version());
    policy::require_changes(record);
    const auto profile = clean(record.working(), store::known(tx));
    require_complete(profile);
    if (record.has_been_public())
      submit_change(tx, record, viewer.person, profile);
    else
      submit_new(tx, record, viewer.person, profile);
    store::touch(tx, id, viewer.person);
    events::organisation_changed(keeper_.streams(), tx, id);
    v1::SubmitDraftResponse response;
    *response.mutable_draft() = show_draft(tx, open(tx, viewer, id, Need::kEdit));
    return response;
  });
}

asio::awaitable<v1::WithdrawDraftResponse> Handlers::withdraw(Context& context,
                                                              const v1::WithdrawDraftRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        const auto record = hold(tx, viewer, id, Need::kEdit);
        policy::require_in_review(record);
        queue::withdraw(tx, id, viewer.person);
        papers_.show_to(tx, id, PersonId{});
        if (!record.has_been_public()) store::set_state(tx, id, v1::STATE_DRAFT);
        store::touch(tx, id, viewer.person);
        history::add(tx, id, {viewer.person, "withdrawn"});
        events::organisation_changed(keeper_.streams(), tx, id);
        v1::WithdrawDraftResponse response;
        *response.mutable_draft() = show_draft(tx, open(tx, viewer, id, Need::kEdit));
        return response;
      });
}

}  // namespace wasl::directory::profiles
