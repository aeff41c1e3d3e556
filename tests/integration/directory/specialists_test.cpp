// People offer help, somebody looks at it, others find them.
#include "guild.hpp"
#include "support/aside.hpp"
#include "support/mailbox.hpp"
#include "wasl/accounts/v1/deletion.pb.h"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/accounts/v1/team.pb.h"
#include "wasl/directory/v1/specialists.pb.h"

namespace wasl::test {
namespace {

class Specialists : public Guild {
 protected:
  void SetUp() override { sql("delete from specialist_offers"); }

  static std::string reason(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).refusal(request).reason();
  }
  static dir::Offer offer(const std::string& sector = "health") {
    dir::Offer out;
    out.mutable_profile()->set_fr("Médecin de santé publique");
    out.add_sectors(sector);
    out.add_languages("fr");
    out.set_availability(dir::AVAILABILITY_OPEN);
    return out;
  }
  static dir::OfferHelpRequest offering(const dir::Offer& offer) {
    dir::OfferHelpRequest request;
    *request.mutable_offer() = offer;
    return request;
  }
  static dir::MyOffer say(const Person& p, const dir::Offer& offer) {
    return http_of(p).call<dir::OfferHelpResponse>(offering(offer)).offer();
  }
  static dir::MyOffer mine(const Person& p) {
    return http_of(p).call<dir::GetMyOfferResponse>(dir::GetMyOfferRequest{}).offer();
  }
  static dir::DecideOfferRequest decision(const Person& about, std::int64_t version, bool accept = true) {
    dir::DecideOfferRequest request;
    request.set_person_id(about.id);
    request.set_version(version);
    request.set_accept(accept);
    if (!accept) request.set_reason("Dites-en plus.");
    return request;
  }
  static void decide(const Person& by, const Person& about, bool accept = true) {
    http_of(by).call<dir::DecideOfferResponse>(decision(about, mine(about).version(), accept));
  }
  static Person specialist(const Person& by, const dir::Offer& offer, const std::string& name = {}) {
    auto p = person(name);
    say(p, offer);
    decide(by, p);
    return p;
  }
  static dir::ListSpecialistsResponse page(const Person& p, const dir::ListSpecialistsRequest& request = {}) {
    return http_of(p).call<dir::ListSpecialistsResponse>(request);
  }
  static std::vector<std::int64_t> found(const Person& p, const dir::ListSpecialistsRequest& request = {}) {
    std::vector<std::int64_t> out;
    const auto listed = page(p, request);
    for (const auto& s : listed.specialists()) out.push_back(s.person().id());
    return out;
  }
  static dir::GetSpecialistRequest about(const Person& p) {
    dir::GetSpecialistRequest request;
    request.set_person_id(p.id);
    return request;
  }
  static std::vector<std::int64_t> queue(const Person& p) {
    std::vector<std::int64_t> out;
    const auto listed = http_of(p).call<dir::ListOffersResponse>(dir::ListOffersRequest{});
    for (const auto& waiting : listed.offers()) out.push_back(waiting.person().id());
    return out;
  }
  using Ids = std::vector<std::int64_t>;
};

TEST_F(Specialists, WaitToBeAcceptedByAVerifierAndAreToldByMail) {
  const auto check = verifier(), helper = person("Amel"), other = person();
  EXPECT_EQ(mine(helper).state(), dir::OFFER_NONE);
  EXPECT_EQ(say(helper, offer()).state(), dir::OFFER_WAITING);
  EXPECT_EQ(found(other), Ids{});
  EXPECT_EQ(reason(other, about(helper)), "specialist_not_found");
  EXPECT_EQ(queue(check), Ids{helper.id});
  EXPECT_EQ(reason(other, dir::ListOffersRequest{}), "specialists.verifiers_only");
  EXPECT_EQ(reason(other, decision(helper, mine(helper).version())), "specialists.verifiers_only");

  decide(check, helper, false);
  EXPECT_EQ(mine(helper).state(), dir::OFFER_RETURNED);
  EXPECT_EQ(mine(helper).reason(), "Dites-en plus.");
  EXPECT_EQ(queue(check), Ids{});
  say(helper, offer());
  decide(check, helper);
  EXPECT_EQ(mine(helper).state(), dir::OFFER_ACCEPTED);
  EXPECT_EQ(found(other), Ids{helper.id});
  EXPECT_EQ(http_of(other).call<dir::GetSpecialistResponse>(about(helper)).specialist().offer().at_once(), 0u);
  const Mailbox mails(server());
  EXPECT_EVENTUALLY(mails.to(helper.email).size() == 2);
  EXPECT_NE(mails.to(helper.email).back().body.find("/specialists/offer"), std::string::npos);

  http_of(helper).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  http_of(helper).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  EXPECT_EQ(mine(helper).state(), dir::OFFER_NONE);
  EXPECT_EQ(found(other), Ids{});
}

TEST_F(Specialists, KeepTheirSectorsWhileNewOnesWait) {
  const auto check = verifier();
  const auto helper = specialist(check, offer());
  auto words = offer();
  words.mutable_profile()->set_ar("طبيبة");
  EXPECT_EQ(say(helper, words).offer().profile().ar(), "طبيبة");
  EXPECT_EQ(queue(check), Ids{}) << "words wait for nobody";
  words.add_sectors("youth");
  const auto waiting = say(helper, words);
  EXPECT_EQ(waiting.offer().sectors_size(), 1);
  EXPECT_EQ(waiting.waiting_sectors_size(), 2);
  dir::ListSpecialistsRequest youth;
  youth.set_sector("youth");
  EXPECT_EQ(found(check, youth), Ids{});
  EXPECT_EQ(found(check), Ids{helper.id});
  decide(check, helper);
  EXPECT_EQ(found(check, youth), Ids{helper.id});
}

TEST_F(Specialists, AreNotDecidedAboutByThemselvesTwiceOrUnseen) {
  const auto check = verifier(), second = verifier();
  say(check, offer());
  EXPECT_EQ(reason(check, decision(check, mine(check).version())), "specialists.own_offer");
  const auto seen = mine(check).version();
  const auto listed = http_of(check).call<dir::ListOffersResponse>(dir::ListOffersRequest{});
  EXPECT_TRUE(listed.offers(0).own());
  EXPECT_EQ(listed.waiting_count(), 1u);
  http_of(check).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  say(check, offer("youth"));
  EXPECT_EQ(reason(second, decision(check, seen)), "specialists.changed_meanwhile");
  auto without = decision(check, mine(check).version(), false);
  without.set_reason(" ");
  const auto refused = http_of(second).refusal(without);
  EXPECT_EQ(refused.reason(), "specialists.reason_missing");
  EXPECT_EQ(refused.field(), "reason");
  EXPECT_EQ(mine(check).state(), dir::OFFER_WAITING);
  EXPECT_EQ(reason(second, decision(person(), 1)), "offer_not_found");
}

TEST_F(Specialists, AreDecidedAboutInTheLogOfTheTeam) {
  const auto check = verifier(), helper = person("Amel"), administrator = person();
  database().sql().rows("insert into platform_roles (person_id, role) values (" + std::to_string(administrator.id) +
                        ", 'administrator')");
  say(helper, offer());
  decide(check, helper);
  acc::ListActsRequest request;
  request.set_target(acc::TARGET_PERSON);
  request.set_target_id(helper.id);
  const auto acts = http_of(administrator).call<acc::ListActsResponse>(request).acts();
  ASSERT_EQ(acts.size(), 1);
  EXPECT_EQ(acts[0].act(), "offer_accepted");
  EXPECT_EQ(acts[0].actor().id(), check.id);
}

TEST_F(Specialists, AreDecidedOnceWhenTwoVerifiersAct) {
  const auto first = verifier(), second = verifier(), helper = person();
  say(helper, offer());
  const auto version = mine(helper).version();
  v1::Status a, b;
  {
    Aside one([&] { a = http_of(first).refusal(decision(helper, version)); });
    Aside two([&] { b = http_of(second).refusal(decision(helper, version, false)); });
  }
  EXPECT_NE(a.code() == v1::OK, b.code() == v1::OK);
  EXPECT_EQ((a.code() == v1::OK ? b : a).reason(), "specialists.decided");
  EXPECT_EQ(mine(helper).state(), a.code() == v1::OK ? dir::OFFER_ACCEPTED : dir::OFFER_RETURNED);
}

TEST_F(Specialists, HearWhatIsWrongAndNothingChanges) {
  const auto helper = person();
  auto bad = offer();
  bad.add_sectors("magic");
  const auto refused = http_of(helper).refusal(offering(bad));
  EXPECT_EQ(refused.reason(), "specialists.bad_sector");
  EXPECT_EQ(refused.field(), "sectors[1]");
  auto mute = offer();
  mute.clear_profile();
  EXPECT_EQ(reason(helper, offering(mute)), "specialists.profile_missing");
  EXPECT_EQ(mine(helper).state(), dir::OFFER_NONE);
  dir::ListSpecialistsRequest many;
  many.set_limit(101);
  EXPECT_EQ(reason(helper, many), "directory.bad_limit");
  dir::ListSpecialistsRequest lost;
  lost.set_cursor("x");
  EXPECT_EQ(reason(helper, lost), "directory.bad_cursor");
}

TEST_F(Specialists, AreFoundBySectorPlaceLanguageAndTime) {
  const auto check = verifier();
  auto gabes = offer();
  gabes.add_places("TN-81");
  auto tunisia = offer();
  tunisia.add_places("TN");
  auto morocco = offer("youth");
  morocco.add_places("MA-01");
  morocco.add_languages("ar");
  auto busy = offer();
  busy.set_availability(dir::AVAILABILITY_AWAY);
  const auto a = specialist(check, gabes, "A Gabès"), b = specialist(check, tunisia, "B Tunisie"),
             c = specialist(check, morocco, "C Maroc"), d = specialist(check, busy, "D Partout");
  const auto search = [&](const std::string& sector, const std::string& region, const std::string& language = {},
                          bool open = false) {
    dir::ListSpecialistsRequest request;
    request.set_sector(sector);
    request.set_region(region);
    request.set_language(language);
    request.set_open_only(open);
    return found(check, request);
  };
  EXPECT_EQ(search("", ""), (Ids{a.id, b.id, c.id, d.id}));
  EXPECT_EQ(search("youth", ""), Ids{c.id});
  EXPECT_EQ(search("", "TN-81"), (Ids{a.id, b.id, d.id}));
  EXPECT_EQ(search("", "TN-82"), (Ids{b.id, d.id}));
  EXPECT_EQ(search("", "MA-01"), (Ids{c.id, d.id}));
  EXPECT_EQ(search("", "", "ar"), Ids{c.id});
  EXPECT_EQ(search("health", "", "", true), (Ids{a.id, b.id}));
  sql("update specialist_offers set availability = 'busy', busy_until = current_date where person_id = " +
      std::to_string(d.id));
  EXPECT_EQ(search("health", "", "", true), (Ids{a.id, b.id, d.id})) << "the day has come";

  Ids paged;
  dir::ListSpecialistsRequest request;
  request.set_limit(3);
  for (;;) {
    const auto one = page(check, request);
    for (const auto& s : one.specialists()) paged.push_back(s.person().id());
    if (one.next_cursor().empty()) break;
    request.set_cursor(one.next_cursor());
  }
  EXPECT_EQ(paged, (Ids{a.id, b.id, c.id, d.id}));

  request.clear_cursor();
  request.set_cursor(page(check, request).next_cursor());
  sql("update people set suspended_at = now() where id = " + std::to_string(c.id));
  EXPECT_EQ(found(check, request), Ids{d.id}) << "a page goes on after somebody who has gone";
}

TEST_F(Specialists, PagesGoOnWhoeverWasTheLastOfOne) {
  const auto check = verifier();
  const auto a = specialist(check, offer(), "A Gabès"), b = specialist(check, offer(), "B « Ümit »"),
             c = specialist(check, offer(), "C Maroc");
  dir::ListSpecialistsRequest request;
  request.set_limit(2);
  const auto one = page(check, request);
  ASSERT_EQ(one.specialists(1).person().id(), b.id);
  request.set_cursor(one.next_cursor());
  sql("update people set suspended_at = now() where id = " + std::to_string(b.id));
  EXPECT_EQ(found(check, request), Ids{c.id}) << "suspended";
  sql("update people set suspended_at = null where id = " + std::to_string(b.id));
  acc::DeleteAccountRequest gone;
  gone.set_password(kPassword);
  http_of(b).call<acc::DeleteAccountResponse>(gone);
  EXPECT_EQ(found(check, request), Ids{c.id}) << "deleted";
  for (const std::string bad : {"o5", "s", "s5", "s-5.a", "s0.a", "s99999999999999999999.a", "s5,a"}) {
    request.set_cursor(bad);
    EXPECT_EQ(reason(check, request), "directory.bad_cursor") << bad;
  }
  request.set_cursor(std::string("s5.a\0b", 6));
  EXPECT_EQ(reason(check, request), "directory.bad_cursor");
}

TEST_F(Specialists, WaitingOnesGoOnWhoeverWithdraws) {
  const auto check = verifier(), a = person("A"), b = person("B"), c = person("C");
  for (const auto& p : {a, b, c}) {
    dir::OfferHelpRequest request;
    *request.mutable_offer() = offer();
    http_of(p).call<dir::OfferHelpResponse>(request);
  }
  dir::ListOffersRequest request;
  request.set_limit(2);
  const auto one = http_of(check).call<dir::ListOffersResponse>(request);
  ASSERT_EQ(one.offers_size(), 2);
  http_of(b).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  request.set_cursor(one.next_cursor());
  const auto two = http_of(check).call<dir::ListOffersResponse>(request);
  ASSERT_EQ(two.offers_size(), 1);
  EXPECT_EQ(two.offers(0).person().id(), c.id);
}

TEST_F(Specialists, AndThoseTheyBlockDoNotSeeEachOther) {
  const auto check = verifier(), viewer = person();
  const auto blocked = specialist(check, offer()), blocking = specialist(check, offer());
  acc::BlockPersonRequest block;
  block.set_person_id(blocked.id);
  http_of(viewer).call<acc::BlockPersonResponse>(block);
  block.set_person_id(viewer.id);
  http_of(blocking).call<acc::BlockPersonResponse>(block);
  EXPECT_EQ(found(viewer), Ids{});
  EXPECT_EQ(reason(viewer, about(blocked)), "specialist_not_found");
  EXPECT_EQ(reason(viewer, about(blocking)), "specialist_not_found");
  EXPECT_EQ(found(check).size(), 2u);
}

TEST_F(Specialists, GoWithTheirAccount) {
  const auto check = verifier();
  const auto helper = specialist(check, offer());
  acc::DeleteAccountRequest request;
  request.set_password(kPassword);
  http_of(helper).call<acc::DeleteAccountResponse>(request);
  EXPECT_EQ(found(check), Ids{});
  EXPECT_EVENTUALLY(database().sql().number("select count(*) from specialist_offers") == 0);
}

TEST_F(Specialists, HearOfEveryChangeSoThatAnOldSnapshotBecomesAFreshOne) {
  const auto check = verifier(), helper = person();
  auto ws = ws_of(helper);
  ws.subscribe(person_stream(helper.id), 0);
  std::vector<std::string> states;
  const auto remember = [&] { states.push_back(mine(helper).ShortDebugString()); };
  remember();
  say(helper, offer()), remember();
  decide(check, helper, false), remember();
  say(helper, offer()), remember();
  decide(check, helper), remember();
  auto more = offer();
  more.add_sectors("youth");
  say(helper, more), remember();
  decide(check, helper, false), remember();
  say(helper, more), remember();
  decide(check, helper), remember();
  more.set_availability(dir::AVAILABILITY_AWAY);
  say(helper, more), remember();
  http_of(helper).call<dir::WithdrawOfferResponse>(dir::WithdrawOfferRequest{});
  remember();

  ASSERT_TRUE(ws.wait_event(person_stream(helper.id), static_cast<std::int64_t>(states.size()) - 1));
  const auto events = ws.events(person_stream(helper.id));
  ASSERT_EQ(events.size(), states.size() - 1);
  for (std::size_t i = 0; i < events.size(); ++i) {
    dir::OfferChanged changed;
    ASSERT_EQ(events[i].type(), static_cast<std::uint32_t>(dir::EVENT_OFFER_CHANGED));
    ASSERT_TRUE(changed.ParseFromString(events[i].body()));
    EXPECT_EQ(changed.offer().ShortDebugString(), states[i + 1]);
  }
}

}  // namespace
}  // namespace wasl::test
