#include "directory/interests/handlers.hpp"

#include "core/clock.hpp"
#include "directory/access.hpp"
#include "directory/interests/clean.hpp"
#include "directory/interests/near.hpp"
#include "directory/interests/store.hpp"
#include "directory/profiles/store.hpp"
#include "directory/store.hpp"
#include "directory/verification/store.hpp"
#include "router/service.hpp"

namespace wasl::directory::interests {

using storage::InDoubt;
using storage::Lane;
using storage::Tx;

namespace {

constexpr int kOrganisations = 6, kPeople = 8, kTasks = 20, kReviews = 100;

// A queue of which the caller may see nothing is no task.
void add_reviews(Tx& tx, const router::Viewer& viewer, v1::GetHomeResponse& to) {
  if (!viewer.is(router::kVerifier)) return;
  const auto open = verification::store::list(tx, viewer.person, {v1::FILTER_OPEN, 0, kReviews}).size();
  if (open == 0) return;
  auto& task = *to.add_tasks();
  task.set_kind(v1::TASK_REVIEWS);
  task.set_count(static_cast<std::uint32_t>(open));
}

struct Blocks {
  v1::GetHomeResponse response;
  std::set<std::int64_t> own;
};

Blocks read(Tx& tx, const router::Viewer& viewer) {
  Blocks out;
  auto& to = out.response;
  *to.mutable_interests() = store::find(tx, viewer.person);
  for (auto& card : access::person_cards(tx, store::people_near(tx, viewer.person, to.interests(), kPeople)))
    *to.add_people() = std::move(card);
  for (auto& organisation : store::newest(tx, kOrganisations)) *to.add_newest() = std::move(organisation);
  for (auto& task : store::tasks(tx, viewer.person, kTasks)) *to.add_tasks() = std::move(task);
  add_reviews(tx, viewer, to);
  for (const auto& seat : directory::store::seats_of(tx, viewer.person)) out.own.insert(seat.organisation().id());
  to.set_has_seat(!out.own.empty());
  to.set_asked_for_seat(store::asks_for_seat(tx, viewer.person));
  return out;
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.HomeService", std::move(handlers));
  service.bind("GetInterests", &Handlers::get_interests);
  service.bind("SetInterests", &Handlers::set_interests);
  service.bind("GetHome", &Handlers::get_home);
}

asio::awaitable<v1::GetInterestsResponse> Handlers::get_interests(Context& context, const v1::GetInterestsRequest&) {
  co_return co_await db_.transact(
      [person = context.viewer.person](Tx& tx) {
        v1::GetInterestsResponse response;
        *response.mutable_interests() = store::find(tx, person);
        response.set_shown_by_default(access::speaks_for_somebody(tx, person));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::SetInterestsResponse> Handlers::set_interests(Context& context,
                                                                  const v1::SetInterestsRequest& request) {
  co_return co_await db_.transact(
      [this, person = context.viewer.person, request](Tx& tx) {
        store::write(tx, person, clean(request.interests(), profiles::store::known(tx)));
        v1::InterestsChanged event;
        *event.mutable_interests() = store::find(tx, person);
        streams_.append(tx, stream_of(person), v1::EVENT_INTERESTS_CHANGED, event);
        v1::SetInterestsResponse response;
        *response.mutable_interests() = event.interests();
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::GetHomeResponse> Handlers::get_home(Context& context, const v1::GetHomeRequest&) {
  auto blocks = co_await db_.transact([viewer = context.viewer](Tx& tx) { return read(tx, viewer); },
                                      InDoubt::kRunAgain, Lane::kSearch);
  auto found = co_await find_->read(
      [interests = blocks.response.interests(), own = std::move(blocks.own)](const find::Catalogue& catalogue) {
        return near(catalogue, interests, own, kOrganisations, now_ms());
      });
  for (auto& organisation : found) *blocks.response.add_near() = std::move(organisation);
  co_return std::move(blocks.response);
}

}  // namespace wasl::directory::interests
