#include "messaging/window.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace wasl::messaging {
namespace {

std::string of(const std::function<void(v1::ListMessagesRequest&)>& fill) {
  v1::ListMessagesRequest request;
  request.set_limit(9);
  fill(request);
  try {
    const auto w = window_of(request);
    const auto at = w.at == std::numeric_limits<Offset>::max() ? "end" : std::to_string(w.at);
    return std::to_string(w.older) + "|" + at + "|" + std::to_string(w.newer);
  } catch (const Refused& r) {
    return r.reason();
  }
}

TEST(MessagingWindow, IsWhereTheRequestPointsTo) {
  EXPECT_EQ(of([](auto&) {}), "9|end|0");
  EXPECT_EQ(of([](auto& r) { r.set_before(7); }), "9|7|0");
  EXPECT_EQ(of([](auto& r) { r.set_after(7); }), "0|8|9");
  EXPECT_EQ(of([](auto& r) { r.set_around(7); }), "4|7|5");
  EXPECT_EQ(of([](auto& r) { r.set_at_ms(7); }), "9|end|0");
  EXPECT_EQ(of([](auto& r) { r.set_after(std::numeric_limits<Offset>::max()); }), "0|end|9");
}

TEST(MessagingWindow, IsRefusedWhenItIsNoPlaceOrSeveral) {
  EXPECT_EQ(of([](auto& r) { r.set_before(-1); }), "place_one");
  EXPECT_EQ(of([](auto& r) { r.set_at_ms(-1); }), "place_one");
  EXPECT_EQ(of([](auto& r) { r.set_before(1), r.set_around(2); }), "place_one");
  EXPECT_EQ(of([](auto& r) { r.set_limit(101); }), "limit_range");
}

}  // namespace
}  // namespace wasl::messaging
