#include "directory/find/handlers.hpp"

#include "core/clock.hpp"
#include "directory/find/search.hpp"
#include "directory/find/store.hpp"
#include "router/service.hpp"

namespace wasl::directory::find {

using storage::InDoubt;
using storage::Tx;

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.FindService", std::move(handlers));
  service.bind("FindOrganisations", &Handlers::find_organisations);
  service.bind("MapOrganisations", &Handlers::map_organisations);
}

asio::awaitable<v1::FindOrganisationsResponse> Handlers::find_organisations(
    Context&, const v1::FindOrganisationsRequest& request) {
  co_await refresh();
  co_return co_await workers_.run([this, request] {
    const std::shared_lock lock(mutex_);
    return answer(catalogue_, question(request, catalogue_, now_ms()));
  });
}

asio::awaitable<v1::MapOrganisationsResponse> Handlers::map_organisations(Context&,
                                                                          const v1::MapOrganisationsRequest& request) {
  co_await refresh();
  co_return co_await workers_.run([this, request] {
    const std::shared_lock lock(mutex_);
    return chart(catalogue_, section(request, catalogue_, now_ms()));
  });
}

asio::awaitable<void> Handlers::refresh() {
  if (!is_fresh()) co_await db_.transact([this](Tx& tx) { read_changes(tx); }, InDoubt::kRunAgain);
}

// One reads; who comes meanwhile takes what there is, unless there has never been anything.
void Handlers::read_changes(Tx& tx) {
  std::unique_lock reading(reading_, std::defer_lock);
  if (read_at_.load() == Clock::duration::min())
    reading.lock();
  else if (!reading.try_lock())
    return;
  if (is_fresh()) return;
  auto until = store::boundary(tx);
  if (since_.empty()) {
    read_all(tx);
  } else {
    const auto changed = store::changed_since(tx, since_);
    const std::unique_lock lock(mutex_);
    for (const auto& listed : changed) catalogue_.put(listed);
  }
  since_ = std::move(until);
  read_at_ = Clock::now().time_since_epoch();
}

// A part at a time: all of them at once would take a multiple of what they take in the end.
void Handlers::read_all(Tx& tx) {
  const auto regions = store::regions(tx);
  {
    const std::unique_lock lock(mutex_);
    for (const auto& region : regions) catalogue_.set_region(region.code, region.middle);
  }
  OrganisationId last{0};
  for (auto some = store::published_after(tx, last); !some.empty(); some = store::published_after(tx, last)) {
    last = OrganisationId{some.back().shown.organisation().id()};
    const std::unique_lock lock(mutex_);
    for (const auto& listed : some) catalogue_.put(listed);
  }
}

}  // namespace wasl::directory::find
