// The first screen: what is near, who is near, what waits; and what a person chooses for it.
#include "guild.hpp"
#include "wasl/accounts/v1/deletion.pb.h"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/directory/v1/home.pb.h"
#include "wasl/directory/v1/seats.pb.h"

namespace wasl::test {
namespace {

class Home : public Guild {
 protected:
  static dir::SetInterestsRequest choice(const std::string& region, const std::vector<std::string>& sectors = {},
                                         dir::Showing showing = dir::SHOWING_DEFAULT) {
    dir::SetInterestsRequest request;
    auto& interests = *request.mutable_interests();
    interests.set_region(region);
    for (const auto& sector : sectors) interests.add_sectors(sector);
    interests.set_showing(showing);
    return request;
  }
  static dir::Interests choose(const Person& p, const dir::SetInterestsRequest& request) {
    return http_of(p).call<dir::SetInterestsResponse>(request).interests();
  }
  static dir::Interests interests(const Person& p) {
    return http_of(p).call<dir::GetInterestsResponse>(dir::GetInterestsRequest{}).interests();
  }
  static dir::GetHomeResponse home(const Person& p) {
    return http_of(p).call<dir::GetHomeResponse>(dir::GetHomeRequest{});
  }
  static bool near(const Person& p, std::int64_t organisation) {
    return std::ranges::any_of(home(p).near(), [&](const auto& o) { return o.organisation().id() == organisation; });
  }
  static bool meets(const Person& p, const Person& other) {
    return std::ranges::any_of(home(p).people(), [&](const auto& card) { return card.id() == other.id; });
  }
  // In a region where nobody else is: tests of one suite share a database.
  static std::int64_t published_in(const Person& owner, const std::string& region, const std::string& sector) {
    auto p = profile("Nadi " + region);
    p.set_region(region);
    p.clear_sectors();
    p.add_sectors(sector);
    const auto id = enter(owner, p).organisation_id();
    sql("update organisations set state = 'published', verified_at = now(), confirmed_at = now() where id = " +
        std::to_string(id));
    return id;
  }
  static std::vector<dir::HomeTask> tasks(const Person& p) {
    const auto response = home(p);
    return {response.tasks().begin(), response.tasks().end()};
  }
};

TEST_F(Home, WithNothingChosenItShowsWhatIsNewest) {
  const auto owner = person(), guest = person();
  const auto id = published_in(owner, "TN-12", "youth");
  const auto shown = home(guest);
  EXPECT_FALSE(shown.interests().chosen());
  EXPECT_FALSE(shown.has_seat());
  EXPECT_EQ(shown.near_size(), 0);
  EXPECT_EQ(shown.people_size(), 0);
  ASSERT_GT(shown.newest_size(), 0);
  EXPECT_EQ(shown.newest(0).id(), id);
}

TEST_F(Home, WhatIsChosenShowsWhatIsNear) {
  const auto owner = person(), guest = person();
  const auto here = published_in(owner, "TN-13", "youth");
  const auto chosen = choose(guest, choice("TN-13", {"youth", "youth"}));
  EXPECT_EQ(chosen.country(), "TN");
  EXPECT_EQ(chosen.sectors_size(), 1);
  EXPECT_TRUE(chosen.chosen());
  EXPECT_EVENTUALLY(near(guest, here));
  EXPECT_EQ(home(guest).near(0).organisation().id(), here);
  EXPECT_TRUE(meets(guest, owner));
  EXPECT_FALSE(near(owner, here)) << "one's own";
  EXPECT_TRUE(home(owner).has_seat());
  sql("update organisations set state = 'unpublished' where id = " + std::to_string(here));
  EXPECT_EVENTUALLY(!near(guest, here));
  EXPECT_FALSE(meets(guest, owner)) << "they speak for nobody in public any more";
}

TEST_F(Home, PeopleAreShownWhoAgreed) {
  const auto a = person(), b = person();
  choose(a, choice("TN-14"));
  choose(b, choice("TN-14"));
  EXPECT_FALSE(meets(a, b)) << "not without having said so";
  choose(b, choice("TN-14", {}, dir::SHOWING_ON));
  EXPECT_TRUE(meets(a, b));
  EXPECT_FALSE(meets(b, a));
  choose(b, choice("TN-21", {}, dir::SHOWING_ON));
  EXPECT_FALSE(meets(a, b)) << "they are elsewhere now";
}

TEST_F(Home, WhoHoldsASeatMayHide) {
  const auto owner = person(), guest = person();
  published_in(owner, "TN-22", "culture");
  choose(guest, choice("TN-22"));
  const auto by_default = [](const Person& p) {
    return http_of(p).call<dir::GetInterestsResponse>(dir::GetInterestsRequest{}).shown_by_default();
  };
  EXPECT_TRUE(by_default(owner));
  EXPECT_FALSE(by_default(guest));
  EXPECT_TRUE(meets(guest, owner));
  choose(owner, choice("TN-22", {}, dir::SHOWING_OFF));
  EXPECT_FALSE(meets(guest, owner));
}

TEST_F(Home, ABlockHidesInBothDirections) {
  const auto a = person(), b = person();
  for (const auto& p : {a, b}) choose(p, choice("TN-23", {}, dir::SHOWING_ON));
  ASSERT_TRUE(meets(a, b) && meets(b, a));
  acc::BlockPersonRequest block;
  block.set_person_id(b.id);
  http_of(a).call<acc::BlockPersonResponse>(block);
  EXPECT_FALSE(meets(a, b));
  EXPECT_FALSE(meets(b, a));
}

TEST_F(Home, WhoLeavesIsForgotten) {
  const auto a = person(), b = person();
  for (const auto& p : {a, b}) choose(p, choice("TN-31", {}, dir::SHOWING_ON));
  acc::DeleteAccountRequest farewell;
  farewell.set_password(kPassword);
  http_of(b).call<acc::DeleteAccountResponse>(farewell);
  EXPECT_FALSE(meets(a, b));
  EXPECT_EVENTUALLY(
      database().sql().number("select count(*) from interests where person_id = " + std::to_string(b.id)) == 0);
}

TEST_F(Home, ToldWhatWaits) {
  const auto owner = person(), asker = person(), check = verifier();
  EXPECT_TRUE(tasks(owner).empty());
  const auto draft = enter(owner, profile("Brouillon"));
  ASSERT_EQ(tasks(owner).size(), 1U);
  EXPECT_EQ(tasks(owner)[0].kind(), dir::TASK_DRAFT);
  dir::SubmitDraftRequest submit;
  submit.set_organisation_id(draft.organisation_id());
  submit.set_version(draft.version());
  const auto waiting = [&] {
    for (const auto& task : tasks(check))
      if (task.kind() == dir::TASK_REVIEWS) return task.count();
    return 0U;
  };
  const auto before = waiting();
  http_of(owner).call<dir::SubmitDraftResponse>(submit);
  EXPECT_TRUE(tasks(owner).empty()) << "it waits for others now";
  EXPECT_EQ(waiting(), before + 1);
  sql("update organisations set state = 'returned' where id = " + std::to_string(draft.organisation_id()));
  ASSERT_EQ(tasks(owner).size(), 1U);
  EXPECT_EQ(tasks(owner)[0].kind(), dir::TASK_RETURNED);
  EXPECT_EQ(tasks(owner)[0].organisation().name().fr(), "Brouillon");

  sql("update organisations set state = 'published', confirmed_at = now() - interval '200 days' where id = " +
      std::to_string(draft.organisation_id()));
  dir::AskForSeatRequest ask;
  ask.set_organisation_id(draft.organisation_id());
  http_of(asker).call<dir::AskForSeatResponse>(ask);
  const auto now = tasks(owner);
  ASSERT_EQ(now.size(), 2U);
  EXPECT_EQ(now[0].kind(), dir::TASK_SEAT_REQUESTS);
  EXPECT_EQ(now[0].count(), 1U);
  EXPECT_EQ(now[1].kind(), dir::TASK_CONFIRM);
  EXPECT_TRUE(home(asker).asked_for_seat());
  EXPECT_FALSE(home(asker).has_seat());
}

TEST_F(Home, RefusalsNameTheFieldAndChangeNothing) {
  const auto p = person();
  const auto kept = choose(p, choice("TN-32", {"culture"}));
  const auto refused = [&](auto change, const char* reason) {
    auto request = choice("TN-32", {"culture"});
    change(*request.mutable_interests());
    EXPECT_EQ(http_of(p).refusal(request).reason(), reason);
  };
  refused([](auto& i) { i.set_region("TN-99"); }, "interests.bad_region");
  refused([](auto& i) { i.set_country("MA"); }, "interests.bad_country");
  refused([](auto& i) { i.add_sectors("sorcery"); }, "interests.bad_sector");
  refused(
      [](auto& i) {
        for (int n = 0; n < 11; ++n) i.add_sectors("culture");
      },
      "interests.too_many");
  refused([](auto& i) { i.set_locality(std::string(101, 'a')); }, "interests.too_long");
  refused([](auto& i) { i.set_showing(static_cast<dir::Showing>(7)); }, "interests.bad_showing");
  EXPECT_EQ(interests(p).DebugString(), kept.DebugString());
  EXPECT_EQ(HttpClient(port()).refusal(dir::GetHomeRequest{}).code(), v1::UNAUTHENTICATED);
  EXPECT_EQ(HttpClient(port()).refusal(choice("TN-32")).code(), v1::UNAUTHENTICATED);
}

// An old snapshot and the events since make what a fresh snapshot says.
TEST_F(Home, EventsAndAnOldSnapshotMakeAFreshOne) {
  const auto p = person();
  struct Moment {
    std::string state;
    std::int64_t head;
  };
  std::vector<Moment> moments;
  const auto remember = [&] {
    moments.push_back({interests(p).SerializeAsString(),
                       database().sql().number("select coalesce(max(head), 0) from streams where kind = 1 and key = " +
                                               std::to_string(p.id))});
  };
  remember();
  for (const auto& request : {choice("TN-33", {"youth"}), choice("TN-34", {"culture", "youth"}, dir::SHOWING_ON),
                              choice(""), choice("TN-41", {}, dir::SHOWING_OFF)}) {
    choose(p, request);
    remember();
  }
  const auto now = interests(p).SerializeAsString();
  for (auto [state, since] : moments) {
    auto ws = ws_of(p);
    const auto head = ws.subscribe(person_stream(p.id), since).head();
    if (head > since) ASSERT_TRUE(ws.wait_event(person_stream(p.id), head));
    for (const auto& event : ws.events(person_stream(p.id))) {
      dir::InterestsChanged changed;
      ASSERT_EQ(event.type(), dir::EVENT_INTERESTS_CHANGED);
      ASSERT_TRUE(changed.ParseFromString(event.body()));
      state = changed.interests().SerializeAsString();
    }
    EXPECT_EQ(state, now) << "from " << since;
  }
  EXPECT_EQ(moments.size(), 5U);
}

}  // namespace
}  // namespace wasl::test
