// How people come to a seat, what it lets them do, and how they leave it.
#include "guild.hpp"
#include "support/aside.hpp"
#include "support/mailbox.hpp"
#include "wasl/directory/v1/seats.pb.h"

namespace wasl::test {
namespace {

class Seats : public Guild {
 protected:
  // Whoever does the jobs takes them away: what is enqueued is noted beside.
  static void SetUpTestSuite() {
    Guild::SetUpTestSuite();
    sql("create table enqueued (kind text, payload jsonb)");
    sql("create function note_job() returns trigger language plpgsql as "
        "$$ begin insert into enqueued values (new.kind, new.payload); return new; end $$");
    sql("create trigger note_job after insert on jobs for each row execute function note_job()");
  }
  static dir::SeatRole role(const Person& p, std::int64_t id) {
    return http_of(p).call<dir::GetProfileResponse>(profile_of(id)).role();
  }
  static std::string reason(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).refusal(request).reason();
  }
  // How often other modules are told.
  static std::int64_t jobs(std::int64_t organisation, const Person& p) {
    return database().sql().number(
        "select count(*) from enqueued where kind = 'seat_changed' and payload = '{\"organisation_id\": " +
        std::to_string(organisation) + ", \"person_id\": " + std::to_string(p.id) + "}'::jsonb");
  }
};

template <class Request>
Request about(std::int64_t organisation) {
  Request request;
  request.set_organisation_id(organisation);
  return request;
}
template <class Request>
Request about(std::int64_t organisation, const Person& person) {
  auto request = about<Request>(organisation);
  request.set_person_id(person.id);
  return request;
}
template <class Request>
Request about(std::int64_t organisation, const Person& person, dir::SeatRole role) {
  auto request = about<Request>(organisation, person);
  request.set_role(role);
  return request;
}
dir::CreateSeatLinkRequest link_to(std::int64_t organisation, dir::SeatRole role = dir::SEAT_MEMBER) {
  auto request = about<dir::CreateSeatLinkRequest>(organisation);
  request.set_role(role);
  return request;
}
dir::TakeSeatRequest taking(const std::string& token) {
  dir::TakeSeatRequest request;
  request.set_token(token);
  return request;
}
dir::InviteByMailRequest mail_to(std::int64_t organisation, const std::string& email) {
  auto request = about<dir::InviteByMailRequest>(organisation);
  request.set_email(email);
  request.set_role(dir::SEAT_EDITOR);
  return request;
}

TEST_F(Seats, WhoAsksWaitsForAnOwner) {
  const auto owner = person(), editor = person(), asker = person("Nour"), refused = person();
  const auto id = published(owner);
  seat(editor, id, "editor");
  auto ask = about<dir::AskForSeatRequest>(id);
  ask.set_text("I am the treasurer");
  for (int twice = 0; twice < 2; ++twice) http_of(asker).call<dir::AskForSeatResponse>(ask);
  http_of(refused).call<dir::AskForSeatResponse>(about<dir::AskForSeatRequest>(id));
  EXPECT_TRUE(http_of(asker).call<dir::GetProfileResponse>(profile_of(id)).asked_for_seat());
  EXPECT_EQ(reason(editor, about<dir::ListSeatRequestsRequest>(id)), "organisations.owners_only");
  EXPECT_EQ(reason(asker, about<dir::AnswerSeatRequestRequest>(id, asker, dir::SEAT_OWNER)),
            "organisations.owners_only");
  const auto list = http_of(owner).call<dir::ListSeatRequestsResponse>(about<dir::ListSeatRequestsRequest>(id));
  ASSERT_EQ(list.requests_size(), 2);
  EXPECT_EQ(list.requests(0).person().name(), "Nour");
  EXPECT_EQ(list.requests(0).text(), "I am the treasurer");
  const auto yes = about<dir::AnswerSeatRequestRequest>(id, asker, dir::SEAT_EDITOR);
  EXPECT_EQ(http_of(owner).call<dir::AnswerSeatRequestResponse>(yes).request_count(), 1U);
  EXPECT_EQ(reason(owner, yes), "seats.not_asking");
  http_of(owner).call<dir::AnswerSeatRequestResponse>(about<dir::AnswerSeatRequestRequest>(id, refused));
  EXPECT_EQ(role(asker, id), dir::SEAT_EDITOR);
  EXPECT_EQ(role(refused, id), dir::SEAT_UNSPECIFIED);
  EXPECT_EQ(jobs(id, asker), 1);
  EXPECT_EQ(jobs(id, refused), 0);
  EXPECT_EQ(reason(asker, ask), "seats.held");
  EXPECT_EQ(reason(refused, about<dir::AskForSeatRequest>(enter(owner, profile()).organisation_id())),
            "organisation_not_found");
  ask.set_text(std::string(501, 'x'));
  EXPECT_EQ(reason(refused, ask), "text_length");
  http_of(refused).call<dir::AskForSeatResponse>(about<dir::AskForSeatRequest>(id));
  http_of(refused).call<dir::WithdrawSeatRequestResponse>(about<dir::WithdrawSeatRequestRequest>(id));
  EXPECT_EQ(http_of(owner).call<dir::ListSeatRequestsResponse>(about<dir::ListSeatRequestsRequest>(id)).requests_size(),
            0);
}

TEST_F(Seats, ALinkGivesASeatUntilItEnds) {
  const auto owner = person(), friend_ = person(), late = person(), editor = person();
  const auto id = enter(owner, profile("Cercle")).organisation_id();
  seat(editor, id, "editor");
  EXPECT_EQ(reason(editor, link_to(id)), "organisations.owners_only");
  EXPECT_EQ(reason(late, link_to(id)), "organisation_not_found");
  EXPECT_EQ(reason(owner, link_to(id, dir::SEAT_OWNER)), "seats.bad_role");
  auto too_long = link_to(id);
  too_long.set_valid_hours(2161);
  EXPECT_EQ(reason(owner, too_long), "seats.hours");
  const auto link = http_of(owner).call<dir::CreateSeatLinkResponse>(link_to(id, dir::SEAT_EDITOR));
  EXPECT_EQ(database().sql().number("select count(*) from seat_invitations where encode(token_hash, 'escape') like '%" +
                                    link.token().substr(0, 20) + "%'"),
            0);
  dir::LookAtSeatInvitationRequest look;
  look.set_token(link.token());
  const auto seen = http_of(friend_).call<dir::LookAtSeatInvitationResponse>(look);
  EXPECT_EQ(seen.name().fr(), "Cercle");
  EXPECT_EQ(seen.role(), dir::SEAT_EDITOR);
  for (int twice = 0; twice < 2; ++twice) {
    const auto taken = http_of(friend_).call<dir::TakeSeatResponse>(taking(link.token())).seat();
    EXPECT_EQ(taken.role(), dir::SEAT_EDITOR);
    EXPECT_EQ(taken.organisation().id(), id);
    EXPECT_EQ(taken.state(), dir::STATE_DRAFT);
  }
  EXPECT_EQ(jobs(id, friend_), 1);
  EXPECT_EQ(http_of(owner).call<dir::TakeSeatResponse>(taking(link.token())).seat().role(), dir::SEAT_OWNER)
      << "nobody sinks by a link";
  EXPECT_EQ(reason(late, taking("nonsense")), "invitation_not_found");
  EXPECT_EQ(reason(late, taking("")), "invitation_not_found");
  ASSERT_EQ(http_of(owner)
                .call<dir::ListSeatInvitationsResponse>(about<dir::ListSeatInvitationsRequest>(id))
                .invitations_size(),
            1);
  auto revoke = about<dir::RevokeSeatInvitationRequest>(id);
  revoke.set_invitation_id(link.invitation().id());
  EXPECT_EQ(reason(editor, revoke), "organisations.owners_only");
  for (int twice = 0; twice < 2; ++twice) http_of(owner).call<dir::RevokeSeatInvitationResponse>(revoke);
  EXPECT_EQ(reason(late, taking(link.token())), "seats.ended");
  EXPECT_EQ(reason(late, look), "seats.ended");
  const auto other = http_of(owner).call<dir::CreateSeatLinkResponse>(link_to(id));
  sql("update seat_invitations set expires_at = now() - interval '1 second' where id = " +
      std::to_string(other.invitation().id()));
  EXPECT_EQ(reason(late, taking(other.token())), "seats.ended");
  EXPECT_EQ(http_of(owner)
                .call<dir::ListSeatInvitationsResponse>(about<dir::ListSeatInvitationsRequest>(id))
                .invitations_size(),
            0);
}

TEST_F(Seats, LinksEndWithTheSeatOfWhoMadeThemAndDoNotBringBackWhoWasSentAway) {
  const auto owner = person(), second = person(), third = person();
  const auto id = enter(owner, profile()).organisation_id();
  seat(second, id, "owner");
  seat(third, id, "member");
  const auto of_second = http_of(second).call<dir::CreateSeatLinkResponse>(link_to(id)).token();
  const auto of_owner = http_of(owner).call<dir::CreateSeatLinkResponse>(link_to(id)).token();
  http_of(owner).call<dir::RemoveSeatResponse>(about<dir::RemoveSeatRequest>(id, third));
  EXPECT_EQ(reason(third, taking(of_owner)), "seats.ended");
  http_of(owner).call<dir::SetSeatRoleResponse>(about<dir::SetSeatRoleRequest>(id, second, dir::SEAT_MEMBER));
  EXPECT_EQ(reason(person(), taking(of_second)), "seats.ended");
  EXPECT_EQ(http_of(third).refusal(profile_of(id)).code(), v1::NOT_FOUND);
}

TEST_F(Seats, AnInvitationByMailWorksOnce) {
  const auto owner = person(), invited = person(), thief = person();
  const auto id = published(owner, "Amis de l’oasis");
  EXPECT_EQ(reason(owner, mail_to(id, "not an address")), "seats.bad_email");
  EXPECT_EQ(reason(owner, mail_to(enter(owner, profile()).organisation_id(), "a@example.org")), "seats.not_published");
  const auto sent = http_of(owner).call<dir::InviteByMailResponse>(mail_to(id, invited.email));
  EXPECT_EQ(sent.invitation().email(), invited.email);
  const auto token = Mailbox(server()).token(invited.email, "seat");
  ASSERT_FALSE(token.empty());
  const auto letters = Mailbox(server()).to(invited.email);
  EXPECT_NE(letters.back().body.find("Amis de l’oasis"), std::string::npos);
  EXPECT_EQ(http_of(invited).call<dir::TakeSeatResponse>(taking(token)).seat().role(), dir::SEAT_EDITOR);
  EXPECT_EQ(reason(thief, taking(token)), "seats.ended");
  for (int more = 0; more < 2; ++more) http_of(owner).call<dir::InviteByMailResponse>(mail_to(id, invited.email));
  EXPECT_EQ(reason(owner, mail_to(id, invited.email)), "seats.mails");
  EXPECT_EQ(http_of(owner)
                .call<dir::ListSeatInvitationsResponse>(about<dir::ListSeatInvitationsRequest>(id))
                .invitations_size(),
            2)
      << "what was refused is not there";
}

TEST_F(Seats, ThereIsAlwaysAnOwnerWhileThereIsAnybody) {
  const auto owner = person(), second = person(), member = person();
  const auto id = published(owner);
  seat(second, id, "editor");
  seat(member, id, "member");
  EXPECT_EQ(reason(owner, about<dir::LeaveOrganisationRequest>(id)), "seats.last_owner");
  EXPECT_EQ(reason(owner, about<dir::SetSeatRoleRequest>(id, owner, dir::SEAT_MEMBER)), "seats.last_owner");
  EXPECT_EQ(reason(owner, about<dir::RemoveSeatRequest>(id, owner)), "seats.last_owner");
  EXPECT_EQ(reason(second, about<dir::TransferOwnershipRequest>(id, member)), "organisations.owners_only");
  EXPECT_EQ(reason(owner, about<dir::TransferOwnershipRequest>(id, person())), "seat_not_found");
  http_of(owner).call<dir::TransferOwnershipResponse>(about<dir::TransferOwnershipRequest>(id, second));
  EXPECT_EQ(role(second, id), dir::SEAT_OWNER);
  EXPECT_EQ(role(owner, id), dir::SEAT_EDITOR);
  http_of(owner).call<dir::LeaveOrganisationResponse>(about<dir::LeaveOrganisationRequest>(id));
  EXPECT_EQ(role(owner, id), dir::SEAT_UNSPECIFIED);
  EXPECT_EQ(reason(owner, about<dir::LeaveOrganisationRequest>(id)), "seat_not_found");
  EXPECT_EQ(jobs(id, owner), 3) << "for the registration, the handing over, the leaving";
  EXPECT_EQ(reason(second, about<dir::SetSeatRoleRequest>(id, member, dir::SEAT_UNSPECIFIED)), "seats.bad_role");
  http_of(second).call<dir::SetSeatRoleResponse>(about<dir::SetSeatRoleRequest>(id, member, dir::SEAT_OWNER));
  std::atomic<int> gone{0};
  const auto leave = [&](const Person& p) {
    if (http_of(p).refusal(about<dir::LeaveOrganisationRequest>(id)).code() == v1::OK) ++gone;
  };
  {
    const Aside one([&] { leave(second); });
    leave(member);
  }
  EXPECT_EQ(gone, 2) << "the first leaves the other as owner, who leaves nobody behind";
  EXPECT_EQ(database().sql().number("select count(*) from seats where organisation_id = " + std::to_string(id)), 0);
  EXPECT_EQ(database().sql().number("select count(*) from organisations where orphaned_at is not null and id = " +
                                    std::to_string(id)),
            1);
}

TEST_F(Seats, AnOrphanIsGivenAwayByVerifiers) {
  const auto owner = person(), heir = person(), check = verifier();
  const auto id = published(owner);
  http_of(owner).call<dir::LeaveOrganisationResponse>(about<dir::LeaveOrganisationRequest>(id));
  http_of(heir).call<dir::AskForSeatResponse>(about<dir::AskForSeatRequest>(id));
  EXPECT_EQ(reason(heir, about<dir::ListSeatRequestsRequest>(id)), "organisations.owners_only");
  EXPECT_EQ(http_of(check).call<dir::ListSeatRequestsResponse>(about<dir::ListSeatRequestsRequest>(id)).requests_size(),
            1);
  EXPECT_EQ(reason(check, about<dir::AnswerSeatRequestRequest>(id, heir, dir::SEAT_MEMBER)), "seats.owner_first");
  http_of(check).call<dir::AnswerSeatRequestResponse>(about<dir::AnswerSeatRequestRequest>(id, heir, dir::SEAT_OWNER));
  EXPECT_EQ(role(heir, id), dir::SEAT_OWNER);
  EXPECT_EQ(database().sql().number("select count(*) from organisations where orphaned_at is not null and id = " +
                                    std::to_string(id)),
            0);
  EXPECT_EQ(reason(check, about<dir::ListSeatRequestsRequest>(id)), "organisations.owners_only");
}

TEST_F(Seats, NoVerifierGivesThemselvesASeat) {
  const auto owner = person(), check = verifier(), other = verifier();
  const auto id = published(owner);
  http_of(owner).call<dir::LeaveOrganisationResponse>(about<dir::LeaveOrganisationRequest>(id));
  http_of(check).call<dir::AskForSeatResponse>(about<dir::AskForSeatRequest>(id));
  const auto own = about<dir::AnswerSeatRequestRequest>(id, check, dir::SEAT_OWNER);
  EXPECT_EQ(reason(check, own), "seats.own_request");
  EXPECT_EQ(role(check, id), dir::SEAT_UNSPECIFIED);
  http_of(other).call<dir::AnswerSeatRequestResponse>(own);
  EXPECT_EQ(role(check, id), dir::SEAT_OWNER);
}

TEST_F(Seats, NobodyAsksEverywhere) {
  const auto eager = person();
  sql("insert into organisations (kind, name_fr, state) select 'association', 'Partout ' || i, 'published' "
      "from generate_series(1, 21) i");
  auto id = database().sql().number("select min(id) from organisations where name_fr like 'Partout %'");
  for (const auto end = id + 20; id < end; ++id)
    http_of(eager).call<dir::AskForSeatResponse>(about<dir::AskForSeatRequest>(id));
  EXPECT_EQ(reason(eager, about<dir::AskForSeatRequest>(id)), "seats.asked");
  EXPECT_EQ(database().sql().number("select count(*) from reviews where organisation_id = " + std::to_string(id)), 0);
  http_of(eager).call<dir::AskForSeatResponse>(about<dir::AskForSeatRequest>(id - 1));
  http_of(eager).call<dir::WithdrawSeatRequestResponse>(about<dir::WithdrawSeatRequestRequest>(id - 1));
  EXPECT_EQ(http_of(eager).refusal(about<dir::AskForSeatRequest>(id)).code(), v1::OK);
}

TEST_F(Seats, StrangersAndOtherOrganisationsAreKeptOut) {
  const auto owner = person(), other = person(), member = person();
  const auto id = published(owner), elsewhere = published(other);
  seat(member, id, "member");
  const HttpClient nobody(port());
  for (const auto* request : std::initializer_list<const google::protobuf::Message*>{
           new dir::AskForSeatRequest(about<dir::AskForSeatRequest>(id)),
           new dir::ListSeatRequestsRequest(about<dir::ListSeatRequestsRequest>(id)),
           new dir::TakeSeatRequest(taking("x")),
           new dir::LeaveOrganisationRequest(about<dir::LeaveOrganisationRequest>(id))}) {
    const std::unique_ptr<const google::protobuf::Message> held(request);
    EXPECT_EQ(nobody.refusal(*request).code(), v1::UNAUTHENTICATED) << request->GetTypeName();
  }
  for (const auto& who : {other, member}) {
    EXPECT_EQ(reason(who, about<dir::RemoveSeatRequest>(id, owner)), "organisations.owners_only");
    EXPECT_EQ(reason(who, about<dir::SetSeatRoleRequest>(id, who, dir::SEAT_OWNER)), "organisations.owners_only");
    EXPECT_EQ(reason(who, mail_to(id, "a@example.org")), "organisations.owners_only");
    EXPECT_EQ(reason(who, about<dir::ListSeatInvitationsRequest>(id)), "organisations.owners_only");
  }
  EXPECT_EQ(reason(other, about<dir::RemoveSeatRequest>(elsewhere, member)), "seat_not_found");
  auto revoke = about<dir::RevokeSeatInvitationRequest>(elsewhere);
  revoke.set_invitation_id(http_of(owner).call<dir::CreateSeatLinkResponse>(link_to(id)).invitation().id());
  EXPECT_EQ(reason(other, revoke), "invitation_not_found");
}

TEST_F(Seats, OthersAreNotifiedThoughNobodyHandlesTheirJobsYet) {
  const auto owner = person(), member = person();
  const auto id = published(owner);
  for (int i = 0; i < 30; ++i) {
    seat(member, id, "member");
    http_of(owner).call<dir::RemoveSeatResponse>(about<dir::RemoveSeatRequest>(id, member));
  }
  http_of(owner).call<dir::InviteByMailResponse>(mail_to(id, member.email));
  EXPECT_FALSE(Mailbox(server()).token(member.email, "seat").empty());
}

}  // namespace
}  // namespace wasl::test
