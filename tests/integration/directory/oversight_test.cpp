// What the platform's team does to organisations, and what is counted of them.
#include "../accounts/team.hpp"
#include "guild.hpp"
#include "wasl/directory/v1/find.pb.h"
#include "wasl/directory/v1/imports.pb.h"
#include "wasl/directory/v1/oversight.pb.h"
#include "wasl/directory/v1/seats.pb.h"
#include "wasl/directory/v1/verification.pb.h"
#include "wasl/messaging/v1/inbox.pb.h"

namespace wasl::test {
namespace {

class Oversight : public TeamTown<Guild> {
 protected:
  static dir::SuspendOrganisationRequest suspending(std::int64_t id, const std::string& reason = "it does not exist") {
    dir::SuspendOrganisationRequest request;
    request.set_organisation_id(id);
    request.set_reason(reason);
    return request;
  }
  static dir::LiftOrganisationRequest lifting(std::int64_t id, const std::string& reason = "its papers came") {
    dir::LiftOrganisationRequest request;
    request.set_organisation_id(id);
    request.set_reason(reason);
    return request;
  }
  static dir::GetOrganisationSuspensionRequest asking_why(std::int64_t id) {
    dir::GetOrganisationSuspensionRequest request;
    request.set_organisation_id(id);
    return request;
  }
  static bool is_found(const Person& p, std::int64_t id, const std::string& words) {
    dir::FindOrganisationsRequest request;
    request.mutable_filter()->set_query(words);
    const auto answer = http_of(p).call<dir::FindOrganisationsResponse>(request);
    for (const auto& found : answer.organisations())
      if (found.organisation().id() == id) return true;
    return false;
  }
  static std::uint32_t on_map(const Person& p, const std::string& words) {
    dir::MapOrganisationsRequest request;
    request.mutable_filter()->set_query(words);
    std::uint32_t sum = 0;
    const auto answer = http_of(p).call<dir::MapOrganisationsResponse>(request);
    for (const auto& cluster : answer.clusters()) sum += cluster.count();
    return sum;
  }
  static std::string state(std::int64_t id) {
    return database().sql().rows("select state from organisations where id = " + std::to_string(id)).at(0).at(0);
  }
  static std::int64_t review_of(std::int64_t organisation) {
    return database().sql().number("select max(id) from reviews where organisation_id = " +
                                   std::to_string(organisation));
  }
  static dir::TakeReviewRequest taking(std::int64_t review, bool over = false) {
    dir::TakeReviewRequest request;
    request.set_review_id(review);
    request.set_take_over(over);
    return request;
  }
  static dir::DecideReviewRequest deciding(std::int64_t review, dir::Verdict verdict, const std::string& note) {
    dir::DecideReviewRequest request;
    request.set_review_id(review);
    request.set_verdict(verdict);
    request.set_note(note);
    return request;
  }
  static void submit(const Person& owner, const dir::Draft& draft) {
    dir::SubmitDraftRequest request;
    request.set_organisation_id(draft.organisation_id());
    request.set_version(draft.version());
    http_of(owner).call<dir::SubmitDraftResponse>(request);
  }
};

TEST_F(Oversight, ToEverybodyElseNoneOfItExists) {
  const auto owner = person(), zied = person();
  const auto id = published(owner);
  for (const auto& other : {owner, zied, verifier(), with_role("moderator")}) {
    EXPECT_EQ(http_of(other).refusal(suspending(id)).reason(), "organisation_not_found");
    EXPECT_EQ(http_of(other).refusal(suspending(999'999'999)).reason(), "organisation_not_found");
    EXPECT_EQ(http_of(other).refusal(lifting(id)).reason(), "organisation_not_found");
    EXPECT_EQ(http_of(other).refusal(dir::FindAnyOrganisationRequest{}).code(), v1::NOT_FOUND);
  }
  EXPECT_EQ(http_of(zied).refusal(dir::GetDirectoryFiguresRequest{}).code(), v1::NOT_FOUND);
  EXPECT_EQ(http_of(with_role("moderator")).refusal(dir::GetDirectoryFiguresRequest{}).code(), v1::NOT_FOUND);
  EXPECT_EQ(http_of(verifier()).refusal(dir::GetDirectoryFiguresRequest{}).code(), v1::OK);
  EXPECT_EQ(http_of(zied).refusal(asking_why(id)).reason(), "organisation_not_found");
  EXPECT_EQ(state(id), "published");
}

TEST_F(Oversight, BadInputNamesItsFieldAndChangesNothing) {
  const auto admin = administrator(), owner = person();
  const auto id = published(owner);
  const auto http = http_of(admin);
  for (const auto* reason : {"", "  ", "x"}) {
    EXPECT_EQ(http.refusal(suspending(id, reason)).reason(), "audit.bad_reason");
    EXPECT_EQ(http.refusal(lifting(id, reason)).field(), "reason");
  }
  EXPECT_EQ(http.refusal(suspending(999'999'999)).reason(), "organisation_not_found");
  dir::FindAnyOrganisationRequest find;
  find.set_limit(101);
  EXPECT_EQ(http.refusal(find).field(), "limit");
  EXPECT_EQ(state(id), "published");
  EXPECT_TRUE(acts(admin, acc::TARGET_ORGANISATION, id).empty());
}

TEST_F(Oversight, ASuspendedOrganisationIsSeenByNobodyElseAndComesBackAsItWas) {
  const auto admin = administrator(), owner = person(), seeker = person();
  const auto id = published(owner, "Association Introuvable Bientôt");
  EXPECT_EVENTUALLY(is_found(seeker, id, "introuvable"));
  sql("update organisations set latitude = 33.88, longitude = 10.1 where id = " + std::to_string(id));
  EXPECT_EVENTUALLY(on_map(seeker, "introuvable") == 1U);
  auto line = ws_of(owner);
  line.subscribe(person_stream(owner.id));
  EXPECT_EQ(http_of(admin).call<dir::SuspendOrganisationResponse>(suspending(id)).state(), dir::STATE_SUSPENDED);
  http_of(admin).call<dir::SuspendOrganisationResponse>(suspending(id));  // once more: nothing

  EXPECT_EVENTUALLY(!is_found(seeker, id, "introuvable"));
  EXPECT_EQ(on_map(seeker, "introuvable"), 0U);
  EXPECT_EQ(HttpClient(port()).refusal(public_profile_of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(seeker).refusal(profile_of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(owner).call<acc::GetMeResponse>(acc::GetMeRequest{}).me().card().organisation_id(), 0);
  EXPECT_EQ(http_of(owner).call<dir::GetProfileResponse>(profile_of(id)).state(), dir::STATE_SUSPENDED);
  const auto why = http_of(owner).call<dir::GetOrganisationSuspensionResponse>(asking_why(id));
  EXPECT_TRUE(why.suspended());
  EXPECT_EQ(why.reason(), "it does not exist");
  EXPECT_EQ(why.appeal_address(), "no-reply@localhost");
  EXPECT_EQ(http_of(seeker).refusal(asking_why(id)).reason(), "organisation_not_found");
  ASSERT_TRUE(line.wait([&] { return !line.events(person_stream(owner.id)).empty(); }));
  dir::OrganisationChanged event;
  ASSERT_TRUE(event.ParseFromString(line.events(person_stream(owner.id)).front().body()));
  EXPECT_EQ(event.state(), dir::STATE_SUSPENDED);

  EXPECT_EQ(http_of(admin).call<dir::LiftOrganisationResponse>(lifting(id)).state(), dir::STATE_PUBLISHED);
  http_of(admin).call<dir::LiftOrganisationResponse>(lifting(id));  // once more: nothing
  EXPECT_EVENTUALLY(is_found(seeker, id, "introuvable"));
  EXPECT_EQ(HttpClient(port()).refusal(public_profile_of(id)).code(), v1::OK);
  EXPECT_FALSE(http_of(owner).call<dir::GetOrganisationSuspensionResponse>(asking_why(id)).suspended());
  EXPECT_EQ(acts(admin, acc::TARGET_ORGANISATION, id),
            (std::vector<std::string>{"organisation_suspended (it does not exist)" + by(admin),
                                      "organisation_restored (its papers came)" + by(admin)}));
  const auto has_mail = [&](const std::string& text) {
    for (const auto& letter : Mailbox(server()).to(owner.email))
      if (letter.body.find(text) != std::string::npos) return true;
    return false;
  };
  EXPECT_EVENTUALLY(has_mail("it does not exist"));
  EXPECT_EVENTUALLY(has_mail("/directory/" + std::to_string(id)));
  EXPECT_EQ(
      database().sql().number("select count(*) from organisation_history where action in ('suspended', 'restored') and "
                              "organisation_id = " +
                              std::to_string(id)),
      2);
}

TEST_F(Oversight, NobodyChangesOrConfirmsWhatIsSuspended) {
  const auto admin = administrator(), owner = person();
  const auto id = published(owner);
  const auto before = draft(owner, id);
  http_of(admin).call<dir::SuspendOrganisationResponse>(suspending(id));
  const auto now = draft(owner, id);
  const auto http = http_of(owner);
  dir::SubmitDraftRequest submit;
  submit.set_organisation_id(id);
  submit.set_version(now.version());
  dir::ConfirmOrganisationRequest confirm;
  confirm.set_organisation_id(id);
  dir::WithdrawDraftRequest withdraw;
  withdraw.set_organisation_id(id);
  EXPECT_EQ(http.refusal(change_of(now, profile("Un autre nom"))).reason(), "organisations.suspended");
  EXPECT_EQ(http.refusal(submit).reason(), "organisations.suspended");
  EXPECT_EQ(http.refusal(confirm).reason(), "organisations.suspended");
  EXPECT_EQ(http.refusal(withdraw).reason(), "organisations.suspended");
  EXPECT_EQ(draft(owner, id).profile().name().fr(), before.profile().name().fr());
  sql("update organisations set confirmed_at = now() - interval '14 months', confirmation_asked_at = now() - interval "
      "'3 "
      "months' where id = " +
      std::to_string(id));
  const auto kept = run_wasl({"admin", "keep-directory"}, {{"WASL_DATABASE", database().conninfo()}});
  ASSERT_EQ(kept.status, 0) << kept.output;
  EXPECT_EQ(state(id), "suspended");
}

TEST_F(Oversight, ASuspensionOnTheCommandLineIsInTheLog) {
  const auto admin = administrator(), owner = person();
  const auto id = published(owner);
  const Environment here{{"WASL_DATABASE", database().conninfo()}};
  EXPECT_EQ(run_wasl({"admin", "suspend-organisation", std::to_string(id), "it does not exist"}, here).status, 0);
  EXPECT_EQ(http_of(owner).call<dir::GetOrganisationSuspensionResponse>(asking_why(id)).reason(), "it does not exist");
  EXPECT_EQ(run_wasl({"admin", "lift-organisation", std::to_string(id), "its papers came"}, here).status, 0);
  EXPECT_EQ(state(id), "published");
  EXPECT_NE(run_wasl({"admin", "suspend-organisation", std::to_string(id), ""}, here).status, 0);
  EXPECT_NE(run_wasl({"admin", "suspend-organisation", "1x", "why"}, here).status, 0);
  EXPECT_NE(run_wasl({"admin", "suspend-organisation", "999999999", "why"}, here).status, 0);
  EXPECT_EQ(acts(admin, acc::TARGET_ORGANISATION, id),
            (std::vector<std::string>{"organisation_suspended (it does not exist) by the command line",
                                      "organisation_restored (its papers came) by the command line"}));
}

TEST_F(Oversight, NobodyGetsASeatInASuspendedOrganisation) {
  const auto admin = administrator(), owner = person(), asker = person(), invited = person();
  const auto id = published(owner);
  const auto http = http_of(owner);
  dir::CreateSeatLinkRequest link;
  link.set_organisation_id(id);
  link.set_role(dir::SEAT_EDITOR);
  dir::TakeSeatRequest take;
  take.set_token(http.call<dir::CreateSeatLinkResponse>(link).token());
  dir::AskForSeatRequest ask;
  ask.set_organisation_id(id);
  http_of(asker).call<dir::AskForSeatResponse>(ask);
  http_of(admin).call<dir::SuspendOrganisationResponse>(suspending(id));
  dir::AnswerSeatRequestRequest answer;
  answer.set_organisation_id(id);
  answer.set_person_id(asker.id);
  answer.set_role(dir::SEAT_MEMBER);
  dir::TransferOwnershipRequest transfer;
  transfer.set_organisation_id(id);
  transfer.set_person_id(owner.id);
  EXPECT_EQ(http.refusal(answer).reason(), "organisations.suspended");
  EXPECT_EQ(http.refusal(transfer).reason(), "organisations.suspended");
  EXPECT_EQ(http.refusal(link).reason(), "organisations.suspended");
  EXPECT_EQ(http_of(invited).refusal(take).reason(), "organisations.suspended");
  answer.set_role(dir::SEAT_UNSPECIFIED);
  EXPECT_EQ(http.refusal(answer).code(), v1::OK) << "to say no is no harm";
  EXPECT_EQ(database().sql().number("select count(*) from seats where organisation_id = " + std::to_string(id)), 1);
  http_of(admin).call<dir::LiftOrganisationResponse>(lifting(id));
  EXPECT_EQ(http_of(invited).call<dir::TakeSeatResponse>(take).seat().role(), dir::SEAT_EDITOR);
}

TEST_F(Oversight, ACaseOfASuspendedOrganisationWaits) {
  const auto admin = administrator(), owner = person(), check = verifier(), other = verifier();
  const auto entered = enter(owner, profile("Association En Attente"));
  const auto id = entered.organisation_id();
  submit(owner, entered);
  const auto review = review_of(id);
  http_of(check).call<dir::TakeReviewResponse>(taking(review));
  http_of(admin).call<dir::SuspendOrganisationResponse>(suspending(id));
  EXPECT_EQ(http_of(check).refusal(deciding(review, dir::VERDICT_RETURN, "Complete it.")).reason(),
            "organisations.suspended");
  EXPECT_EQ(http_of(other).refusal(taking(review, true)).reason(), "organisations.suspended");
  const auto queued = [&] {
    dir::ListReviewsRequest request;
    request.set_limit(100);
    const auto answer = http_of(other).call<dir::ListReviewsResponse>(request);
    for (const auto& r : answer.reviews())
      if (r.id() == review) return true;
    return false;
  };
  EXPECT_FALSE(queued());
  EXPECT_EQ(http_of(admin).call<dir::LiftOrganisationResponse>(lifting(id)).state(), dir::STATE_SUBMITTED);
  EXPECT_TRUE(queued());
  http_of(other).call<dir::TakeReviewResponse>(taking(review, true));
  http_of(other).call<dir::DecideReviewResponse>(deciding(review, dir::VERDICT_RETURN, "Complete it."));
  EXPECT_EQ(
      acts(admin, acc::TARGET_ORGANISATION, id),
      (std::vector<std::string>{"review_taken ()" + by(check), "organisation_suspended (it does not exist)" + by(admin),
                                "organisation_restored (its papers came)" + by(admin),
                                "review_taken_over ()" + by(other), "review_returned (Complete it.)" + by(other)}));
}

TEST_F(Oversight, NobodySpeaksInTheNameOfASuspendedOrganisation) {
  const auto admin = administrator(), owner = person(), asker = person();
  const auto id = published(owner);
  msg::OpenOrganisationRequest open;
  open.set_organisation_id(id);
  const auto conversation = http_of(asker).call<msg::OpenOrganisationResponse>(open).conversation().id();
  http_of(asker).call<msg::SendMessageResponse>(send_request(conversation, "are you there?"));
  const auto answers = [&] { return http_of(owner).refusal(send_request(conversation, "we are")).code() == v1::OK; };
  EXPECT_EVENTUALLY(answers());
  http_of(admin).call<dir::SuspendOrganisationResponse>(suspending(id));
  EXPECT_EVENTUALLY(!answers());
  EXPECT_NE(http_of(person()).refusal(open).code(), v1::OK);
  EXPECT_FALSE(history(http_of(asker), conversation).empty()) << "what was written stays";
  http_of(admin).call<dir::LiftOrganisationResponse>(lifting(id));
  EXPECT_EVENTUALLY(answers());
}

TEST_F(Oversight, ASuspendedVerifiersCaseGoesBackToTheQueue) {
  const auto admin = administrator(), owner = person(), check = verifier(), gone = verifier();
  const auto entered = enter(owner, profile("Association Reprise"));
  submit(owner, entered);
  const auto review = review_of(entered.organisation_id());
  const auto assigned = [&] {
    return database().sql().number("select coalesce(assignee_id, 0) from reviews where id = " + std::to_string(review));
  };
  http_of(check).call<dir::TakeReviewResponse>(taking(review));
  http_of(admin).call<acc::SuspendPersonResponse>(TeamTown<Guild>::suspending(check));
  EXPECT_EVENTUALLY(assigned() == 0);
  http_of(gone).call<dir::TakeReviewResponse>(taking(review));
  http_of(admin).call<acc::RevokeRoleResponse>(revoking(gone, "verifier"));
  EXPECT_EVENTUALLY(assigned() == 0);
}

TEST_F(Oversight, AnyOrganisationIsFoundByAdministratorsAndAllAreCounted) {
  const auto admin = administrator(), owner = person();
  const auto id = published(owner, "Association Zitouna Comptée");
  const auto hidden = enter(owner, profile("Association Zitouna Cachée")).organisation_id();
  dir::FindAnyOrganisationRequest request;
  request.set_query("zitouna");
  const auto all = http_of(admin).call<dir::FindAnyOrganisationResponse>(request);
  ASSERT_EQ(all.organisations_size(), 2);
  EXPECT_EQ(all.organisations(0).organisation().id(), hidden);
  EXPECT_EQ(all.organisations(0).state(), dir::STATE_DRAFT);
  request.set_limit(1);
  EXPECT_TRUE(http_of(admin).call<dir::FindAnyOrganisationResponse>(request).more());
  request.set_before(hidden);
  EXPECT_EQ(http_of(admin).call<dir::FindAnyOrganisationResponse>(request).organisations(0).organisation().id(), id);
  request.set_before(0);
  request.set_state(dir::STATE_SUSPENDED);
  EXPECT_EQ(http_of(admin).call<dir::FindAnyOrganisationResponse>(request).organisations_size(), 0);

  const auto count = [](const auto& counts, const std::string& code) {
    for (const auto& c : counts)
      if (c.code() == code) return c.count();
    return 0U;
  };
  const auto figures = [&] {
    return http_of(admin).call<dir::GetDirectoryFiguresResponse>(dir::GetDirectoryFiguresRequest{});
  };
  const auto wanted = static_cast<std::uint32_t>(
      database().sql().number("select count(*) from organisations where state = 'published' and kind <> 'platform'"));
  EXPECT_EVENTUALLY(count(figures().by_state(), "published") == wanted);
  const auto now = figures();
  EXPECT_EQ(now.verified_size(), 12);
  EXPECT_GE(count(now.by_region(), "TN-81"), 1U);
  EXPECT_GE(count(now.by_sector(), "environment"), 1U);
  EXPECT_GE(count(now.by_kind(), "association"), 1U);
  std::uint32_t sum = 0;
  for (const auto& c : now.by_state()) sum += c.count();
  EXPECT_EQ(sum, now.organisations());
  EXPECT_LE(now.longest_size(), 5);
}

}  // namespace
}  // namespace wasl::test
