#include "core/crypto.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "directory/cards.hpp"
#include "directory/profiles/open.hpp"
#include "directory/profiles/shapes.hpp"
#include "directory/profiles/store.hpp"
#include "directory/seats/handlers.hpp"
#include "directory/seats/store.hpp"
#include "directory/store.hpp"

namespace wasl::directory::seats {

using profiles::hold;
using profiles::Need;
using storage::InDoubt;

namespace {

std::string address(const std::string& typed) {
  const auto email = profiles::shapes::email(text::clean_line(typed));
  require(email && text::length(*email) <= 200,
          invalid("email", "seats.bad_email", "This does not look like an e-mail address."));
  return *email;
}

Invitation invitation_of(Tx& tx, const std::string& token_hash, PersonId person) {
  const auto found = store::find(tx, token_hash, person);
  require(found.has_value(), not_found("invitation"));
  return *found;
}

v1::MySeat my_seat(Tx& tx, OrganisationId id, v1::SeatRole role) {
  auto found = directory::store::organisation(tx, id);
  v1::MySeat seat;
  *seat.mutable_organisation() = std::move(found->organisation);
  seat.set_state(found->state);
  seat.set_role(role);
  return seat;
}

}  // namespace

std::string Handlers::hash(const std::string& token) const { return crypto::hash("seat:" + token, secret_); }

Handlers::Sent Handlers::invite(Tx& tx, PersonId creator, OrganisationId id, v1::SeatRole role, unsigned hours,
                                const std::string& email) {
  Sent sent;
  sent.token = crypto::random_token();
  const auto made = store::invite(tx, {id, hash(sent.token), email, role, creator, hours});
  const auto all = store::invitations(tx, id);
  policy::few_enough_links(all.size());
  for (const auto& [invitation, by] : all)
    if (invitation.id() == made) sent.invitation = invitation;
  sent.invitation.mutable_creator()->set_id(raw(creator));
  return sent;
}

asio::awaitable<v1::CreateSeatLinkResponse> Handlers::create_link(Context& context,
                                                                  const v1::CreateSeatLinkRequest& request) {
  policy::may_be_invited_as(request.role());
  co_return co_await db_.transact(
      [this, viewer = context.viewer, request, hours = policy::hours(request.valid_hours())](Tx& tx) {
        const OrganisationId id{request.organisation_id()};
        hold(tx, viewer, id, Need::kOwn);
        const auto sent = invite(tx, viewer.person, id, request.role(), hours, "");
        v1::CreateSeatLinkResponse response;
        *response.mutable_invitation() = sent.invitation;
        response.set_token(sent.token);
        return response;
      });
}

asio::awaitable<v1::InviteByMailResponse> Handlers::invite_by_mail(Context& context,
                                                                   const v1::InviteByMailRequest& request) {
  policy::may_be_invited_as(request.role());
  co_return co_await db_.transact([this, viewer = context.viewer, request, email = address(request.email())](Tx& tx) {
    const OrganisationId id{request.organisation_id()};
    const auto record = hold(tx, viewer, id, Need::kOwn);
    policy::may_invite_by_mail(record);
    const auto sent = invite(tx, viewer.person, id, request.role(), kUsualHours, email);
    const auto mails = store::mails(tx, viewer.person, email);
    policy::few_enough_mails(mails.by_person, mails.to_address);
    letters_.invite(tx, email, viewer.person, record.profile.name(), sent.token);
    v1::InviteByMailResponse response;
    *response.mutable_invitation() = sent.invitation;
    return response;
  });
}

asio::awaitable<v1::ListSeatInvitationsResponse> Handlers::list_invitations(
    Context& context, const v1::ListSeatInvitationsRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, id = OrganisationId{request.organisation_id()}](Tx& tx) {
        profiles::open(tx, viewer, id, Need::kOwn);
        v1::ListSeatInvitationsResponse response;
        auto invited = store::invitations(tx, id);
        std::vector<PersonId> people;
        for (const auto& one : invited) people.push_back(one.creator);
        const Cards cards(tx, people);
        for (auto& [invitation, creator] : invited) {
          *invitation.mutable_creator() = cards.of(creator);
          *response.add_invitations() = std::move(invitation);
        }
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::RevokeSeatInvitationResponse> Handlers::revoke(Context& context,
                                                                   const v1::RevokeSeatInvitationRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, request](Tx& tx) {
        const OrganisationId id{request.organisation_id()};
        hold(tx, viewer, id, Need::kOwn);
        require(store::revoke(tx, id, request.invitation_id()), not_found("invitation"));
        return v1::RevokeSeatInvitationResponse{};
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::LookAtSeatInvitationResponse> Handlers::look_at(Context& context,
                                                                    const v1::LookAtSeatInvitationRequest& request) {
  co_return co_await db_.transact(
      [viewer = context.viewer, token_hash = hash(request.token())](Tx& tx) {
        const auto invitation = invitation_of(tx, token_hash, viewer.person);
        const auto own = store::role(tx, invitation.organisation, viewer.person);
        if (own == v1::SEAT_UNSPECIFIED) policy::works(invitation);
        v1::LookAtSeatInvitationResponse response;
        response.set_organisation_id(raw(invitation.organisation));
        *response.mutable_name() = directory::store::organisation(tx, invitation.organisation)->organisation.name();
        response.set_role(invitation.role);
        response.set_own_role(own);
        return response;
      },
      InDoubt::kRunAgain);
}

asio::awaitable<v1::TakeSeatResponse> Handlers::take(Context& context, const v1::TakeSeatRequest& request) {
  co_return co_await db_.transact(
      [this, viewer = context.viewer, token_hash = hash(request.token())](Tx& tx) {
        const auto id = invitation_of(tx, token_hash, viewer.person).organisation;
        const auto record = profiles::store::lock(tx, id, viewer.person);
        const auto invitation =
            invitation_of(tx, token_hash, viewer.person);  // as it stands now that nobody can change it
        v1::TakeSeatResponse response;
        if (const auto own = store::role(tx, id, viewer.person); own != v1::SEAT_UNSPECIFIED) {
          *response.mutable_seat() = my_seat(tx, id, own);
          return response;
        }
        policy::works(invitation);
        profiles::policy::require_not_suspended(*record);
        store::use(tx, invitation.id, viewer.person);
        keeper_.give(tx, invitation.creator, id, viewer.person, invitation.role);
        *response.mutable_seat() = my_seat(tx, id, invitation.role);
        return response;
      },
      InDoubt::kRunAgain);
}

}  // namespace wasl::directory::seats
