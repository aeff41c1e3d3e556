// Polls: what is asked, who votes, what everybody sees of it.
#include <thread>

#include "core/clock.hpp"
#include "support/town.hpp"
#include "wasl/accounts/v1/safety.pb.h"
#include "wasl/messaging/v1/polls.pb.h"

namespace wasl::test {
namespace {

class Polls : public Town {
 protected:
  void SetUp() override {
    owner = person();
    bob = person();
    carol = person();
    id = group(owner, {bob, carol});
  }
  msg::SendMessageRequest asking(bool several = false, std::int64_t closes_at = 0) const {
    auto request = send_request(id, "Tuesday or Friday?");
    request.mutable_poll()->add_options("Tuesday");
    request.mutable_poll()->add_options("Friday");
    request.mutable_poll()->add_options("Never");
    request.mutable_poll()->set_several(several);
    request.mutable_poll()->set_closes_at_ms(closes_at);
    return request;
  }
  std::int64_t ask(const Person& p, bool several = false, std::int64_t closes_at = 0) {
    return offset = http_of(p).call<msg::SendMessageResponse>(asking(several, closes_at)).offset();
  }
  msg::VoteRequest voting(std::vector<std::uint32_t> options) const {
    msg::VoteRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    for (const auto option : options) request.add_options(option);
    return request;
  }
  msg::ClosePollRequest closing() const {
    msg::ClosePollRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    return request;
  }
  msg::ListVotersRequest voters(std::uint32_t option) const {
    msg::ListVotersRequest request;
    request.set_conversation_id(id);
    request.set_offset(offset);
    request.set_option(option);
    return request;
  }
  // "2 1 0 of 3"
  static std::string shown(const msg::PollTally& tally) {
    std::string out;
    for (const auto count : tally.counts()) out += std::to_string(count) + " ";
    return out + "of " + std::to_string(tally.voters());
  }
  std::string vote(const Person& p, std::vector<std::uint32_t> options) {
    return shown(http_of(p).call<msg::VoteResponse>(voting(std::move(options))).tally());
  }
  static std::string refusal(const Person& p, const google::protobuf::Message& request) {
    return http_of(p).refusal(request).reason();
  }
  msg::Message message(const Person& p) { return history(http_of(p), id).back(); }

