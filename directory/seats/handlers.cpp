#include "directory/seats/handlers.hpp"

#include "audit/access.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/cards.hpp"
#include "directory/events.hpp"
#include "directory/profiles/open.hpp"
#include "directory/seats/store.hpp"
#include "directory/verification/queue.hpp"
#include "router/service.hpp"

namespace wasl::directory::seats {

using profiles::hold;
using profiles::Need;
using storage::InDoubt;

namespace {

constexpr std::size_t kLongestText = 500;

// The organisation, held, and the seat that its owner is about to change.
v1::SeatRole held_seat(Tx& tx, const router::Viewer& viewer, OrganisationId id, PersonId person) {
  hold(tx, viewer, id, Need::kOwn);
  const auto role = store::role(tx, id, person);
  require(role != v1::SEAT_UNSPECIFIED, not_found("seat"));
  return role;
}

}  // namespace

void Handlers::bind(router::Registry& registry, std::shared_ptr<Handlers> handlers) {
  router::Service service(registry, "wasl.directory.v1.SeatService", std::move(handlers));
  service.bind("AskForSeat", &Handlers::ask);
  service.bind("WithdrawSeatRequest", &Handlers::withdraw);
  service.bind("ListSeatRequests", &Handlers::list_requests);
  service.bind("AnswerSeatRequest", &Handlers::answer);
  service.bind("CreateSeatLink", &Handlers::create_link);
  service.bind("InviteByMail", &Handlers::invite_by_mail);
  service.bind("ListSeatInvitations", &Handlers::list_invitations);
  service.bind("RevokeSeatInvitation", &Handlers::revoke);
  service.bind("LookAtSeatInvitation", &Handlers::look_at);
  service.bind("TakeSeat", &Handlers::take);
  service.bind("SetSeatRole", &Handlers::set_role);
  service.bind("RemoveSeat", &Handlers::remove);
  service.bind("TransferOwnership", &Handlers::transfer);
  service.bind("LeaveOrganisation", &Handlers::leave);
}

asio::awaitable<v1::AskForSeatResponse> Handlers::ask(Context& context, const v1::AskForSeatRequest& request) {
  const auto text = text::clean(request.text());
  text::require_length(text, "text", 0, kLongestText);
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()}, text](Tx& tx) {
        const auto record = hold(tx, viewer, id, Need::kSee);
        policy::may_ask(record);
        store::ask(tx, id, viewer.person, text);
        if (!record.has_owner) verification::queue::open_orphan(tx, id);
        // Locks the asker's stream: of many at once each is counted.
        events::seats_changed(keeper_.streams(), tx, id, {viewer.person});
        policy::few_enough_asked(store::asked_by(tx, viewer.person));
        policy::few_enough_requests(events::requests_changed(keeper_.streams(), tx, id));
        return v1::AskForSeatResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::WithdrawSeatRequestResponse> Handlers::withdraw(Context& context,
                                                                    const v1::WithdrawSeatRequestRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        hold(tx, viewer, id, Need::kSee);
        if (store::settle(tx, id, viewer.person)) {
          events::seats_changed(keeper_.streams(), tx, id, {viewer.person});
          events::requests_changed(keeper_.streams(), tx, id);
        }
        return v1::WithdrawSeatRequestResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::ListSeatRequestsResponse> Handlers::list_requests(Context& context,
                                                                      const v1::ListSeatRequestsRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        policy::may_answer(viewer, profiles::open(tx, viewer, id, Need::kSee));
        const auto askers = store::askers(tx, id);
        std::vector<PersonId> people;
        for (const auto& asker : askers) people.push_back(asker.person);
        const Cards cards(tx, people);
        v1::ListSeatRequestsResponse response;
        for (const auto& [person, text, asked_at_ms] : askers) {
          auto& asked = *response.add_requests();
          *asked.mutable_person() = cards.of(person);
          asked.set_text(text);
          asked.set_asked_at_ms(asked_at_ms);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::AnswerSeatRequestResponse> Handlers::answer(Context& context,
                                                                const v1::AnswerSeatRequestRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const PersonId person{request.person_id()};
    const auto record = hold(tx, viewer, id, Need::kSee);
    policy::may_answer(viewer, record);
    policy::is_not_ones_own(viewer, record, person);
    policy::may_be_given(record, request.role());
    if (request.role() != v1::SEAT_UNSPECIFIED) profiles::policy::require_not_suspended(record);
    require(store::settle(tx, id, person),
            {Code::kFailedPrecondition, "seats.not_asking", "This person does not ask any more."});
    if (request.role() == v1::SEAT_UNSPECIFIED)
      events::seats_changed(keeper_.streams(), tx, id, {person});
    else
      keeper_.give(tx, viewer.person, id, person, request.role());
    if (record.role != v1::SEAT_OWNER)  // by a verifier: nobody owns it
      audit::access::record(tx, {viewer.person,
                                 request.role() == v1::SEAT_UNSPECIFIED ? "seat_refused" : "seat_given",
                                 audit::access::Target::kOrganisation,
                                 raw(id),
                                 {},
                                 std::to_string(raw(person))});
    v1::AnswerSeatRequestResponse response;
    response.set_request_count(events::requests_changed(keeper_.streams(), tx, id));
    return response;
  });
}

asio::awaitable<v1::SetSeatRoleResponse> Handlers::set_role(Context& context, const v1::SetSeatRoleRequest& request) {
  policy::may_be_set(request.role());
  co_return co_await db_.transact(
      [this, viewer = context.viewer, request](Tx& tx) {
        const OrganisationId id{request.organisation_id()};
        const PersonId person{request.person_id()};
        const auto before = held_seat(tx, viewer, id, person);
        if (before == v1::SEAT_OWNER && request.role() != v1::SEAT_OWNER) policy::keeps_an_owner(store::counts(tx, id));
        keeper_.give(tx, viewer.person, id, person, request.role());
        return v1::SetSeatRoleResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RemoveSeatResponse> Handlers::remove(Context& context, const v1::RemoveSeatRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const PersonId person{request.person_id()};
    if (held_seat(tx, viewer, id, person) == v1::SEAT_OWNER) policy::keeps_an_owner(store::counts(tx, id));
    keeper_.take_away(tx, viewer.person, id, person);
    return v1::RemoveSeatResponse{};
  });
}

asio::awaitable<v1::TransferOwnershipResponse> Handlers::transfer(Context& context,
                                                                  const v1::TransferOwnershipRequest& request) {
  co_return co_await db_.transact([this, viewer = context.viewer, request](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const PersonId person{request.person_id()};
    held_seat(tx, viewer, id, person);
    if (person == viewer.person) return v1::TransferOwnershipResponse{};
    keeper_.give(tx, viewer.person, id, person, v1::SEAT_OWNER);
    keeper_.give(tx, viewer.person, id, viewer.person, v1::SEAT_EDITOR);
    return v1::TransferOwnershipResponse{};
  });
}

asio::awaitable<v1::LeaveOrganisationResponse> Handlers::leave(Context& context,
                                                               const v1::LeaveOrganisationRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        const auto record = hold(tx, viewer, id, Need::kSee);
        require(record.role != v1::SEAT_UNSPECIFIED, not_found("seat"));
        policy::may_leave(record, store::counts(tx, id));
        keeper_.take_away(tx, viewer.person, id, viewer.person);
        return v1::LeaveOrganisationResponse{};
      });
}

}  // namespace wasl::directory::seats
