#include "directory/specialists/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::directory::specialists {
namespace {

using std::chrono::year_month_day;
using namespace std::chrono_literals;

constexpr year_month_day kToday{2026y, std::chrono::November, 25d};

profiles::Known known() {
  return {{{"TN-81", "TN"}}, {"health", "women", "youth", "rights", "digital", "culture"}, 2026};
}

v1::Offer good() {
  v1::Offer offer;
  offer.mutable_profile()->set_fr("  Comptable \n");
  offer.add_sectors("health");
  offer.add_languages("fr");
  offer.set_availability(v1::AVAILABILITY_OPEN);
  return offer;
}

v1::MyOffer accepted() {
  v1::MyOffer my;
  my.set_state(v1::OFFER_ACCEPTED);
  my.set_version(7);
  *my.mutable_offer() = good();
  my.mutable_offer()->add_sectors("youth");
  return my;
}

std::string refusal(const v1::Offer& offer) {
  try {
    policy::clean(offer, known(), kToday);
  } catch (const Refused& e) {
    return e.reason() + " " + e.field();
  }
  return "accepted";
}

TEST(Offers, AreTidied) {
  auto typed = good();
  typed.add_sectors("health");
  typed.set_busy_until("2027-01-01");
  const auto offer = policy::clean(typed, known(), kToday);
  EXPECT_EQ(offer.profile().fr(), "Comptable");
  EXPECT_EQ(offer.sectors_size(), 1);
  EXPECT_EQ(offer.at_once(), 3u);
  EXPECT_EQ(offer.busy_until(), "") << "it belongs to busy ones";
}

TEST(Offers, AreRefusedWithTheFieldAtFault) {
  const auto with = [](auto change) {
    auto offer = good();
    change(offer);
    return refusal(offer);
  };
  EXPECT_EQ(with([](auto&) {}), "accepted");
  EXPECT_EQ(with([](auto& o) { o.mutable_profile()->set_fr(" \n "); }), "specialists.profile_missing profile");
  EXPECT_EQ(with([](auto& o) { o.mutable_profile()->set_ar(std::string(2001, 'x')); }),
            "specialists.too_long profile.ar");
  EXPECT_EQ(with([](auto& o) { o.clear_sectors(); }), "specialists.missing sectors");
  EXPECT_EQ(with([](auto& o) { o.add_sectors("magic"); }), "specialists.bad_sector sectors[1]");
  EXPECT_EQ(with([](auto& o) {
              for (const auto* code : {"women", "youth", "rights", "digital", "culture"}) o.add_sectors(code);
            }),
            "specialists.too_many sectors");
  EXPECT_EQ(with([](auto& o) { o.add_places("TN-99"); }), "specialists.bad_place places[0]");
  EXPECT_EQ(with([](auto& o) { o.add_places("TN-81"), o.add_places("MA"); }), "accepted");
  EXPECT_EQ(with([](auto& o) { o.clear_languages(); }), "specialists.missing languages");
  EXPECT_EQ(with([](auto& o) { o.add_languages("qq"); }), "specialists.bad_language languages[1]");
  EXPECT_EQ(with([](auto& o) { o.clear_availability(); }), "specialists.bad_availability availability");
  EXPECT_EQ(with([](auto& o) { o.set_at_once(21); }), "specialists.bad_number at_once");
  for (const auto* day : {"", "2026-11-25", "2027-11-26", "2026-13-01", "2027-02-30", "2027-1-1", "tomorrow!!"})
    EXPECT_EQ(with([&](auto& o) { o.set_availability(v1::AVAILABILITY_BUSY), o.set_busy_until(day); }),
              "specialists.bad_day busy_until")
        << day;
  for (const auto* day : {"2026-11-26", "2027-11-25"})
    EXPECT_EQ(with([&](auto& o) { o.set_availability(v1::AVAILABILITY_BUSY), o.set_busy_until(day); }), "accepted")
        << day;
}

TEST(Offers, WaitUntilSomebodyHasDecided) {
  const auto first = policy::changed({}, good());
  EXPECT_EQ(first.state(), v1::OFFER_WAITING);
  const auto back = policy::decided(first, false, "More, please");
  EXPECT_EQ(back.state(), v1::OFFER_RETURNED);
  EXPECT_EQ(back.reason(), "More, please");
  const auto again = policy::changed(back, good());
  EXPECT_EQ(again.state(), v1::OFFER_WAITING);
  EXPECT_EQ(again.reason(), "");
  EXPECT_GT(again.version(), back.version()) << "who looks at the one before has to look again";
  EXPECT_EQ(policy::decided(again, true, "").state(), v1::OFFER_ACCEPTED);
}

TEST(Offers, OnceAcceptedWaitOnlyWithNewSectors) {
  auto words = accepted().offer();
  words.mutable_profile()->set_en("An accountant");
  const auto said = policy::changed(accepted(), words);
  EXPECT_EQ(said.offer().profile().en(), "An accountant");
  EXPECT_EQ(said.waiting_sectors_size(), 0);
  EXPECT_EQ(said.version(), 7);

  const auto fewer = policy::changed(accepted(), good());
  EXPECT_EQ(fewer.offer().sectors_size(), 1) << "nobody has to allow doing less";
  EXPECT_EQ(fewer.waiting_sectors_size(), 0);

  auto wanted = good();
  wanted.add_sectors("women");
  const auto more = policy::changed(accepted(), wanted);
  EXPECT_EQ(more.state(), v1::OFFER_ACCEPTED);
  EXPECT_EQ(more.offer().sectors(1), "youth") << "the old ones stay";
  ASSERT_EQ(more.waiting_sectors_size(), 2);
  EXPECT_EQ(more.version(), 8);
  EXPECT_EQ(policy::changed(more, wanted).version(), 8) << "the same again is no news";

  EXPECT_EQ(policy::decided(more, true, "").offer().sectors(1), "women");
  const auto returned = policy::decided(more, false, "Why?");
  EXPECT_EQ(returned.state(), v1::OFFER_ACCEPTED);
  EXPECT_EQ(returned.offer().sectors(1), "youth");
  EXPECT_EQ(returned.waiting_sectors_size(), 0);
  EXPECT_EQ(returned.reason(), "Why?");
}

TEST(Offers, AreDecidedByOthersOnceAndAsTheyWereSeen) {
  const router::Viewer check{PersonId{1}, {}, router::kVerifier}, admin{PersonId{2}, {}, router::kAdministrator};
  EXPECT_NO_THROW(policy::may_decide(check));
  EXPECT_NO_THROW(policy::may_decide(admin));
  EXPECT_THROW(policy::may_decide({PersonId{3}, {}, router::kModerator}), Refused);

  Record waiting;
  waiting.person = PersonId{3};
  waiting.offer = policy::changed({}, good());
  v1::DecideOfferRequest request;
  request.set_version(waiting.offer.version());
  const auto why_not = [&](const router::Viewer& viewer, const Record& record) -> std::string {
    try {
      policy::may_be_decided(viewer, record, request);
    } catch (const Refused& e) {
      return e.reason();
    }
    return "";
  };
  EXPECT_EQ(why_not(check, waiting), "");
  EXPECT_EQ(why_not({PersonId{3}, {}, router::kVerifier}, waiting), "specialists.own_offer");
  auto done = waiting;
  done.offer = policy::decided(waiting.offer, true, "");
  EXPECT_EQ(why_not(admin, done), "specialists.decided");
  auto changed = waiting;
  changed.offer = policy::changed(waiting.offer, good());
  EXPECT_EQ(why_not(check, changed), "specialists.changed_meanwhile");
  EXPECT_THROW(policy::reason(request), Refused);
  request.set_reason(std::string(1001, 'x'));
  EXPECT_THROW(policy::reason(request), Refused);
}

}  // namespace
}  // namespace wasl::directory::specialists