  Person owner, bob, carol;
  std::int64_t id = 0, offset = 0;
};

TEST_F(Polls, VotesAreCountedOnceAndMayChange) {
  ask(bob);
  EXPECT_EQ(vote(bob, {0}), "1 0 0 of 1");
  EXPECT_EQ(vote(carol, {0}), "2 0 0 of 2");
  EXPECT_EQ(vote(carol, {0}), "2 0 0 of 2");
  EXPECT_EQ(vote(carol, {1}), "1 1 0 of 2");
  EXPECT_EQ(vote(bob, {}), "0 1 0 of 1");
  EXPECT_EQ(shown(message(owner).tally()), "0 1 0 of 1");
  EXPECT_EQ(message(owner).content().poll().options(2), "Never");
}

TEST_F(Polls, SeveralMayBeChosenWhereThePollSaysSo) {
  ask(bob, true);
  EXPECT_EQ(vote(carol, {0, 2}), "1 0 1 of 1");
  ask(bob);
  EXPECT_EQ(refusal(carol, voting({0, 2})), "poll_single");
  EXPECT_EQ(refusal(carol, voting({3})), "poll_vote");
}

TEST_F(Polls, EverybodySeesItLiveAndOnesOwnVoteAfterwards) {
  ask(bob);
  auto ws = ws_of(owner);
  const auto stream = conversation_stream(id);
  ws.subscribe(stream, head(id));
  vote(carol, {1});
  ASSERT_TRUE(ws.wait_event(stream, head(id)));
  const auto event = ws.events(stream).back();
  EXPECT_EQ(event.type(), msg::EVENT_POLL_CHANGED);
  msg::PollChanged changed;
  ASSERT_TRUE(changed.ParseFromString(event.body()));
  EXPECT_EQ(changed.voter_id(), carol.id);
  EXPECT_EQ(changed.options(0), 1U);
  EXPECT_EQ(shown(changed.tally()), "0 1 0 of 1");
  const auto own = [&](const Person& p) {
    return http_of(p).call<msg::ListMessagesResponse>(history_request(id)).own_votes();
  };
  EXPECT_EQ(own(owner).size(), 0);
  ASSERT_EQ(own(carol).size(), 1);
  EXPECT_EQ(own(carol)[0].options(0), 1U);
}

TEST_F(Polls, WhoVotedForWhatIsListedByPage) {
  ask(bob, true);
  vote(owner, {0});
  vote(bob, {0, 1});
  vote(carol, {0});
  auto request = voters(0);
  request.set_limit(2);
  auto page = http_of(bob).call<msg::ListVotersResponse>(request);
  ASSERT_EQ(page.people_size(), 2);
  EXPECT_TRUE(page.more());
  request.set_after(page.people(1).id());
  page = http_of(bob).call<msg::ListVotersResponse>(request);
  EXPECT_EQ(page.people_size(), 1);
  EXPECT_FALSE(page.more());
  EXPECT_EQ(http_of(bob).call<msg::ListVotersResponse>(voters(1)).people(0).id(), bob.id);
  EXPECT_EQ(refusal(bob, voters(3)), "option_not_found");
}

TEST_F(Polls, ItsAuthorAndAdministratorsCloseIt) {
  ask(bob);
  vote(carol, {1});
  EXPECT_EQ(refusal(carol, closing()), "messaging.not_author");
  EXPECT_NE(http_of(owner).call<msg::ClosePollResponse>(closing()).tally().closed_at_ms(), 0);
  const auto before = head(id);
  http_of(bob).call<msg::ClosePollResponse>(closing());
  EXPECT_EQ(head(id), before) << "closing again changes nothing";
  EXPECT_EQ(refusal(carol, voting({0})), "messaging.poll_closed");
  EXPECT_EQ(shown(message(carol).tally()), "0 1 0 of 1");
}

TEST_F(Polls, ItClosesAtItsTime) {
  EXPECT_EQ(refusal(bob, asking(false, now_ms() - 1)), "poll_time");
  ask(bob, false, now_ms() + 700);
  vote(carol, {1});
  EXPECT_TRUE(eventually([&] { return refusal(carol, voting({0})) == "messaging.poll_closed"; }));
}

TEST_F(Polls, OnlyMembersVoteAndOnlyInPolls) {
  ask(bob);
  const auto outside = person();
  EXPECT_EQ(refusal(outside, voting({0})), "conversation_not_found");
  EXPECT_EQ(refusal(outside, voters(0)), "conversation_not_found");
  offset = http_of(bob).call<msg::SendMessageResponse>(send_request(id, "no poll")).offset();
  EXPECT_EQ(refusal(carol, voting({0})), "poll_not_found");
  EXPECT_EQ(refusal(bob, closing()), "poll_not_found");
}

TEST_F(Polls, NobodyVotesAcrossABlock) {
  id = direct(owner, bob);
  ask(owner);
  EXPECT_EQ(vote(bob, {0}), "1 0 0 of 1");
  acc::BlockPersonRequest block;
  block.set_person_id(bob.id);
  http_of(owner).call<acc::BlockPersonResponse>(block);
  EXPECT_EQ(refusal(bob, voting({1})), "messaging.read_only");
  EXPECT_EQ(refusal(owner, voting({1})), "messaging.read_only");
  EXPECT_EQ(shown(message(owner).tally()), "1 0 0 of 1");
}

TEST_F(Polls, TheQuestionStaysAsItWasAskedAndGoesWithItsVotes) {
  ask(bob);
  vote(carol, {1});
  EXPECT_EQ(refusal(bob, edit_request(id, offset, "Tuesday?")), "messaging.poll");
  http_of(bob).call<msg::DeleteMessageResponse>(delete_request(id, offset));
  EXPECT_FALSE(message(carol).has_tally());
  EXPECT_EQ(refusal(carol, voting({0})), "poll_not_found");
  EXPECT_TRUE(database().sql().rows("select 1 from poll_votes where conversation_id = " + std::to_string(id)).empty());
}

TEST_F(Polls, ReactionsAndVotesStandBesideEachOther) {
  ask(bob);
  vote(carol, {1});
  http_of(carol).call<msg::ReactResponse>(react_request(id, offset, "👍"));
  vote(owner, {1});
  EXPECT_EQ(shown(message(bob).tally()), "0 2 0 of 2");
  EXPECT_EQ(message(bob).reactions_size(), 1);
}

TEST_F(Polls, VotesAtOnceAreAllCounted) {
  std::vector<Person> crowd;
  for (int i = 0; i < 8; ++i) crowd.push_back(person());
  id = group(owner, crowd);
  ask(owner);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < crowd.size(); ++i)
    threads.emplace_back([&, i] {
      for (std::uint32_t round = 0; round < 6; ++round) vote(crowd[i], {(static_cast<std::uint32_t>(i) + round) % 3});
    });
  threads.clear();
  const auto tally = message(owner).tally();
  EXPECT_EQ(tally.voters(), 8U);
  EXPECT_EQ(tally.counts(0) + tally.counts(1) + tally.counts(2), 8U);
}

}  // namespace
}  // namespace wasl::test
