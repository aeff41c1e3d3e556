// What organisations tell of themselves: to whom, in what shape, and who may change it.
#include <google/protobuf/util/message_differencer.h>

#include "guild.hpp"
#include "support/aside.hpp"
#include "wasl/directory/v1/seats.pb.h"

namespace wasl::test {
namespace {

using google::protobuf::util::MessageDifferencer;

class Profiles : public Guild {};

dir::Profile everything() {
  dir::Profile p;
  const auto in_three = [](v1::LocalText& t, const std::string& what) {
    t.set_ar(what + " بالعربية");
    t.set_fr(what + " en français");
    t.set_en(what + " in English");
  };
  p.set_kind(dir::ORGANISATION_PARTNER);
  in_three(*p.mutable_name(), "Fondation");
  p.set_abbreviation("FND");
  p.add_sectors("youth");
  p.add_sectors("culture");
  p.set_country("TN");
  p.set_region("TN-61");
  in_three(*p.mutable_locality(), "Sfax");
  p.mutable_place()->set_latitude(34.7406);
  p.mutable_place()->set_longitude(10.7603);
  in_three(*p.mutable_description(), "<script>alert(1)</script>\nDescription & \"more\"");
  in_three(*p.mutable_mission(), "Mission");
  in_three(*p.mutable_track_record(), "Track record");
  p.mutable_size()->set_members(dir::COUNT_10_TO_49);
  p.mutable_size()->set_staff(dir::COUNT_NONE);
  p.mutable_size()->set_volunteers(dir::COUNT_1000_OR_MORE);
  p.mutable_size()->set_budget(dir::BUDGET_20K_TO_100K);
  p.set_founded_year(2011);
  p.set_registration_number("JORT 2011/44 «ب»");
  p.set_president("Hélène آمنة");
  auto& phone = *p.add_contacts();
  phone.set_kind(dir::CONTACT_WHATSAPP);
  phone.set_value("+216 98 000 000");
  auto& address = *p.add_contacts();
  address.set_kind(dir::CONTACT_ADDRESS);
  address.set_value("12, rue de la Liberté");
  address.set_public_(true);
  p.set_website("https://fondation.tn/");
  p.add_social_links("https://www.facebook.com/fondation");
  p.add_languages("ar");
  p.add_languages("fr");
  in_three(*p.mutable_partner()->mutable_priorities(), "Priorities");
  in_three(*p.mutable_partner()->mutable_mechanisms(), "Mechanisms");
  in_three(*p.mutable_partner()->mutable_procedures(), "Procedures");
  p.mutable_partner()->add_territories("TN-81");
  auto& publication = *p.mutable_partner()->add_publications();
  publication.set_title("Rapport annuel");
  publication.set_url("https://fondation.tn/2025.pdf");
  publication.set_year(2025);
  return p;
}

TEST_F(Profiles, WhatWasWrittenComesBackWhole) {
  const auto owner = person();
  for (const auto format : {Format::kProto, Format::kJson}) {
    const auto made =
        http_of(owner).call<dir::RegisterOrganisationResponse>(registration(everything()), format).draft();
    EXPECT_EQ(made.state(), dir::STATE_DRAFT);
    EXPECT_EQ(made.edited_by().id(), owner.id);
    const auto read = draft(owner, made.organisation_id());
    EXPECT_TRUE(MessageDifferencer::Equals(read.profile(), everything())) << read.profile().DebugString();
    EXPECT_EQ(read.warnings_size(), 0);
  }
  const auto least = enter(owner, profile("Une"));
  auto cleared = save(owner, draft(owner, enter(owner, everything()).organisation_id()), least.profile());
  EXPECT_TRUE(MessageDifferencer::Equals(cleared.profile(), least.profile()))
      << "what is taken away is gone: " << cleared.DebugString();
}

TEST_F(Profiles, WhoRegistersOwnsADraftThatNobodyElseSees) {
  const auto owner = person(), other = person(), check = verifier();
  const auto request = registration(profile());
  const auto made = http_of(owner).call<dir::RegisterOrganisationResponse>(request).draft();
  EXPECT_EQ(http_of(owner).call<dir::RegisterOrganisationResponse>(request).draft().organisation_id(),
            made.organisation_id())
      << "a retry makes nothing twice";
  const auto seats = http_of(owner).call<dir::ListMySeatsResponse>(dir::ListMySeatsRequest{});
  ASSERT_EQ(seats.seats_size(), 1);
  EXPECT_EQ(seats.seats(0).role(), dir::SEAT_OWNER);
  EXPECT_EQ(seats.seats(0).state(), dir::STATE_DRAFT);
  const auto id = made.organisation_id();
  EXPECT_EQ(http_of(other).refusal(profile_of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(other).refusal(draft_of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(other).refusal(change_of(made, profile())).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(other).refusal(profile_of(id)).DebugString(),
            http_of(other).refusal(profile_of(987654321)).DebugString());
  EXPECT_EQ(HttpClient(port()).refusal(public_profile_of(id)).reason(), "organisation_not_found");
  EXPECT_EQ(http_of(owner).refusal(public_profile_of(id)).reason(), "organisation_not_found")
      << "what is public is the same for all";
  EXPECT_EQ(http_of(check).refusal(profile_of(id)).code(), v1::OK);
  EXPECT_EQ(http_of(check).refusal(draft_of(id)).reason(), "organisations.editors_only");
}

TEST_F(Profiles, StrangersHaveNoBusinessButThePublicPart) {
  const HttpClient stranger(port());
  const auto id = published(person());
  EXPECT_EQ(stranger.refusal(profile_of(id)).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(stranger.refusal(registration(profile())).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(stranger.refusal(draft_of(id)).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(stranger.refusal(change_of({}, profile())).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(stranger.refusal(public_profile_of(id)).code(), v1::OK);
}

TEST_F(Profiles, ContactsForMembersStayWithMembers) {
  const auto owner = person(), newcomer = person(), check = verifier(), member = Town::person();
  const auto id = published(owner);
  const auto seen = [&](const Person& p) { return http_of(p).call<dir::GetProfileResponse>(profile_of(id)); };
  for (const auto& inside : {owner, member, check}) {
    EXPECT_EQ(seen(inside).organisation().profile().contacts_size(), 2);
    EXPECT_FALSE(seen(inside).contacts_withheld());
  }
  EXPECT_EQ(seen(owner).role(), dir::SEAT_OWNER);
  const auto outside = seen(newcomer);
  ASSERT_EQ(outside.organisation().profile().contacts_size(), 1);
  EXPECT_EQ(outside.organisation().profile().contacts(0).value(), "bureau@oasis.tn");
  EXPECT_TRUE(outside.contacts_withheld());
  const auto draft_only = person();
  enter(draft_only, profile("Just begun"));
  EXPECT_EQ(seen(draft_only).organisation().profile().contacts_size(), 1)
      << "an organisation that nobody has verified opens no doors";
  const auto open = HttpClient(port()).post("wasl.directory.v1.OrganisationService/GetPublicProfile",
                                            R"({"id":")" + std::to_string(id) + R"("})", "application/json");
  EXPECT_EQ(open.status, 200);
  EXPECT_NE(open.body.find("bureau@oasis.tn"), std::string::npos);
  EXPECT_EQ(open.body.find("123"), std::string::npos) << open.body;
  EXPECT_TRUE(HttpClient(port()).call<dir::GetPublicProfileResponse>(public_profile_of(id)).organisation().verified());
}

TEST_F(Profiles, OfTwoEditorsAtOnceTheSecondIsTold) {
  const auto owner = person(), editor = person("Leïla"), member = person();
  const auto id = enter(owner, profile()).organisation_id();
  seat(editor, id, "editor");
  seat(member, id, "member");
  const auto mine = draft(owner, id), theirs = draft(editor, id);
  const auto saved = save(editor, theirs, profile("Oasis de Leïla"));
  EXPECT_GT(saved.version(), theirs.version());
  const auto refused = http_of(owner).refusal(change_of(mine, profile("Oasis du propriétaire")));
  EXPECT_EQ(refused.code(), v1::ABORTED);
  EXPECT_EQ(refused.reason(), "organisations.changed_meanwhile");
  EXPECT_EQ(draft(owner, id).profile().name().fr(), "Oasis de Leïla");
  EXPECT_EQ(draft(owner, id).edited_by().id(), editor.id);
  EXPECT_EQ(http_of(member).refusal(change_of(saved, profile())).reason(), "organisations.editors_only");
  std::atomic<int> stored{0}, told{0};
  const auto race = [&](const Person& who) {
    if (http_of(who).refusal(change_of(saved, profile("Course"))).code() == v1::OK)
      ++stored;
    else
      ++told;
  };
  {
    const Aside one([&] { race(owner); });
    race(editor);
  }
  EXPECT_EQ(stored, 1);
  EXPECT_EQ(told, 1);
}

TEST_F(Profiles, ChangesOfAPublishedOneAreADraftAtFirst) {
  const auto owner = person();
  const auto id = published(owner, "Avant");
  EXPECT_FALSE(draft(owner, id).differs());
  EXPECT_TRUE(save(owner, draft(owner, id), profile("Après")).differs());
  EXPECT_EQ(draft(owner, id).profile().name().fr(), "Après");
  EXPECT_EQ(HttpClient(port())
                .call<dir::GetPublicProfileResponse>(public_profile_of(id))
                .organisation()
                .profile()
                .name()
                .fr(),
            "Avant");
}

TEST_F(Profiles, WhatCannotBeIsRefusedAndChangesNothing) {
  const auto owner = person();
  const auto before = enter(owner, profile());
  auto bad = profile("Autre");
  bad.mutable_contacts(0)->set_value("javascript:alert(1)");
  const auto refused = http_of(owner).refusal(change_of(before, bad));
  EXPECT_EQ(refused.reason(), "organisations.bad_contact");
  EXPECT_EQ(refused.field(), "contacts[0].value");
  EXPECT_EQ(draft(owner, before.organisation_id()).version(), before.version());
  EXPECT_EQ(draft(owner, before.organisation_id()).profile().name().fr(), "Association Oasis");
  auto request = registration(bad);
  EXPECT_EQ(http_of(owner).refusal(request).reason(), "organisations.bad_contact");
  request = registration(profile());
  request.clear_client_id();
  EXPECT_EQ(http_of(owner).refusal(request).reason(), "organisations.client_id");
  auto far = profile();
  far.mutable_place()->set_latitude(48.85);
  far.mutable_place()->set_longitude(2.35);
  const auto warned = save(owner, before, far);
  ASSERT_EQ(warned.warnings_size(), 1);
  EXPECT_EQ(warned.warnings(0).reason(), "place_outside_country");
}

TEST_F(Profiles, NobodyBeginsMoreThanTenAtATime) {
  const auto owner = person();
  for (int i = 0; i < 10; ++i) enter(owner, profile("Une " + std::to_string(i)));
  EXPECT_EQ(http_of(owner).refusal(registration(profile("De trop"))).reason(), "organisations.drafts");
  EXPECT_EQ(http_of(owner).call<dir::ListMySeatsResponse>(dir::ListMySeatsRequest{}).seats_size(), 10);
}

TEST_F(Profiles, NorFillsTheVerifiersQueue) {
  const auto owner = person();
  dir::LeaveOrganisationRequest leave;
  for (int i = 0; i < 10; ++i) {
    const auto begun = enter(owner, profile("File " + std::to_string(i)));
    dir::SubmitDraftRequest submit;
    submit.set_organisation_id(begun.organisation_id());
    submit.set_version(begun.version());
    http_of(owner).call<dir::SubmitDraftResponse>(submit);
    leave.set_organisation_id(begun.organisation_id());
  }
  EXPECT_EQ(http_of(owner).refusal(registration(profile("De trop"))).reason(), "organisations.drafts");
  http_of(owner).call<dir::LeaveOrganisationResponse>(leave);
  EXPECT_EQ(http_of(owner).refusal(registration(profile("De trop"))).reason(), "organisations.drafts")
      << "it waits for the verifiers all the same";
}

TEST_F(Profiles, HistoryIsNeverRewritten) {
  enter(person(), profile());
  for (const auto* attempt : {"update organisation_history set note = 'x'", "delete from organisation_history",
                              "truncate organisation_history"})
    EXPECT_ANY_THROW(sql(attempt)) << attempt;
}

TEST_F(Profiles, AnOldConfirmationIsShownAsStale) {
  const auto id = published(person());
  const auto shown = [&] {
    return HttpClient(port()).call<dir::GetPublicProfileResponse>(public_profile_of(id)).organisation();
  };
  EXPECT_FALSE(shown().stale());
  EXPECT_GT(shown().confirmed_at_ms(), 0);
  sql("update organisations set confirmed_at = now() - interval '190 days' where id = " + std::to_string(id));
  EXPECT_TRUE(shown().stale());
}

}  // namespace
}  // namespace wasl::test
