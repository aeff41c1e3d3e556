// When people were last active: told to acquaintances who ask, and hidden both ways.
#include "support/town.hpp"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/presence.pb.h"
#include "wasl/messaging/v1/safety.pb.h"

namespace wasl::test {
namespace {

class Presences : public Town {
 protected:
  void SetUp() override {
    alice = person();
    bob = person();
    direct(alice, bob);
  }
  static void be_active(const Person& p) {
    msg::ExchangePresenceRequest request;
    request.set_active(true);
    http_of(p).call<msg::ExchangePresenceResponse>(request);
  }
  static bool sees(const Person& p, const Person& other) {
    msg::ExchangePresenceRequest request;
    request.add_person_ids(other.id);
    const auto answer = http_of(p).call<msg::ExchangePresenceResponse>(request);
    if (answer.people_size() == 0) return false;
    EXPECT_EQ(answer.people(0).person_id(), other.id);
    EXPECT_EQ(answer.people(0).active_at_ms() % 60'000, 0);
    EXPECT_LE(answer.people(0).active_at_ms(), answer.now_ms() + 60'000);
    EXPECT_GE(answer.people(0).active_at_ms(), answer.now_ms() - 120'000);
    return true;
  }
  static void hide(const Person& p, bool hidden) {
    msg::SetPresenceSettingRequest request;
    request.set_hidden(hidden);
    http_of(p).call<msg::SetPresenceSettingResponse>(request);
    EXPECT_EQ(http_of(p).call<msg::GetPresenceSettingResponse>(msg::GetPresenceSettingRequest{}).hidden(), hidden);
  }
  Person alice, bob;
};

TEST_F(Presences, AreToldToThoseWhoShareAConversation) {
  EXPECT_FALSE(sees(bob, alice)) << "not active yet";
  be_active(alice);
  be_active(alice);
  EXPECT_TRUE(sees(bob, alice));
  EXPECT_FALSE(sees(alice, bob)) << "looking is not being active";
  EXPECT_FALSE(sees(person(), alice));
}

TEST_F(Presences, AreHiddenInBothDirections) {
  be_active(alice);
  be_active(bob);
  hide(alice, true);
  EXPECT_FALSE(sees(bob, alice));
  EXPECT_FALSE(sees(alice, bob));
  be_active(alice);
  hide(alice, false);
  EXPECT_FALSE(sees(bob, alice)) << "what was hidden stays so";
  EXPECT_TRUE(sees(alice, bob));
}

TEST_F(Presences, ABlockHidesThemInBothDirections) {
  be_active(alice);
  be_active(bob);
  acc::BlockPersonRequest block;
  block.set_person_id(bob.id);
  http_of(alice).call<acc::BlockPersonResponse>(block);
  EXPECT_FALSE(sees(bob, alice));
  EXPECT_FALSE(sees(alice, bob));
}

TEST_F(Presences, AStrangerWhoseRequestWaitsSeesNothing) {
  const auto outsider = stranger();
  const auto id = direct(outsider, alice);
  be_active(alice);
  be_active(outsider);
  EXPECT_FALSE(sees(outsider, alice));
  EXPECT_FALSE(sees(alice, outsider));
  msg::AnswerRequestRequest accept;
  accept.set_conversation_id(id);
  accept.set_accept(true);
  http_of(alice).call<msg::AnswerRequestResponse>(accept);
  EXPECT_TRUE(sees(outsider, alice));
}

TEST_F(Presences, OnlySoManyAreAskedForAtOnce) {
  msg::ExchangePresenceRequest request;
  for (int i = 0; i < 101; ++i) request.add_person_ids(alice.id);
  EXPECT_EQ(http_of(bob).refusal(request).reason(), "messaging.people_count");
}

}  // namespace
}  // namespace wasl::test
