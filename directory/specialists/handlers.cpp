#include "directory/specialists/handlers.hpp"

#include "audit/access.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"
#include "directory/cards.hpp"
#include "directory/profiles/store.hpp"
#include "directory/query.hpp"
#include "directory/specialists/events.hpp"
#include "directory/specialists/store.hpp"
#include "router/service.hpp"

namespace wasl::directory::specialists {

using storage::InDoubt;
using storage::Lane;

namespace {

std::chrono::year_month_day today() { return std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()); }

Cards cards_of(Tx& tx, const std::vector<Record>& records) {
  std::vector<PersonId> people;
  for (const auto& record : records) people.push_back(record.person);
  return {tx, people};
}

v1::Specialist shown(const Record& record, const Cards& cards) {
  v1::Specialist out;
  *out.mutable_person() = cards.of(record.person);
  *out.mutable_offer() = record.offer.offer();
  out.mutable_offer()->clear_at_once();
  return out;
}

// Asked for one more than the page holds: its presence says that there is a next page.
template <class Page>
void end_page(std::vector<Record>& found, int limit, Page& page) {
  if (found.size() <= static_cast<std::size_t>(limit)) return;
  found.resize(static_cast<std::size_t>(limit));
  page.set_next_cursor(policy::cursor_after(found.back()));
}

store::After read_cursor(const std::string& cursor) {
  auto [place, person] = policy::read_cursor(cursor);
  return {std::move(place), person};
}

store::Search search_of(PersonId viewer, const v1::ListSpecialistsRequest& request) {
  return {viewer,
          query::code("sector", request.sector()),
          query::code("region", request.region()),
          {},
          query::code("language", request.language()),
          request.open_only(),
          read_cursor(request.cursor()),
          query::limit(request.limit())};
}

bool same_sectors(const Record& a, const Record& b) {
  return a.accepted() == b.accepted() && std::ranges::equal(a.offer.offer().sectors(), b.offer.offer().sectors());
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.SpecialistService", std::move(handlers));
  service.bind("GetMyOffer", &Handlers::mine);
  service.bind("OfferHelp", &Handlers::offer);
  service.bind("WithdrawOffer", &Handlers::withdraw);
  service.bind("ListSpecialists", &Handlers::list);
  service.bind("GetSpecialist", &Handlers::get);
  service.bind("ListOffers", &Handlers::list_waiting);
  service.bind("DecideOffer", &Handlers::decide);
}

asio::awaitable<v1::GetMyOfferResponse> Handlers::mine(Context& context, const v1::GetMyOfferRequest&) {
  co_return co_await db_.transact(
      [me = context.viewer.person](Tx& tx) {
        v1::GetMyOfferResponse response;
        *response.mutable_offer() = store::find(tx, me).offer;
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::OfferHelpResponse> Handlers::offer(Context& context, const v1::OfferHelpRequest& request) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person, &request](Tx& tx) {
        const auto clean = policy::clean(request.offer(), profiles::store::known(tx), today());
        auto before = store::lock(tx, me);
        // Not one that an offer withdrawn before had: somebody may be looking at that.
        if (before.offer.state() == v1::OFFER_NONE) before.offer.set_version(now_ms());
        auto now = before;
        now.offer = policy::changed(before.offer, clean);
        store::put(tx, now, now.offer.version() != before.offer.version());
        if (!same_sectors(before, now)) tell_modules(tx, me);
        now = store::find(tx, me);
        events::changed(streams_, tx, now);
        v1::OfferHelpResponse response;
        *response.mutable_offer() = now.offer;
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::WithdrawOfferResponse> Handlers::withdraw(Context& context, const v1::WithdrawOfferRequest&) {
  co_return co_await db_.transact(
      [this, me = context.viewer.person](Tx& tx) {
        remove(tx, me);
        return v1::WithdrawOfferResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListSpecialistsResponse> Handlers::list(Context& context,
                                                            const v1::ListSpecialistsRequest& request) {
  auto search = search_of(context.viewer.person, request);
  const auto limit = search.limit++;
  co_return co_await db_.transact(
      [&](Tx& tx) {
        const auto known = profiles::store::known(tx).country_of;
        if (const auto region = known.find(search.region); region != known.end()) search.country = region->second;
        auto found = store::list(tx, search);
        v1::ListSpecialistsResponse page;
        end_page(found, limit, page);
        const auto cards = cards_of(tx, found);
        for (const auto& record : found) *page.add_specialists() = shown(record, cards);
        return page;
      },
      InDoubt::kRunAgain, Lane::kSearch);
}

asio::awaitable<v1::GetSpecialistResponse> Handlers::get(Context& context, const v1::GetSpecialistRequest& request) {
  co_return co_await db_.transact(
      [me = context.viewer.person, person = PersonId{request.person_id()}](Tx& tx) {
        const auto found = store::seen(tx, me, person);
        require(found.has_value(), not_found("specialist"));
        v1::GetSpecialistResponse response;
        *response.mutable_specialist() = shown(*found, cards_of(tx, {*found}));
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListOffersResponse> Handlers::list_waiting(Context& context, const v1::ListOffersRequest& request) {
  policy::may_decide(context.viewer);
  co_return co_await db_.transact(
      [me = context.viewer.person, limit = query::limit(request.limit()),
       after = read_cursor(request.cursor())](Tx& tx) {
        auto found = store::waiting(tx, after, limit + 1);
        v1::ListOffersResponse page;
        end_page(found, limit, page);
        const auto cards = cards_of(tx, found);
        for (const auto& record : found) {
          auto& offer = *page.add_offers();
          *offer.mutable_person() = cards.of(record.person);
          *offer.mutable_offer() = record.offer;
          offer.set_submitted_at_ms(record.submitted_at_ms);
          offer.set_own(record.person == me);
        }
        page.set_waiting_count(store::waiting_count(tx));
        return page;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::DecideOfferResponse> Handlers::decide(Context& context, const v1::DecideOfferRequest& request) {
  policy::may_decide(context.viewer);
  co_return co_await db_.transact([this, viewer = context.viewer, &request](Tx& tx) {
    const auto reason = policy::reason(request);
    const auto before = store::lock(tx, PersonId{request.person_id()});
    require(before.offer.state() != v1::OFFER_NONE, not_found("offer"));
    policy::may_be_decided(viewer, before, request);
    auto now = before;
    now.offer = policy::decided(before.offer, request.accept(), reason);
    store::put(tx, now, false);
    store::note_decision(tx, before, viewer.person, request.accept(), reason);
    audit::access::record(tx, {viewer.person, request.accept() ? "offer_accepted" : "offer_returned",
                               audit::access::Target::kPerson, request.person_id(), reason});
    if (!same_sectors(before, now)) tell_modules(tx, now.person);
    events::changed(streams_, tx, now);
    letters_.to_person(tx, request.accept() ? Letters::Kind::kOfferAccepted : Letters::Kind::kOfferReturned, now.person,
                       "/specialists/offer");
    v1::DecideOfferResponse response;
    *response.mutable_offer() = now.offer;
    return response;
  });
}

void Handlers::forget_person(PersonId person) {
  db_.transact_now([&](Tx& tx) { remove(tx, person); }, InDoubt::kRunAgain);
}

void Handlers::remove(Tx& tx, PersonId person) {
  store::lock(tx, person);
  if (!store::remove(tx, person)) return;
  tell_modules(tx, person);
  Record none;
  none.person = person;
  events::changed(streams_, tx, none);
}

void Handlers::tell_modules(Tx& tx, PersonId person) {
  jobs_.enqueue(tx, "specialist_changed", R"({"person_id": )" + std::to_string(raw(person)) + "}");
}

}  // namespace wasl::directory::specialists
