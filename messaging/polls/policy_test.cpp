#include "messaging/polls/policy.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::messaging::policy {
namespace {

v1::Poll asked(std::vector<std::string> options, bool several = false, std::int64_t closes_at = 0) {
  v1::Poll out;
  for (auto& option : options) out.add_options(std::move(option));
  out.set_several(several);
  out.set_closes_at_ms(closes_at);
  return out;
}

std::string reason_of(const auto& act) {
  try {
    act();
  } catch (const Refused& refused) {
    return refused.reason();
  }
  return "";
}

TEST(PollPolicy, OptionsAreTidiedAndDiffer) {
  EXPECT_EQ(poll(asked({" oui ", "non"}), 0).options(0), "oui");
  EXPECT_EQ(reason_of([] { poll(asked({"oui"}), 0); }), "poll_options");
  EXPECT_EQ(reason_of([] { poll(asked(std::vector<std::string>(11, "x")), 0); }), "poll_options");
  EXPECT_EQ(reason_of([] { poll(asked({"Oui", "oui "}), 0); }), "poll_twice");
  EXPECT_EQ(reason_of([] { poll(asked({"oui", " "}), 0); }), "options_length");
  EXPECT_EQ(reason_of([] { poll(asked({"oui", std::string(121, 'x')}), 0); }), "options_length");
}

TEST(PollPolicy, ClosesInTheNext90Days) {
  constexpr std::int64_t kDay = 86'400'000;
  EXPECT_EQ(poll(asked({"a", "b"}, false, kDay), 5).closes_at_ms(), kDay);
  EXPECT_EQ(reason_of([] { poll(asked({"a", "b"}, false, 5), 5); }), "poll_time");
  EXPECT_EQ(reason_of([] { poll(asked({"a", "b"}, false, 91 * kDay), 5); }), "poll_time");
}

TEST(PollPolicy, AVoteNamesOptionsOfThePoll) {
  const auto votes = [](const v1::Poll& poll, std::vector<std::uint32_t> options) {
    return vote(poll, {options.begin(), options.end()});
  };
  EXPECT_EQ(votes(asked({"a", "b", "c"}, true), {2, 0, 2}), (std::vector<std::int64_t>{0, 2}));
  EXPECT_TRUE(votes(asked({"a", "b"}), {}).empty());
  EXPECT_EQ(reason_of([&] { votes(asked({"a", "b"}), {2}); }), "poll_vote");
  EXPECT_EQ(reason_of([&] { votes(asked({"a", "b"}), {4'294'967'295U}); }), "poll_vote");
  EXPECT_EQ(reason_of([&] { votes(asked({"a", "b"}), {0, 1}); }), "poll_single");
}

TEST(PollPolicy, TheTallyFollowsEachVote) {
  v1::Message message;
  *message.mutable_content()->mutable_poll() = asked({"a", "b", "c"}, true);
  count_vote(message, {}, {0, 2});
  count_vote(message, {}, {0});
  count_vote(message, {0, 2}, {1});
  EXPECT_EQ(message.tally().counts(0), 1U);
  EXPECT_EQ(message.tally().counts(1), 1U);
  EXPECT_EQ(message.tally().counts(2), 0U);
  EXPECT_EQ(message.tally().voters(), 2U);
  count_vote(message, {1}, {});
  EXPECT_EQ(message.tally().voters(), 1U);
}

}  // namespace
}  // namespace wasl::messaging::policy
