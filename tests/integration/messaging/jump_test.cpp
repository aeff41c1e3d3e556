// Pages of messages anywhere in a conversation: before, after, around a message or a moment.
#include "support/town.hpp"

namespace wasl::test {
namespace {

class Jump : public Town {
 protected:
  void SetUp() override {
    alice = person();
    bob = person();
    id = direct(alice, bob);
  }
  // `count` messages, the n-th at offset n + 1 and sent at n * 1000 ms, but for every tenth offset: another event is there.
  void fill(int count) {
    database().sql().rows("insert into messages (conversation_id, \"offset\", author_id, client_id, text, sent_at) select " +
                    std::to_string(id) + ", n + 1, " + std::to_string(alice.id) + ", " + std::to_string(id) +
                    " * 1000000 + n, 'm' || n, to_timestamp(n) from generate_series(1, " + std::to_string(count) +
                    ") n where n % 10 <> 9");
    database().sql().rows("update streams set head = " + std::to_string(count + 1) + " where kind = 2 and key = " + std::to_string(id));
  }
  msg::ListMessagesResponse page(const std::function<void(msg::ListMessagesRequest&)>& place, std::uint32_t limit = 4) {
    auto request = history_request(id, 0, limit);
    place(request);
    return http_of(bob).call<msg::ListMessagesResponse>(request);
  }
  // "m3 m2 m1" and, around it, "+" where others exist.
  static std::string show(const msg::ListMessagesResponse& page) {
    std::string out = page.newer() ? "+" : "";
    for (const auto& m : page.messages()) out += " " + m.text();
    return out + (page.more() ? " +" : "");
  }
  Person alice, bob;
  std::int64_t id = 0;
};

TEST_F(Jump, PagesLieBeforeAfterAndAroundAMessage) {
  fill(30);
  EXPECT_EQ(show(page([](auto&) {})), " m30 m28 m27 m26 +");
  EXPECT_EQ(show(page([](auto& r) { r.set_before(12); })), "+ m10 m8 m7 m6 +");
  EXPECT_EQ(show(page([](auto& r) { r.set_after(8); })), "+ m12 m11 m10 m8 +");
  EXPECT_EQ(show(page([](auto& r) { r.set_around(12); })), "+ m12 m11 m10 m8 +");
  EXPECT_EQ(show(page([](auto& r) { r.set_around(2); })), "+ m2 m1");
  EXPECT_EQ(show(page([](auto& r) { r.set_around(31); })), " m30 m28 m27 +");
  EXPECT_EQ(show(page([](auto& r) { r.set_after(29); })), " m30 +");
  EXPECT_EQ(show(page([](auto& r) { r.set_after(31); })), " +");
}

TEST_F(Jump, PagesLieAroundTheFirstMessageOfADay) {
  fill(30);
  const auto at = [&](std::int64_t ms) {
    const auto p = page([ms](auto& r) { r.set_at_ms(ms); });
    return std::to_string(p.found()) + show(p);
  };
  EXPECT_EQ(at(11'000), "12+ m12 m11 m10 m8 +");
  EXPECT_EQ(at(10'001), "12+ m12 m11 m10 m8 +");
  EXPECT_EQ(at(8'500), "11+ m11 m10 m8 m7 +");
  EXPECT_EQ(at(1), "2+ m2 m1");
  EXPECT_EQ(at(30'000), "31 m30 m28 m27 +");
  EXPECT_EQ(at(30'001), "0 m30 m28 m27 m26 +");
}

TEST_F(Jump, EveryMomentFindsItsMessage) {
  fill(97);
  for (int s = 1; s <= 97; ++s)
    EXPECT_EQ(page([s](auto& r) { r.set_at_ms(s * 1000); }).found(), s % 10 == 9 ? (s < 97 ? s + 2 : 0) : s + 1) << s;
}

TEST_F(Jump, AnEmptyConversationHasNoMoment) {
  EXPECT_EQ(show(page([](auto& r) { r.set_at_ms(1); })), "");
  EXPECT_EQ(show(page([](auto& r) { r.set_around(5); })), "");
}

TEST_F(Jump, StrangersSeveralPlacesAndNegativeOnesAreRefused) {
  auto request = history_request(id);
  request.set_around(3);
  EXPECT_EQ(http_of(person()).refusal(request).reason(), "conversation_not_found");
  request.set_before(3);
  EXPECT_EQ(http_of(bob).refusal(request).reason(), "place_one");
  request = history_request(id);
  request.set_at_ms(-5);
  EXPECT_EQ(http_of(bob).refusal(request).reason(), "place_one");
}

}  // namespace
}  // namespace wasl::test
