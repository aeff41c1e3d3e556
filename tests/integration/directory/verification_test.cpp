// From a draft to a published organisation, and what its people and the verifiers see on the way.
#include "guild.hpp"
#include "support/aside.hpp"
#include "support/mailbox.hpp"
#include "wasl/directory/v1/seats.pb.h"
#include "wasl/directory/v1/verification.pb.h"

namespace wasl::test {
namespace {

class Verification : public Guild {
 protected:
  static std::string reason(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).refusal(request).reason();
  }

  static dir::SubmitDraftRequest submission(const dir::Draft& draft) {
    dir::SubmitDraftRequest request;
    request.set_organisation_id(draft.organisation_id());
    request.set_version(draft.version());
    return request;
  }
  static dir::Draft submit(const Person& p, const dir::Draft& draft) {
    return http_of(p).call<dir::SubmitDraftResponse>(submission(draft)).draft();
  }
  static dir::Draft withdraw(const Person& p, std::int64_t id) {
    dir::WithdrawDraftRequest request;
    request.set_organisation_id(id);
    return http_of(p).call<dir::WithdrawDraftResponse>(request).draft();
  }

  // The open review of an organisation; 0: there is none.
  static std::int64_t review_of(std::int64_t organisation) {
    return database().sql().number(
        "select coalesce(max(id), 0) from reviews where outcome is null and organisation_id = " +
        std::to_string(organisation));
  }
  template <class Request>
  static Request on(std::int64_t review) {
    Request request;
    request.set_review_id(review);
    return request;
  }
  static dir::GetReviewResponse look(const Person& p, std::int64_t review) {
    return http_of(p).call<dir::GetReviewResponse>(on<dir::GetReviewRequest>(review));
  }
  static dir::TakeReviewResponse take(const Person& p, std::int64_t review, bool over = false) {
    auto request = on<dir::TakeReviewRequest>(review);
    request.set_take_over(over);
    return http_of(p).call<dir::TakeReviewResponse>(request);
  }
  static dir::AddEvidenceRequest found(std::int64_t review, dir::EvidenceKind kind, dir::EvidenceResult result,
                                       const std::string& note = {}) {
    auto request = on<dir::AddEvidenceRequest>(review);
    request.set_kind(kind);
    request.set_result(result);
    request.set_note(note);
    return request;
  }
  static void check_everything(const Person& p, std::int64_t review) {
    for (const auto kind : {dir::EVIDENCE_RECEIPT, dir::EVIDENCE_PHONE, dir::EVIDENCE_ADDRESS})
      http_of(p).call<dir::AddEvidenceResponse>(found(review, kind, dir::RESULT_PASSED));
  }
  static dir::DecideReviewRequest verdict(std::int64_t review, dir::Verdict verdict, const std::string& field = {},
                                          const std::string& why = {}) {
    auto request = on<dir::DecideReviewRequest>(review);
    request.set_verdict(verdict);
    if (field.empty()) return request;
    request.add_reasons()->set_field(field);
    request.mutable_reasons(0)->set_reason(why);
    return request;
  }
  static void publish(const Person& p, std::int64_t review) {
    take(p, review);
    if (look(p, review).checklist_size() > 0) check_everything(p, review);
    http_of(p).call<dir::DecideReviewResponse>(verdict(review, dir::VERDICT_PUBLISH));
  }
  static std::vector<std::string> actions(const Person& p, std::int64_t id) {
    dir::ListHistoryRequest request;
    request.set_organisation_id(id);
    std::vector<std::string> out;
    const auto list = http_of(p).call<dir::ListHistoryResponse>(request);
    for (const auto& entry : list.entries()) out.insert(out.begin(), entry.action());
    return out;
  }
  static dir::Profile seen_by_all(std::int64_t id) {
    return HttpClient(port()).call<dir::GetPublicProfileResponse>(public_profile_of(id)).organisation().profile();
  }

