#include "directory/handlers.hpp"

#include <map>

#include "core/error.hpp"
#include "directory/access.hpp"
#include "directory/policy.hpp"
#include "directory/query.hpp"
#include "directory/store.hpp"

namespace wasl::directory {

using storage::InDoubt;
using storage::Lane;
using storage::Tx;

namespace {

// The only way to one organisation: missing and hidden look alike.
v1::Organisation open(Tx& tx, const router::Viewer& viewer, OrganisationId id) {
  auto found = store::organisation(tx, id);
  if (!found) throw not_found("organisation");
  const bool holds_seat = access::holds_seat(tx, viewer.person, id);
  require(policy::may_see(viewer, found->published, holds_seat), not_found("organisation"));
  return std::move(found->organisation);
}

void add_seats(Tx& tx, OrganisationId id, v1::GetOrganisationResponse& to) {
  const auto seats = store::seats(tx, id);
  std::vector<PersonId> people;
  std::map<std::int64_t, v1::SeatRole> roles;
  for (const auto& seat : seats) {
    people.push_back(seat.person);
    roles[raw(seat.person)] = seat.role;
  }
  for (auto& card : access::person_cards(tx, people)) {
    auto& seat = *to.add_seats();
    seat.set_role(roles.at(card.id()));
    *seat.mutable_person() = std::move(card);
  }
}

store::OrganisationSearch search_of(const v1::ListOrganisationsRequest& request) {
  return {query::patterns(request.query()),        query::code("sector", request.sector()),
          query::code("region", request.region()), query::kind(request.kind()),
          query::read_cursor(request.cursor()),    query::limit(request.limit())};
}

// Asked for one more than the page holds: its presence says that there is a next page.
v1::ListOrganisationsResponse page_of(std::vector<v1::Organisation> found, std::size_t limit) {
  v1::ListOrganisationsResponse page;
  if (found.size() > limit) {
    found.resize(limit);
    page.set_next_cursor(query::cursor_after(OrganisationId{found.back().id()}));
  }
  for (auto& organisation : found) *page.add_organisations() = std::move(organisation);
  return page;
}

}  // namespace

asio::awaitable<v1::ListSectorsResponse> Handlers::list_sectors(Context&, const v1::ListSectorsRequest&) {
  auto sectors = co_await db_.transact(store::sectors, InDoubt::kRunAgain);
  v1::ListSectorsResponse response;
  for (auto& sector : sectors) *response.add_sectors() = std::move(sector);
  co_return response;
}

asio::awaitable<v1::ListRegionsResponse> Handlers::list_regions(Context&, const v1::ListRegionsRequest&) {
  auto regions = co_await db_.transact(store::regions, InDoubt::kRunAgain);
  v1::ListRegionsResponse response;
  for (auto& region : regions) *response.add_regions() = std::move(region);
  co_return response;
}

asio::awaitable<v1::ListOrganisationsResponse> Handlers::list_organisations(
    Context&, const v1::ListOrganisationsRequest& request) {
  auto search = search_of(request);
  const auto limit = search.limit++;
  auto found = co_await db_.transact([&](Tx& tx) { return store::organisations(tx, search); }, InDoubt::kRunAgain,
                                     Lane::kSearch);
  co_return page_of(std::move(found), static_cast<std::size_t>(limit));
}

asio::awaitable<v1::GetOrganisationResponse> Handlers::get_organisation(Context& context,
                                                                        const v1::GetOrganisationRequest& request) {
  const OrganisationId id{request.id()};
  co_return co_await db_.transact(
      [&](Tx& tx) {
        v1::GetOrganisationResponse response;
        *response.mutable_organisation() = open(tx, context.viewer, id);
        add_seats(tx, id, response);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::FindPeopleResponse> Handlers::find_people(Context& context, const v1::FindPeopleRequest& request) {
  const store::PeopleSearch search{context.viewer.person, query::patterns(request.query()),
                                   OrganisationId{request.organisation_id()}, query::limit(request.limit())};
  co_return co_await db_.transact(
      [&](Tx& tx) {
        if (raw(search.organisation) != 0) open(tx, context.viewer, search.organisation);
        v1::FindPeopleResponse response;
        for (auto& card : access::person_cards(tx, store::find_people(tx, search)))
          *response.add_people() = std::move(card);
        return response;
      },
      InDoubt::kRunAgain, Lane::kSearch);
}

asio::awaitable<v1::ListMySeatsResponse> Handlers::list_my_seats(Context& context, const v1::ListMySeatsRequest&) {
  auto seats =
      co_await db_.transact([&](Tx& tx) { return store::seats_of(tx, context.viewer.person); }, InDoubt::kRunAgain);
  v1::ListMySeatsResponse response;
  for (auto& seat : seats) *response.add_seats() = std::move(seat);
  co_return response;
}

}  // namespace wasl::directory