  using Actions = std::vector<std::string>;
};

TEST_F(Verification, ADraftIsSubmittedReturnedSubmittedAgainAndPublished) {
  const auto owner = person("Selma"), check = verifier("Karim");
  auto p = profile("Jardin des enfants");
  auto begun = enter(owner, p);
  const auto id = begun.organisation_id();
  EXPECT_EQ(submit(owner, begun).state(), dir::STATE_SUBMITTED);
  EXPECT_TRUE(draft(owner, id).in_review());
  EXPECT_EQ(reason(owner, change_of(draft(owner, id), p)), "organisations.in_review");
  EXPECT_EQ(reason(owner, submission(draft(owner, id))), "organisations.in_review");

  const auto first = review_of(id);
  auto seen = look(check, first);
  EXPECT_EQ(seen.review().kind(), dir::REVIEW_NEW);
  EXPECT_EQ(seen.review().submitted_by().name(), "Selma");
  EXPECT_EQ(seen.submitted().contacts_size(), 2);
  EXPECT_EQ(seen.checklist_size(), 3);
  EXPECT_TRUE(take(check, first).taken());
  EXPECT_EQ(reason(check, verdict(first, dir::VERDICT_RETURN)), "verification.bad_reasons");
  http_of(check).call<dir::DecideReviewResponse>(
      verdict(first, dir::VERDICT_RETURN, "registration_number", "Numéro illisible"));
  auto returned = draft(owner, id);
  EXPECT_EQ(returned.state(), dir::STATE_RETURNED);
  ASSERT_EQ(returned.reasons_size(), 1);
  EXPECT_EQ(returned.reasons(0).field(), "registration_number");
  EXPECT_EQ(returned.reasons(0).reason(), "Numéro illisible");
  EXPECT_EVENTUALLY(!Mailbox(server()).to(owner.email).empty());

  p.set_registration_number("JORT 2019/7");
  const auto again = submit(owner, save(owner, returned, p));
  EXPECT_EQ(again.reasons_size(), 0) << "it is answered";
  const auto second = review_of(id);
  seen = look(check, second);
  ASSERT_EQ(seen.changes_size(), 1);
  EXPECT_EQ(seen.changes(0).field(), "registration_number");
  EXPECT_NE(seen.changes(0).after().find("JORT 2019/7"), std::string::npos);
  take(check, second);
  auto refused = http_of(check).refusal(verdict(second, dir::VERDICT_PUBLISH));
  EXPECT_EQ(refused.reason(), "verification.checklist");
  EXPECT_EQ(refused.field(), "receipt");
  http_of(check).call<dir::AddEvidenceResponse>(found(second, dir::EVIDENCE_RECEIPT, dir::RESULT_PASSED));
  http_of(check).call<dir::AddEvidenceResponse>(
      found(second, dir::EVIDENCE_PHONE, dir::RESULT_FAILED, "nobody answers"));
  const auto list =
      http_of(check).call<dir::AddEvidenceResponse>(found(second, dir::EVIDENCE_ADDRESS, dir::RESULT_WAIVED, "known"));
  EXPECT_EQ(list.checklist(1).result(), dir::RESULT_FAILED);
  EXPECT_EQ(http_of(check).refusal(verdict(second, dir::VERDICT_VERIFY)).field(), "phone");
  http_of(check).call<dir::AddEvidenceResponse>(found(second, dir::EVIDENCE_PHONE, dir::RESULT_PASSED));
  http_of(check).call<dir::DecideReviewResponse>(verdict(second, dir::VERDICT_VERIFY));
  EXPECT_EQ(draft(owner, id).state(), dir::STATE_VERIFIED);
  EXPECT_EQ(HttpClient(port()).refusal(public_profile_of(id)).code(), v1::NOT_FOUND) << "checked is not public yet";
  const auto done = http_of(check).call<dir::DecideReviewResponse>(verdict(second, dir::VERDICT_PUBLISH)).review();
  EXPECT_EQ(done.outcome(), dir::OUTCOME_PUBLISHED);
  EXPECT_EQ(done.decided_by().name(), "Karim");
  EXPECT_EQ(seen_by_all(id).registration_number(), "JORT 2019/7");
  EXPECT_FALSE(draft(owner, id).in_review());
  EXPECT_EQ(look(check, second).evidence_size(), 4) << "what was found stays";
  EXPECT_EQ(actions(owner, id),
            (Actions{"registered", "submitted", "taken", "returned", "submitted", "taken", "verified", "published"}));
}

TEST_F(Verification, WhatIsIncompleteIsNotSubmitted) {
  const auto owner = person();
  auto p = profile();
  p.clear_contacts();
  const auto begun = enter(owner, p);
  const auto refused = http_of(owner).refusal(submission(begun));
  EXPECT_EQ(refused.reason(), "organisations.incomplete");
  EXPECT_EQ(refused.field(), "contacts");
  auto old = begun;
  old.set_version(begun.version() + 1);
  EXPECT_EQ(reason(owner, submission(old)), "organisations.changed_meanwhile");
  EXPECT_EQ(review_of(begun.organisation_id()), 0);
  const auto member = person();
  seat(member, begun.organisation_id(), "member");
  EXPECT_EQ(reason(member, submission(begun)), "organisations.editors_only");
}

TEST_F(Verification, ItsPeopleMayTakeItBack) {
  const auto owner = person(), check = verifier();
  const auto id = submit(owner, enter(owner, profile())).organisation_id();
  const auto review = review_of(id);
  take(check, review);
  EXPECT_EQ(withdraw(owner, id).state(), dir::STATE_DRAFT);
  EXPECT_EQ(reason(check, verdict(review, dir::VERDICT_PUBLISH)), "verification.decided");
  dir::WithdrawDraftRequest twice;
  twice.set_organisation_id(id);
  EXPECT_EQ(reason(owner, twice), "organisations.not_in_review");
  EXPECT_EQ(save(owner, draft(owner, id), profile("Mieux")).profile().name().fr(), "Mieux");
}

TEST_F(Verification, OfTwoVerifiersAtOnceTheSecondIsToldWho) {
  const auto owner = person(), karim = verifier("Karim"), rim = verifier("Rim");
  const auto review = review_of(submit(owner, enter(owner, profile("Deux à la fois"))).organisation_id());
  EXPECT_EQ(reason(karim, verdict(review, dir::VERDICT_PUBLISH)), "verification.take_first");
  std::atomic<int> taken{0};
  const auto race = [&](const Person& p) { taken += take(p, review).taken() ? 1 : 0; };
  {
    const Aside one([&] { race(karim); });
    race(rim);
  }
  EXPECT_EQ(taken, 1);
  const bool karim_first = take(karim, review).taken();
  const auto &first = karim_first ? karim : rim, &second = karim_first ? rim : karim;
  const auto late = take(second, review);
  EXPECT_FALSE(late.taken());
  EXPECT_EQ(late.review().assignee().name(), first.name);
  const auto refused = http_of(second).refusal(verdict(review, dir::VERDICT_RETURN, "name", "Non"));
  EXPECT_EQ(refused.reason(), "verification.taken");
  EXPECT_NE(refused.message().find(first.name), std::string::npos) << refused.message();
  EXPECT_EQ(reason(second, found(review, dir::EVIDENCE_NOTE, dir::RESULT_NONE, "hm")), "verification.taken");
  EXPECT_TRUE(take(second, review, true).taken()) << "whoever is away can be relieved";
  EXPECT_EQ(reason(first, on<dir::ReleaseReviewRequest>(review)), "verification.taken");
  http_of(second).call<dir::DecideReviewResponse>(verdict(review, dir::VERDICT_RETURN, "name", "Trop vague"));
  const auto after = http_of(first).refusal(verdict(review, dir::VERDICT_PUBLISH));
  EXPECT_EQ(after.reason(), "verification.decided");
  EXPECT_NE(after.message().find(second.name), std::string::npos);
  EXPECT_FALSE(take(first, review).taken());
  EXPECT_EQ(take(first, review).review().decided_by().name(), second.name);
}

TEST_F(Verification, TheQueueIsForVerifiersButNotForTheirOwn) {
  const auto owner = person(), check = verifier("Own");
  const auto id = submit(owner, enter(owner, profile("File"))).organisation_id();
  const auto review = review_of(id);
  const dir::ListReviewsRequest all;
  EXPECT_EQ(reason(owner, all), "verification.verifiers_only");
  EXPECT_EQ(reason(owner, on<dir::GetReviewRequest>(review)), "verification.verifiers_only");
  EXPECT_EQ(reason(owner, on<dir::TakeReviewRequest>(review)), "verification.verifiers_only");
  EXPECT_EQ(HttpClient(port()).refusal(all).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(reason(check, on<dir::GetReviewRequest>(987654321)), "review_not_found");
  const auto listed = [&](dir::ReviewFilter filter) {
    std::set<std::int64_t> ids;
    dir::ListReviewsRequest request;
    request.set_filter(filter);
    request.set_limit(2);
    for (;;) {
      const auto page = http_of(check).call<dir::ListReviewsResponse>(request);
      for (const auto& r : page.reviews()) EXPECT_TRUE(ids.insert(r.id()).second);
      if (page.next_cursor().empty()) return ids;
      request.set_cursor(page.next_cursor());
    }
  };
  EXPECT_TRUE(listed(dir::FILTER_OPEN).contains(review));
  EXPECT_TRUE(listed(dir::FILTER_UNASSIGNED).contains(review));
  EXPECT_FALSE(listed(dir::FILTER_MINE).contains(review));
  take(check, review);
  EXPECT_TRUE(listed(dir::FILTER_MINE).contains(review));
  EXPECT_FALSE(listed(dir::FILTER_UNASSIGNED).contains(review));
  http_of(check).call<dir::ReleaseReviewResponse>(on<dir::ReleaseReviewRequest>(review));
  EXPECT_TRUE(listed(dir::FILTER_UNASSIGNED).contains(review));
  seat(check, id, "member");
  EXPECT_FALSE(listed(dir::FILTER_OPEN).contains(review));
  EXPECT_EQ(reason(check, on<dir::GetReviewRequest>(review)), "review_not_found");
  EXPECT_EQ(reason(check, verdict(review, dir::VERDICT_PUBLISH)), "review_not_found");
  const auto once = verifier();
  EXPECT_EQ(http_of(once).refusal(all).code(), v1::OK);
  sql("delete from platform_roles where person_id = " + std::to_string(once.id));
  EXPECT_EQ(reason(once, all), "verification.verifiers_only") << "a role that is taken away is gone at once";
}

TEST_F(Verification, WhoHasSpokenForItNeverDecidesAboutIt) {
  const auto founder = verifier("Founder"), guest = verifier("Guest"), other = verifier("Other");
  const auto id = submit(founder, enter(founder, profile("Self"))).organisation_id();
  const auto review = review_of(id);
  dir::CreateSeatLinkRequest link;
  link.set_organisation_id(id);
  link.set_role(dir::SEAT_MEMBER);
  dir::TakeSeatRequest seat;
  seat.set_token(http_of(founder).call<dir::CreateSeatLinkResponse>(link).token());
  http_of(guest).call<dir::TakeSeatResponse>(seat);
  dir::LeaveOrganisationRequest leave;
  leave.set_organisation_id(id);
  for (const auto& one : {guest, founder}) {
    http_of(one).call<dir::LeaveOrganisationResponse>(leave);
    EXPECT_EQ(reason(one, on<dir::GetReviewRequest>(review)), "review_not_found");
    EXPECT_EQ(reason(one, on<dir::TakeReviewRequest>(review)), "review_not_found");
    const auto listed = http_of(one).call<dir::ListReviewsResponse>(dir::ListReviewsRequest{});
    for (const auto& open : listed.reviews()) EXPECT_NE(open.organisation().id(), id);
  }
  publish(other, review);
  EXPECT_EQ(seen_by_all(id).name().fr(), "Self");
}

TEST_F(Verification, ImportantChangesOfAPublishedOneWaitWhileTheOldOnesStayPublic) {
  const auto owner = person(), check = verifier();
  const auto id = submit(owner, enter(owner, profile("Ancien nom"))).organisation_id();
  publish(check, review_of(id));

  auto p = profile("Ancien nom");
  p.mutable_mission()->set_fr("Planter des arbres");
  auto saved = submit(owner, save(owner, draft(owner, id), p));
  EXPECT_EQ(seen_by_all(id).mission().fr(), "Planter des arbres") << "what is not important changes at once";
  EXPECT_FALSE(saved.in_review());
  EXPECT_FALSE(saved.differs());
  EXPECT_EQ(review_of(id), 0);
  EXPECT_EQ(reason(owner, submission(saved)), "organisations.unchanged");

  p.mutable_name()->set_fr("Nouveau nom");
  p.set_abbreviation("ONU");
  p.set_president("Amel");
  p.mutable_mission()->set_fr("Planter des forêts");
  saved = submit(owner, save(owner, saved, p));
  EXPECT_TRUE(saved.in_review());
  EXPECT_TRUE(saved.differs());
  EXPECT_EQ(saved.state(), dir::STATE_PUBLISHED);
  EXPECT_EQ(seen_by_all(id).name().fr(), "Ancien nom");
  EXPECT_EQ(seen_by_all(id).abbreviation(), "") << "it names them, too";
  EXPECT_EQ(seen_by_all(id).president(), "");
  EXPECT_EQ(seen_by_all(id).mission().fr(), "Planter des forêts");
  const auto first = review_of(id);
  const auto shown = look(check, first);
  EXPECT_EQ(shown.review().kind(), dir::REVIEW_CHANGE);
  EXPECT_EQ(shown.checklist_size(), 0);
  ASSERT_EQ(shown.changes_size(), 3);
  EXPECT_EQ(shown.changes(0).field(), "name");
  EXPECT_EQ(shown.changes(1).field(), "abbreviation");
  EXPECT_EQ(shown.changes(2).field(), "president");
  take(check, first);
  EXPECT_EQ(reason(check, verdict(first, dir::VERDICT_VERIFY)), "verification.bad_verdict");
  http_of(check).call<dir::DecideReviewResponse>(verdict(first, dir::VERDICT_RETURN, "name.fr", "Statuts ?"));
  const auto returned = draft(owner, id);
  EXPECT_EQ(returned.state(), dir::STATE_PUBLISHED);
  EXPECT_EQ(returned.profile().name().fr(), "Nouveau nom") << "the draft is kept";
  EXPECT_EQ(returned.reasons(0).reason(), "Statuts ?");
  EXPECT_EQ(seen_by_all(id).name().fr(), "Ancien nom");

  submit(owner, returned);
  publish(check, review_of(id));
  EXPECT_EQ(seen_by_all(id).name().fr(), "Nouveau nom");
  EXPECT_EQ(seen_by_all(id).president(), "Amel");
  EXPECT_FALSE(draft(owner, id).differs());
  dir::ListOrganisationsRequest search;
  search.set_query("nouveau nom");
  EXPECT_EQ(http_of(owner).call<dir::ListOrganisationsResponse>(search).organisations_size(), 1)
      << "found by the new name at once";
}

TEST_F(Verification, HistoryTellsWhatChangedToItsEditorsAndVerifiers) {
  const auto owner = person("Dounia"), member = person(), check = verifier(), other = Town::person();
  const auto id = submit(owner, enter(owner, profile("Histoire"))).organisation_id();
  publish(check, review_of(id));
  auto p = profile("Histoire");
  p.clear_website();
  p.mutable_contacts(0)->set_value("+216 71 000 000");
  submit(owner, save(owner, draft(owner, id), p));
  seat(member, id, "member");
  dir::ListHistoryRequest request;
  request.set_organisation_id(id);
  EXPECT_EQ(reason(member, request), "organisations.editors_only");
  EXPECT_EQ(reason(other, request), "organisations.editors_only");
  request.set_limit(1);
  const auto last = http_of(check).call<dir::ListHistoryResponse>(request);
  ASSERT_EQ(last.entries_size(), 1);
  EXPECT_TRUE(last.more());
  EXPECT_EQ(last.entries(0).action(), "changed");
  EXPECT_EQ(last.entries(0).person().name(), "Dounia");
  ASSERT_EQ(last.entries(0).changes_size(), 1);
  EXPECT_EQ(last.entries(0).changes(0).field(), "contacts");
  EXPECT_NE(last.entries(0).changes(0).before().find("123 456"), std::string::npos);
  EXPECT_NE(last.entries(0).changes(0).after().find("000 000"), std::string::npos);
  request.set_before(last.entries(0).id());
  EXPECT_EQ(http_of(owner).call<dir::ListHistoryResponse>(request).entries(0).action(), "published");
}

TEST_F(Verification, LikelyDuplicatesAreShown) {
  const auto owner = person(), check = verifier();
  const auto known = [&](const std::string& ar, const std::string& fr, const std::string& region) {
    auto p = profile(fr);
    if (!ar.empty()) p.mutable_name()->set_ar(ar);
    if (fr.empty()) p.mutable_name()->clear_fr();
    p.set_region(region);
    p.clear_country();
    p.clear_contacts();
    const auto id = enter(owner, p).organisation_id();
    sql("update organisations set state = 'published' where id = " + std::to_string(id));
    return id;
  };
  const auto palms = known("جمعية حماية النخيل بالواحات", "Association de sauvegarde des palmeraies", "TN-73");
  const auto elsewhere = known("", "Association de sauvegarde des palmeraies", "MA-09");
  const auto health = known("", "Association santé pour tous", "TN-73");
  const auto numbered = known("", "Sans rapport", "TN-11");
  sql("update organisations set registration_number = 'R-77' where id = " + std::to_string(numbered));
  const auto asked = [&](const std::string& ar, const std::string& fr, const std::string& number = {}) {
    auto p = profile(fr);
    p.mutable_name()->set_ar(ar);
    p.mutable_name()->set_fr(fr);
    p.set_region("TN-73");
    p.clear_country();
    p.set_registration_number(number);
    std::set<std::int64_t> ids;
    const auto author = person();
    const auto seen = look(check, review_of(submit(author, enter(author, p)).organisation_id()));
    for (const auto& d : seen.duplicates()) ids.insert(d.organisation().id());
    return ids;
  };
  EXPECT_TRUE(asked("", "Assoc. pour la Sauvegarde des Palmeraies").contains(palms));
  EXPECT_TRUE(asked("", "Sauvgarde du palmeraie").contains(palms)) << "misspelt";
  EXPECT_TRUE(asked("جمعيه لحماية النخيل في الواحة", "").contains(palms)) << "other forms of the words";
  const auto found = asked("", "Association de sauvegarde des palmeraies", "R-77");
  EXPECT_FALSE(found.contains(health)) << "that both are associations says nothing";
  EXPECT_FALSE(found.contains(elsewhere)) << "another country";
  EXPECT_TRUE(found.contains(numbered)) << "the same number";
  EXPECT_TRUE(asked("", "Tout autre chose").contains(palms) == false);
}

TEST_F(Verification, TheSameContactIsAReasonToLook) {
  const auto owner = person(), check = verifier();
  auto p = profile("Premier");
  p.mutable_contacts(0)->set_value("+216 99 888 777");
  p.mutable_contacts()->RemoveLast();  // the one that all have
  publish(check, review_of(submit(owner, enter(owner, p)).organisation_id()));
  p.mutable_name()->set_fr("Tout différent");
  const auto seen = look(check, review_of(submit(owner, enter(owner, p)).organisation_id()));
  const auto by_contact =
      std::ranges::count_if(seen.duplicates(), [](const auto& d) { return d.organisation().name().fr() == "Premier"; });
  EXPECT_EQ(by_contact, 1);
}

TEST_F(Verification, EvidenceIsCheckedAndNeverRewritten) {
  const auto owner = person(), check = verifier();
  const auto review = review_of(submit(owner, enter(owner, profile("Preuves"))).organisation_id());
  take(check, review);
  EXPECT_EQ(reason(check, found(review, dir::EVIDENCE_UNSPECIFIED, dir::RESULT_PASSED)), "verification.bad_evidence");
  EXPECT_EQ(reason(check, found(review, dir::EVIDENCE_PHONE, dir::RESULT_NONE, "x")), "verification.bad_evidence");
  EXPECT_EQ(reason(check, found(review, dir::EVIDENCE_NOTE, dir::RESULT_PASSED, "x")), "verification.bad_evidence");
  EXPECT_EQ(reason(check, found(review, dir::EVIDENCE_PHONE, dir::RESULT_FAILED)), "verification.note_missing");
  EXPECT_EQ(reason(check, found(review, dir::EVIDENCE_PHONE, dir::RESULT_FAILED, std::string(2001, 'x'))),
            "note_length");
  http_of(check).call<dir::AddEvidenceResponse>(found(review, dir::EVIDENCE_NOTE, dir::RESULT_NONE, "<b>seen</b>"));
  EXPECT_EQ(look(check, review).evidence(0).note(), "<b>seen</b>");
  EXPECT_ANY_THROW(sql("delete from review_evidence"));
  EXPECT_EQ(reason(check, verdict(review, static_cast<dir::Verdict>(9))), "verification.bad_verdict");
}

TEST_F(Verification, WhoIsNotAskedForAYearIsNotUnpublished) {
  const auto upkeep = [](const std::string& day) {
    const auto run = run_wasl({"admin", "keep-directory", day}, {{"WASL_DATABASE", database().conninfo()}});
    EXPECT_EQ(run.status, 0) << run.output;
    return run.output;
  };
  const auto owner = person(), quiet = person();
  const auto id = published(owner, "Bavarde"), silent = published(quiet, "Muette");
  const auto at = [](std::int64_t organisation, const std::string& day) {
    sql("update organisations set confirmed_at = '" + day + "' where id = " + std::to_string(organisation));
  };
  const auto state = [](std::int64_t organisation) {
    return database().sql().value("select state from organisations where id = " + std::to_string(organisation));
  };
  const auto mails = [](const Person& p) { return Mailbox(server()).to(p.email).size(); };
  sql("update organisations set state = 'draft' where state = 'published' and id not in (" + std::to_string(id) + ", " +
      std::to_string(silent) + ")");
  at(id, "2030-01-10");
  at(silent, "2030-01-10");
  EXPECT_EQ(upkeep("2030-07-09").substr(0, 7), "0 asked");
  EXPECT_EQ(upkeep("2030-07-11").substr(0, 7), "2 asked");
  EXPECT_EQ(upkeep("2030-07-12").substr(0, 7), "0 asked") << "not every day";
  EXPECT_EVENTUALLY(mails(owner) == 1 && mails(quiet) == 1);
  dir::ConfirmOrganisationRequest confirm;
  confirm.set_organisation_id(id);
  http_of(owner).call<dir::ConfirmOrganisationResponse>(confirm);
  at(id, "2030-07-20");
  EXPECT_EQ(upkeep("2030-09-12").substr(0, 7), "1 asked") << "the silent one, again";
  upkeep("2030-11-13");
  EXPECT_EQ(state(silent), "published");
  EXPECT_NE(upkeep("2031-01-11").find("1 unpublished"), std::string::npos);
  EXPECT_EQ(state(silent), "unpublished");
  EXPECT_EQ(state(id), "published");
  EXPECT_EQ(HttpClient(port()).refusal(public_profile_of(silent)).code(), v1::NOT_FOUND);
  EXPECT_EQ(draft(quiet, silent).state(), dir::STATE_UNPUBLISHED);
  confirm.set_organisation_id(silent);
  EXPECT_EQ(http_of(quiet).call<dir::ConfirmOrganisationResponse>(confirm).organisation().profile().name().fr(),
            "Muette");
  EXPECT_EQ(state(silent), "published");
  EXPECT_EQ(reason(person(), confirm), "organisations.editors_only");
  at(silent, "2031-01-12");
  const auto late = published(person(), "Oubliée");
  at(late, "2020-01-01");
  EXPECT_NE(upkeep("2031-02-01").find("0 unpublished"), std::string::npos) << "nobody had asked it";
  EXPECT_EQ(state(late), "published");
  for (const auto* bad : {"yesterday", "2031-02-30", "2031-02-01x"})
    EXPECT_EQ(run_wasl({"admin", "keep-directory", bad}, {{"WASL_DATABASE", database().conninfo()}}).status, 2) << bad;
}

TEST_F(Verification, WhatLosesItsLastOwnerComesToTheVerifiers) {
  const auto owner = person(), check = verifier();
  const auto id = published(owner, "Orpheline");
  const auto entered = database().sql().number(
      "insert into organisations (kind, name_fr, state) values ('association', 'Saisie par d’autres', 'published') "
      "returning id");
  sql("delete from seats where person_id = " + std::to_string(owner.id));
  const auto run = run_wasl({"admin", "keep-directory"}, {{"WASL_DATABASE", database().conninfo()}});
  EXPECT_EQ(run.status, 0) << run.output;
  const auto review = review_of(id);
  EXPECT_EQ(look(check, review).review().kind(), dir::REVIEW_ORPHAN);
  EXPECT_EQ(review_of(entered), 0) << "it waits for its people, nobody has left it";
  dir::AskForSeatRequest ask;
  ask.set_organisation_id(entered);
  http_of(person()).call<dir::AskForSeatResponse>(ask);
  EXPECT_NE(review_of(entered), 0) << "now somebody wants it";
  take(check, review);
  EXPECT_EQ(reason(check, verdict(review, dir::VERDICT_RETURN, "name", "x")), "verification.bad_verdict");
  http_of(check).call<dir::DecideReviewResponse>(verdict(review, dir::VERDICT_PUBLISH));
  EXPECT_EQ(review_of(id), 0);
}

}  // namespace
}  // namespace wasl::test
